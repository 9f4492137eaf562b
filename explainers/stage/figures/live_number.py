"""A number that changes while the film runs: no Typst run per frame, digits that do not jitter."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import numpy.typing as npt
from manim import RIGHT, UP, VGroup, VMobject

from explainers.stage.typesetting import Formula

_GLYPHS = "0123456789.+-×∞"
_SET_SIZE = 100.0
"""The font size at which glyphs are set once; numbers are scaled copies of them."""
_RAISED = 0.66
"""Size of an exponent."""


@dataclass(frozen=True)
class _Glyphs:
    """Outlines relative to the start of the baseline, and how far each glyph moves the pen on, at `_SET_SIZE`."""

    outlines: dict[str, npt.NDArray[np.float64]]
    advances: dict[str, float]
    exponent_height: float

    def advance(self, body: str, exponent: str) -> float:
        """How far a number moves the pen on."""
        digits, raised = (sum(self.advances[character] for character in part) for part in (body, exponent))
        return digits + _RAISED * raised


@functools.cache
def _glyphs() -> _Glyphs:
    """Set each glyph between two zeros: the zeros tell where the baseline is and how far the pen moved."""
    first, second = _row("00")
    zero_advance = float(second.get_left()[0] - first.get_left()[0])
    outlines: dict[str, npt.NDArray[np.float64]] = {}
    advances: dict[str, float] = {}
    for character in _GLYPHS:
        before, glyph, after = _row(f"0{character}0")
        origin = np.array([before.get_left()[0] + zero_advance, before.get_bottom()[1], 0.0])
        outlines[character] = glyph.points - origin
        # Digits are tabular; the font's kerning would make a seven wider before a zero.
        kerned = float(after.get_left()[0] - before.get_left()[0]) - zero_advance
        advances[character] = zero_advance if character.isdigit() else kerned
    return _Glyphs(outlines, advances, 0.62 * float(outlines["0"][:, 1].max()))


def digits_outline(text: str, font_size: float) -> npt.NDArray[np.float64]:
    """Return the outline of a number that stands still, its box centred on the origin: many can be one mobject."""
    glyphs, pen, outlines = _glyphs(), 0.0, []
    for character in text:
        outlines.append(glyphs.outlines[character] + pen * RIGHT)
        pen += glyphs.advances[character]
    outline = np.concatenate(outlines) * font_size / _SET_SIZE
    return outline - (outline.max(axis=0) + outline.min(axis=0)) / 2


def _row(characters: str) -> Formula:
    # As text in the mathematical font: a minus gets no space around it as between operands.
    return Formula(f'upright("{characters.replace("-", "−")}")', font_size=_SET_SIZE, color="#FFFFFF")


class LiveNumber(VGroup):
    """A number set as text that can take a new value in every frame.

    Its place is held by an anchor on the baseline, so that the number may be moved and scaled like any mobject, and
    keeps one end where it is when digits come and go.

    Parameters
    ----------
    value
        The first value.
    decimals
        Digits after the point.
    signed
        Leave room for a minus sign, so that digits stay where they are when the sign changes.
    align
        Which end stays: "left", or "right", which keeps the decimal point where it is.
    plus
        Show a plus sign before what is not negative.
    most_characters
        The largest number of characters that are ever shown.
    """

    def __init__(
        self,
        value: float = 0.0,
        *,
        decimals: int = 2,
        font_size: float = 28,
        color: str,
        signed: bool = True,
        plus: bool = False,
        most_characters: int = 10,
        align: Literal["left", "right"] = "left",
    ) -> None:
        super().__init__()
        self.decimals = decimals
        self.signed = signed
        self.align = align
        self.plus = plus
        self._scale = font_size / _SET_SIZE
        self.anchor = VMobject(stroke_width=0, fill_opacity=0)
        # Its length is the scale; it lies under the number, so that it does not make it seem wider.
        inward = self._scale if align == "left" else -self._scale
        self.anchor.set_points_as_corners(np.array([[0.0, 0, 0], [inward, 0, 0]]))
        self.slots = VGroup(
            *(VMobject(stroke_width=0, fill_opacity=1, fill_color=color) for _ in range(most_characters))
        )
        self.add(self.anchor, self.slots)
        self.value = value
        self.set_value(value)

    def set_value(self, value: float) -> Self:
        """Show another value."""
        self.value = value
        glyphs = _glyphs()
        start, end = self.anchor.points[0], self.anchor.points[-1]
        unit = float(np.linalg.norm(end - start))
        body, exponent = self.written(value)
        shown = [(character, 1.0, 0.0) for character in body]
        shown += [(character, _RAISED, glyphs.exponent_height) for character in exponent]
        slots = self.slots.submobjects
        if len(shown) > len(slots):
            raise ValueError(f"{value} does not fit {len(slots)} characters")
        if self.align == "right":
            pen = -glyphs.advance(body, exponent)
        else:
            pen = glyphs.advances["-"] if self.signed and body[0] not in "+-" else 0.0
        for slot, (character, size, height) in zip(slots, shown, strict=False):
            slot.points = start + unit * (size * glyphs.outlines[character] + pen * RIGHT + height * UP)
            pen += size * glyphs.advances[character]
        for slot in slots[len(shown) :]:
            slot.points = np.zeros((0, 3))
        return self

    def written(self, value: float) -> tuple[str, str]:
        """Return what is shown of a value: its characters, and those of a raised exponent, mostly none."""
        rounded = round(value, self.decimals) + 0.0
        return f"{rounded:{'+' if self.plus else ''}.{self.decimals}f}", ""

    def follow(self, source: Callable[[], float]) -> Self:
        """Show the value of `source` in every frame."""
        self.add_updater(lambda number: number.set_value(source()), call_updater=True)
        return self

    def text(self) -> str:
        """What is shown, as characters; an exponent follows a caret."""
        return "^".join(part for part in self.written(self.value) if part)

    @property
    def advance(self) -> float:
        """How far the pen moves on over what is shown, room for a sign left out."""
        anchor = self.anchor.points
        return float(np.linalg.norm(anchor[-1] - anchor[0])) * _glyphs().advance(*self.written(self.value))

    @property
    def sign_advance(self) -> float:
        """How far a minus sign moves the pen on."""
        anchor = self.anchor.points
        return float(np.linalg.norm(anchor[-1] - anchor[0])) * _glyphs().advances["-"]

    @property
    def axis_height(self) -> float:
        """How high above the baseline minus and equals signs have their middle."""
        anchor, minus = self.anchor.points, _glyphs().outlines["-"][:, 1]
        return float(np.linalg.norm(anchor[-1] - anchor[0])) * float(minus.max() + minus.min()) / 2
