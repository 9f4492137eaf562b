"""The themes' colours for what stands on slides beside the pictures: those of the films (a test compares them)."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.spec.settings import ThemeName


@dataclass(frozen=True)
class Palette:
    """Colours by meaning, as ``#RRGGBB``. The accents are for what a lecturer adds."""

    paper: str
    panel: str
    text: str
    muted: str
    line: str
    answer: str
    accents: tuple[str, str, str, str, str, str]


PALETTES: dict[ThemeName, Palette] = {
    "dark": Palette(
        paper="#0E1218",
        panel="#171D26",
        text="#F3F4F6",
        muted="#A3ADBA",
        line="#3A4656",
        answer="#2CC79B",
        accents=("#56B4E9", "#2CC79B", "#FF8A4C", "#F0E442", "#E08FBE", "#E69F00"),
    ),
    "light": Palette(
        paper="#FBFAF6",
        panel="#F0EEE7",
        text="#15191F",
        muted="#525C69",
        line="#BEC4CC",
        answer="#007556",
        accents=("#006CA8", "#007556", "#B84A00", "#5A4300", "#A33F78", "#8F5F00"),
    ),
}
