"""Where a plane, the matrix that moves it, and what is worked out about it stand in a frame of any shape."""

from __future__ import annotations

from dataclasses import dataclass

from manim import DOWN, LEFT, RIGHT, Mobject, VGroup

from explainers.stage.arrangement import PICTURE_GAP, Way, way_of
from explainers.stage.figures.numbers_panel import INSET
from explainers.stage.zones import Frame, Zone

PANEL_GAP = 0.2
"""Between one panel and the next below it."""

LEAST_SCALED = 1.05
"""What is so much wider than its panel is not made smaller, but stands in a column."""

GIVENS_SHARE, WORKINGS_SHARE = 0.37, 0.63
"""How the two share a band below the plane."""


@dataclass(frozen=True)
class PlaneZones:
    """The zones of the plane and of its panels.

    Attributes
    ----------
    givens
        For the panel with what is given, at its top.
    way
        ``beside``: the panels in a column beside the plane. ``halves``: in a band below it, the workings beside the
        givens. ``stacked``: below it, the workings below the givens.
    wide
        Whether the frame is wide, so that height is scarce.
    """

    plane: Zone
    givens: Zone
    way: Way
    wide: bool
    _workings: Zone | None = None

    @property
    def narrow(self) -> bool:
        """Whether the workings have little height, so that their rows go on in a second column."""
        return self.way == "halves"

    def side_by_side(self, *figures: Mobject, gap: float) -> VGroup:
        """Arrange what is given in a row; where that is too wide, and there is height to spare, in a column."""
        group = VGroup(*figures).arrange(RIGHT, buff=gap)
        if not self.wide and group.width > LEAST_SCALED * (self.givens.width - 2 * INSET):
            group.arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        return group

    def workings(self, *panels: Mobject) -> Zone:
        """Return the room that is left for workings once the panels that are given are as high as they will be."""
        if self._workings is not None:
            return self._workings
        bottom = min(panel.get_bottom()[1] for panel in panels) - PANEL_GAP
        return Zone(self.givens.left, self.givens.right, self.givens.bottom, bottom)


def plane_zones(frame: Frame, *, stacked: float, band: float | None) -> PlaneZones:
    """Share the stage of a frame.

    Parameters
    ----------
    stacked
        Height of all panels where they stand below the plane, one below the other.
    band
        Height of the panels where they stand side by side below it; None where they cannot be made low, and stand
        beside the plane in a square, too.
    """
    stage, way = frame.stage, way_of(frame)
    if way == "beside" or (way == "halves" and band is None):
        column = min(4.7, max(4.4, 0.36 * frame.width))
        plane, panels = stage.columns(stage.width - column - 0.4, column, gap=0.4)
        return PlaneZones(plane, panels, "beside", frame.wide)
    height = stacked if band is None or way == "stacked" else band
    plane, panels = stage.rows(stage.height - height - PICTURE_GAP, height, gap=PICTURE_GAP)
    if way == "stacked":
        return PlaneZones(plane, panels, way, wide=False)
    givens, workings = panels.columns(GIVENS_SHARE, WORKINGS_SHARE, gap=PANEL_GAP)
    return PlaneZones(plane, givens, way, wide=False, _workings=workings)
