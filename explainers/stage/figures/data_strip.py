"""Observations as a row of tokens: face down until they arrive, and free to change places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import Circle, RoundedRectangle, VGroup, VMobject

from explainers.stage.theme import Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

TALLEST = 0.5
LEAST_PITCH = 0.34
"""From one token's middle to the next one's: less, and letters of a legible size would touch the edge."""
GAP = 0.07
ROWS = 2


@dataclass(frozen=True)
class Token:
    """One observation: what is written on it, and whether it is filled or only outlined."""

    label: str
    solid: bool = True


class DataStrip(VGroup):
    """Tokens in one or two rows; however many there are, five objects are painted.

    Positions count places from left to right, top row first. At first token k lies at place k.

    Raises
    ------
    ValueError
        If there are more tokens than the zone has room for; ask `fits` first.
    """

    def __init__(self, zone: Zone, theme: Theme, tokens: Sequence[Token]) -> None:
        super().__init__()
        self.tokens = tuple(tokens)
        letters = {label: _outline(label, theme) for label in {token.label for token in self.tokens}}
        layout = _layout(zone, len(self.tokens), max(_width(outline) for outline in letters.values()))
        if layout is None:
            raise ValueError(f"{len(self.tokens)} tokens do not fit")
        self.pitch, per_row, self.height_of_token = layout
        self.width_of_token = self.pitch - GAP
        self.places = self._places(zone, per_row)
        self.place_of = np.arange(len(self.tokens))
        self.centres = self.places.copy()
        body = self._body()
        everyone = range(len(self.tokens))
        solid = [k for k in everyone if self.tokens[k].solid]
        hollow = [k for k in everyone if not self.tokens[k].solid]
        self.waiting = _Pieces([(k, body) for k in everyone], stroke_color=theme.grid, stroke_width=2)
        self.solid = _Pieces([(k, body) for k in solid], fill_color=theme.likelihood, fill_opacity=1, stroke_width=0)
        self.hollow = _Pieces(
            [(k, body) for k in hollow],
            stroke_color=theme.likelihood,
            stroke_width=2.5,
            fill_color=theme.background,
            fill_opacity=1,
        )
        self.letters_on_solid = _Pieces(
            [(k, letters[self.tokens[k].label]) for k in solid],
            fill_color=theme.background,
            fill_opacity=1,
            stroke_width=0,
        )
        self.letters = _Pieces(
            [(k, letters[self.tokens[k].label]) for k in hollow],
            fill_color=theme.text,
            fill_opacity=1,
            stroke_width=0,
        )
        self.add(self.waiting, self.solid, self.hollow, self.letters_on_solid, self.letters)
        self.show(0)

    @staticmethod
    def fits(zone: Zone, theme: Theme, labels: Sequence[str]) -> bool:
        """Return whether so many tokens have room, with letters of a legible size."""
        if len(labels) > ROWS * zone.width / LEAST_PITCH:
            return False
        widest = max(_width(_outline(label, theme)) for label in set(labels))
        return _layout(zone, len(labels), widest) is not None

    def show(self, seen: int, end: int | None = None, share: float = 0.0) -> None:
        """Turn up the first `seen` places; those from there to `end` are on their way, by a share from 0 to 1."""
        sizes = np.where(self.place_of < seen, 1.0, 0.0)
        arriving = (self.place_of >= seen) & (self.place_of < (seen if end is None else end))
        sizes[arriving] = math.sqrt(min(max(share, 0.0), 1.0))
        self.waiting.put(self.centres, np.where(sizes < 1, 1.0, 0.0))
        for pieces in (self.solid, self.hollow, self.letters_on_solid, self.letters):
            pieces.put(self.centres, sizes)

    def shuffle(self, order: Sequence[int], share: float) -> None:
        """Move the tokens, all turned up, toward another order: place j takes the token that lay at ``order[j]``."""
        target = np.empty(len(order), dtype=int)
        target[np.asarray(order)] = np.arange(len(order))
        start, end = self.places[np.arange(len(order))], self.places[target]
        way = end - start
        # Those who go right pass above, those who go left below: nobody runs into anybody head on.
        bow = np.sign(way[:, :1]) * np.array([[0.0, 0.12, 0.0]]) * math.sin(math.pi * share)
        self.centres = start + share * way + bow
        self.place_of = target
        self.show(len(order))

    def _body(self) -> Array:
        if abs(self.width_of_token - self.height_of_token) < 1e-6 and self.width_of_token > 0.36:
            outline = Circle(radius=self.width_of_token / 2).points
        else:
            outline = RoundedRectangle(
                width=self.width_of_token, height=self.height_of_token, corner_radius=0.09
            ).points
        return np.asarray(outline, dtype=np.float64)

    def _places(self, zone: Zone, per_row: int) -> Array:
        count = len(self.tokens)
        rows = math.ceil(count / per_row)
        line = self.height_of_token + 0.1
        index = np.arange(count)
        x = zone.left + (index % per_row + 0.5) * self.pitch
        y = zone.center[1] + ((rows - 1) / 2 - index // per_row) * line
        return np.column_stack([x, y, np.zeros(count)])


class _Pieces(VMobject):
    """One outline for each of some tokens, in one object."""

    def __init__(self, owned: Sequence[tuple[int, Array]], **style: object) -> None:
        super().__init__(**style)
        self._owner = np.concatenate([np.full(len(outline), k) for k, outline in owned] or [np.zeros(0, dtype=int)])
        self._local = np.concatenate([outline for _, outline in owned] or [np.zeros((0, 3))])

    def put(self, centres: Array, sizes: Array) -> None:
        """Draw each outline about its token's centre, at its size; none at size 0."""
        shown = sizes[self._owner] > 0
        owner = self._owner[shown]
        self.points = centres[owner] + self._local[shown] * sizes[owner][:, None]


def _outline(label: str, theme: Theme) -> Array:
    """The letters' outlines about their middle, at the least legible size."""
    text = Text(label, font_size=theme.sizes.small, color=theme.text)
    outlines = [part.points for part in text.family_members_with_points()]
    return np.concatenate(outlines) - text.get_center()


def _width(outline: Array) -> float:
    return float(np.ptp(outline[:, 0]))


def _layout(zone: Zone, count: int, widest: float) -> tuple[float, int, float] | None:
    """Return pitch, tokens in a row and a token's height; None if they do not fit."""
    narrow = widest <= 0.26
    body = max(widest + 0.1, LEAST_PITCH - GAP) if narrow else widest + 0.22
    for rows in range(1, ROWS + 1):
        per_row = math.ceil(count / rows)
        tallest = min(TALLEST, (zone.height - 0.1 * (rows - 1)) / rows)
        pitch = min(zone.width / per_row, max(tallest, body) + GAP)
        if pitch >= (LEAST_PITCH if narrow else body + GAP):
            width = pitch - GAP
            return pitch, per_row, min(tallest, width) if narrow else tallest
    return None
