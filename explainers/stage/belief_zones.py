"""Where things stand on the board of a belief that changes, in a frame of any shape."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.stage.arrangement import arranged
from explainers.stage.figures.belief_table import BeliefTable
from explainers.stage.figures.curve_legend import CurveLegend
from explainers.stage.zones import Frame, Zone

PANEL_WIDTH = 4.6
GUTTER = 1.2
STRIP_HEIGHT = 0.92
LANES_HEIGHT = 1.08
RULE_HEIGHT = 0.5


@dataclass(frozen=True)
class BeliefZones:
    """The data at the top, curves below them, estimates at the foot, numbers beside or below.

    Attributes
    ----------
    panel
        The numbers, and below them the legend, unless it has a zone of its own.
    legend
        The legend's own zone: in a square frame, beside the numbers.
    question
        All the room of both.
    compact
        Whether the numbers stand closer together.
    """

    strip_gutter: Zone
    strip: Zone
    plot: Zone
    lanes: Zone
    gutter: Zone
    panel: Zone
    legend: Zone | None
    question: Zone
    compact: bool

    @classmethod
    def of(
        cls,
        frame: Frame,
        *,
        rows: int = 5,
        entries: int = 3,
        above_plot: float = 0.12,
        strip_height: float = STRIP_HEIGHT,
    ) -> BeliefZones:
        """Lay the board out in a frame, for a table and a legend of so many rows, with some room above the plot."""
        table, legend = BeliefTable.height_for(rows, compact=True), CurveLegend.height_for(entries) + RULE_HEIGHT
        places = arranged(
            frame,
            column=PANEL_WIDTH,
            halves=table,
            stacked=table + legend + 0.6,
            shares=(table, legend),
        )
        left, first, second = places.picture, places.first, places.second
        edge, right = left.left + GUTTER, left.right - 0.15
        strip_bottom = left.top - strip_height
        lanes_top = left.bottom + LANES_HEIGHT
        both = Zone(first.left, second.right, second.bottom, first.top)
        return cls(
            strip_gutter=Zone(left.left, edge - 0.15, strip_bottom, left.top),
            strip=Zone(edge, right, strip_bottom, left.top),
            plot=Zone(edge, right, lanes_top + 0.08, strip_bottom - above_plot),
            lanes=Zone(edge, right, left.bottom, lanes_top),
            gutter=Zone(left.left, edge - 0.15, left.bottom, left.top),
            panel=first if places.way == "halves" else both,
            legend=second if places.way == "halves" else None,
            question=both,
            compact=places.way != "beside",
        )
