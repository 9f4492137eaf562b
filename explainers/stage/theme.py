"""Colours and sizes, by meaning. The hues are those of Okabe and Ito, lightened or darkened until they can be read.

Source: M. Okabe, K. Ito, "Color Universal Design", 2008. Text has a contrast of at least 4.5:1 with the background,
lines that carry meaning 3:1 (WCAG 2.1, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass

from explainers.spec.settings import ThemeName


@dataclass(frozen=True)
class Sizes:
    """Font sizes in Manim's points: 20 points are 28 pixels at 1080p, the least that a lecture hall can read."""

    title: float = 36
    large: float = 40
    body: float = 28
    label: float = 25
    small: float = 22


@dataclass(frozen=True)
class Theme:
    """What each thing looks like. Scenes name the meaning, never the hue."""

    name: ThemeName
    background: str
    panel: str
    text: str
    muted: str
    axis: str
    grid: str
    faint_grid: str

    first_basis: str
    second_basis: str
    vector: str
    shape: str
    eigenvector: str

    prior: str
    likelihood: str
    posterior: str

    path: str
    ball: str
    minimum: str
    gradient: str
    curve: str
    surface: tuple[str, ...]
    """From the lowest to the highest value of a surface."""

    good: str
    warning: str
    sizes: Sizes = Sizes()


DARK = Theme(
    name="dark",
    background="#0E1218",
    panel="#171D26",
    text="#F3F4F6",
    muted="#A3ADBA",
    axis="#8D98A7",
    grid="#3A4656",
    faint_grid="#1E2631",
    first_basis="#2CC79B",
    second_basis="#FF8A4C",
    vector="#F0E442",
    shape="#56B4E9",
    eigenvector="#E08FBE",
    prior="#56B4E9",
    likelihood="#E69F00",
    posterior="#2CC79B",
    path="#FF8A4C",
    ball="#FFFFFF",
    minimum="#2CC79B",
    gradient="#F0E442",
    curve="#56B4E9",
    surface=("#0B2A5B", "#23497D", "#3F6A8C", "#6B8C8F", "#A3AE86", "#D9CB73", "#FBE96B"),
    good="#2CC79B",
    warning="#FF8A4C",
)

LIGHT = Theme(
    name="light",
    background="#FBFAF6",
    panel="#F0EEE7",
    text="#15191F",
    muted="#525C69",
    axis="#6A7482",
    grid="#BEC4CC",
    faint_grid="#E6E6E0",
    first_basis="#007556",
    second_basis="#B84A00",
    vector="#5A4300",
    shape="#006CA8",
    eigenvector="#A33F78",
    prior="#0069A6",
    likelihood="#8F5F00",
    posterior="#007556",
    path="#B44400",
    ball="#15191F",
    minimum="#007556",
    gradient="#5A4300",
    curve="#0069A6",
    surface=("#1B3F78", "#3A6294", "#5E86A6", "#8BA9AE", "#B9C5A6", "#E0D795", "#F8EC9E"),
    good="#007556",
    warning="#B84A00",
)

THEMES: dict[ThemeName, Theme] = {"dark": DARK, "light": LIGHT}
