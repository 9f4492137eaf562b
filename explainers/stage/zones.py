"""Where things stand in the frame: title line, stage, numbers panel, and the strip that belongs to captions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import Mobject

from explainers.spec.shape import LEAST_WIDE

MARGIN = 0.45
TITLE_HEIGHT = 0.75
CAPTION_SHARE = 1 / 8
"""The lowest eighth of the frame, where players show captions: no scene draws there."""


@dataclass(frozen=True)
class Zone:
    """A rectangle of the frame, in Manim's units."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def center(self) -> npt.NDArray[np.float64]:
        return np.array([(self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0])

    @property
    def top_left(self) -> npt.NDArray[np.float64]:
        return np.array([self.left, self.top, 0.0])

    @property
    def bottom_left(self) -> npt.NDArray[np.float64]:
        return np.array([self.left, self.bottom, 0.0])

    def columns(self, *shares: float, gap: float = 0.4) -> tuple[Zone, ...]:
        """Cut into columns whose widths are as `shares`."""
        free = self.width - gap * (len(shares) - 1)
        zones, left = [], self.left
        for share in shares:
            right = left + free * share / sum(shares)
            zones.append(Zone(left, right, self.bottom, self.top))
            left = right + gap
        return tuple(zones)

    def rows(self, *shares: float, gap: float = 0.3) -> tuple[Zone, ...]:
        """Cut into rows from top to bottom whose heights are as `shares`."""
        free = self.height - gap * (len(shares) - 1)
        zones, top = [], self.top
        for share in shares:
            bottom = top - free * share / sum(shares)
            zones.append(Zone(self.left, self.right, bottom, top))
            top = bottom - gap
        return tuple(zones)

    def towards(self, other: Zone, share: float) -> Zone:
        """The zone that is so far on the way to another."""
        here, there = (np.array([zone.left, zone.right, zone.bottom, zone.top]) for zone in (self, other))
        return Zone(*(float(side) for side in (1 - share) * here + share * there))

    def inset(self, margin: float) -> Zone:
        """The same zone, smaller on every side."""
        return Zone(self.left + margin, self.right - margin, self.bottom + margin, self.top - margin)

    def fit(self, mobject: Mobject, largest: float = 1.0) -> Mobject:
        """Centre something in the zone, scaled down (or up to `largest` times) to fit."""
        factor = min(largest, self.width / max(mobject.width, 1e-6), self.height / max(mobject.height, 1e-6))
        return mobject.scale(factor).move_to(self.center)


@dataclass(frozen=True)
class Frame:
    """The zones of a frame of a given size."""

    width: float
    height: float

    @property
    def title(self) -> Zone:
        top = self.height / 2 - MARGIN * 0.6
        return Zone(-self.width / 2 + MARGIN, self.width / 2 - MARGIN, top - TITLE_HEIGHT, top)

    @property
    def stage(self) -> Zone:
        """All that lies between the title line and the caption strip."""
        bottom = -self.height / 2 + self.height * CAPTION_SHARE + 0.05
        return Zone(-self.width / 2 + MARGIN, self.width / 2 - MARGIN, bottom, self.title.bottom - 0.1)

    @property
    def captions(self) -> Zone:
        return Zone(-self.width / 2, self.width / 2, -self.height / 2, -self.height / 2 + self.height * CAPTION_SHARE)

    @property
    def wide(self) -> bool:
        """Whether there is room for two things side by side, as in 16:9; 4:3, square and upright frames have none."""
        return self.width >= LEAST_WIDE * self.height

    def with_panel(self, panel_width: float = 4.2, panel_height: float = 3.6) -> tuple[Zone, Zone]:
        """The stage cut in two: pictures on the left and a panel of numbers on the right; below, if it is not wide."""
        stage = self.stage
        if self.wide:
            return stage.columns(stage.width - panel_width - 0.4, panel_width)  # type: ignore[return-value]
        return stage.rows(stage.height - panel_height - 0.3, panel_height)  # type: ignore[return-value]


def keep_inside(mobject: Mobject, area: Zone) -> Mobject:
    """Shift something into an area."""
    left, right = area.left - mobject.get_left()[0], area.right - mobject.get_right()[0]
    down, up = area.bottom - mobject.get_bottom()[1], area.top - mobject.get_top()[1]
    return mobject.shift([max(left, 0) + min(right, 0), max(down, 0) + min(up, 0), 0])
