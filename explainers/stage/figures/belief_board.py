"""The board on which a belief is watched while data arrive: curves, estimates, numbers, and the data themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import DOWN, RIGHT, Dot, Line, Mobject, VGroup

from explainers.maths.belief_curves import Staging
from explainers.stage.belief_zones import RULE_HEIGHT, BeliefZones
from explainers.stage.figures.belief_course import Course
from explainers.stage.figures.belief_table import BeliefTable, TableRow
from explainers.stage.figures.curve_legend import CurveLegend, LegendEntry
from explainers.stage.figures.data_bar import DataBar
from explainers.stage.figures.data_strip import DataStrip
from explainers.stage.figures.density import DensityPlot
from explainers.stage.figures.estimate_lanes import EstimateLanes, LaneStyle
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]


class BeliefBoard(VGroup):
    """All figures of the board; each is added to the scene when its time comes.

    Attributes
    ----------
    stage
        What moves when the belief moves.
    """

    def __init__(
        self,
        frame: Frame,
        theme: Theme,
        staging: Staging,
        *,
        axis_title: Mobject,
        lanes: Sequence[LaneStyle],
        rows: Sequence[TableRow],
        courses: Sequence[Course],
        entries: Sequence[LegendEntry],
        rule: Formula,
        reference: float | None = None,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.staging = staging
        above_plot = 0.12 if reference is None else 0.42
        self.zones = zones = BeliefZones.of(frame, rows=len(rows), entries=len(entries), above_plot=above_plot)
        self.plot = DensityPlot(
            zones.plot,
            theme,
            staging.on_the_way[0],
            later=(staging.close,) if staging.zooms else (),
            axis_title=axis_title,
        )
        self.plot.add_curve("outline", color=theme.posterior, stroke_width=2)
        # The likelihood's dots lie on top: where it meets the posterior, both are seen.
        for entry in sorted(entries, key=lambda entry: entry.dash == "dotted"):
            self.plot.add_curve(
                entry.key, color=entry.color, dash=entry.dash, stroke_width=5 if entry.dash == "solid" else 4.5
            )
        if reference is not None:
            label = Formula(f"{reference:.10g}", font_size=theme.sizes.small, color=theme.text)
            self.plot.add_reference(reference, label, theme.text)
        self.lanes = EstimateLanes(zones.lanes, theme, self.plot, zones.gutter, lanes)
        samples = [values for course in courses for values in course.values]
        headings = ("prior", "posterior")
        self.table = BeliefTable(zones.panel, theme, rows, headings, (samples[:1], samples), compact=zones.compact)
        self.legend, self.rule = legend_and_rule(zones, self.table, theme, entries, rule)
        self.density_label = gutter_text("density", zones, theme, self.plot.plot.center[1])
        self.strip: DataStrip | DataBar
        self.probe = VGroup(Line(color=theme.muted, stroke_width=2), *(Dot(radius=0.085) for _ in entries))
        for dot, entry in zip(self.probe[1:], entries, strict=True):
            dot.set_color(entry.color)

    def with_strip(self, strip: DataStrip | DataBar, caption: str) -> BeliefBoard:
        """Put the data at the top, with what they are called at their left."""
        self.strip = strip
        middle = strip.track.get_y() if isinstance(strip, DataBar) else self.zones.strip.center[1]
        self.strip_label = gutter_text(caption, self.zones, self.theme, float(middle))
        return self

    @property
    def moving(self) -> tuple[Mobject, ...]:
        """What changes while the belief moves."""
        return (self.plot, self.strip, self.table.columns[1], *self.lanes.lanes.values())

    def parts_of(self, name: str) -> tuple[Mobject, Mobject]:
        """Return what belongs to a curve beside itself: its row of the legend and its lane."""
        return self.legend.rows[name], self.lanes.lanes["data" if name == "likelihood" else name]

    def set_strength(self, opacity: float, *names: str) -> None:
        """Give some curves this opacity."""
        for name in names:
            self.plot.curves[name].set_stroke(opacity=opacity)

    def swap(self, dim: float, share: float) -> None:
        """Bring the prior back from its dimness while the posterior goes."""
        self.set_strength(dim + (1 - dim) * share, "prior")
        self.set_strength(dim * (1 - share), "posterior")

    def leave_outline(self, x: Array, heights: Array) -> None:
        """Leave a thin line where the posterior stands."""
        self.plot.set_curve("outline", x, heights)

    def clear_away(self, opacity: float) -> None:
        """Fade the likelihood, the filled interval and the arrow."""
        self.set_strength(opacity, "likelihood")
        self.plot.filled.set_fill(opacity=opacity * self.plot.filled_opacity)
        self.lanes.arrow.set_opacity(opacity)
        self.lanes.guide.set_stroke(opacity=opacity)
        if opacity <= 0:
            nothing = np.zeros(2)
            self.plot.set_region((), nothing, nothing)

    def show_belief(self, course: Course, position: float) -> None:
        """Show the state of a course after so many steps: curve, numbers, estimate, data."""
        window = course.window(position)
        shown = self.plot.window
        self.plot.set_window(window)
        if (shown.low, shown.high) != (window.low, window.high):
            self.lanes.refresh()
        self.plot.set_curve("posterior", course.curves.x, course.heights(position))
        values = course.values_at(position)
        self.table.show(1, values)
        self.lanes.put("posterior", values["mean"])
        self.strip.show(*course.data_at(position))

    def zoom(self, share: float) -> None:
        """Go a share of the way from the last window on the way to the close one."""
        start = self.staging.on_the_way[-1]
        self.plot.set_window(start.toward(self.staging.close, share), share if self.staging.zooms else None)
        self.lanes.refresh()

    def put_probe(self, share: float, heights: Sequence[tuple[Array, Array]]) -> None:
        """Stand the probe at a share of the window, its dots on the curves."""
        window = self.plot.window
        x = window.low + share * window.width
        foot, top = self.plot.to_point(x, 0), self.plot.to_point(x, window.top)
        self.probe[0].put_start_and_end_on(foot, top)
        for dot, (places, curve) in zip(self.probe[1:], heights, strict=True):
            height = float(np.interp(x, places, curve))
            dot.move_to(self.plot.to_point(x, min(height, window.top)))
            dot.set_opacity(float(height <= window.top and places[0] <= x <= places[-1]))

    def fill_interval(self, pieces: Sequence[tuple[float, float]], x: Array, heights: Array, share: float) -> None:
        """Fill a share of each piece, growing from its middle."""
        grown = [
            ((low + high) / 2 - share * (high - low) / 2, (low + high) / 2 + share * (high - low) / 2)
            for low, high in pieces
        ]
        self.plot.set_region(grown, x, heights)


def legend_and_rule(
    zones: BeliefZones, table: BeliefTable, theme: Theme, entries: Sequence[LegendEntry], rule: Formula
) -> tuple[CurveLegend, Formula]:
    """Put legend and rule below the numbers, or into the legend's own zone."""
    height = CurveLegend.height_for(len(entries)) + RULE_HEIGHT
    room = zones.legend or zones.panel
    top = room.top if zones.legend else float(table.box.get_bottom()[1])
    gap = max(0.05, min(0.35, (top - room.bottom - height) / 3))
    legend = CurveLegend(Zone(room.left + 0.2, room.right - 0.2, room.bottom, top - gap), theme, entries)
    if rule.width > room.width:
        rule.scale_to_fit_width(room.width)
    return legend, rule.next_to(legend, DOWN, buff=gap).set_x(room.center[0])


def gutter_text(words: str, zones: BeliefZones, theme: Theme, y: float) -> Text:
    """Write what a row shows, at its left."""
    text = Text(words, font_size=theme.sizes.small, color=theme.muted)
    if text.width > zones.gutter.width:
        text.scale_to_fit_width(zones.gutter.width)
    return text.move_to([zones.gutter.right, y, 0], aligned_edge=RIGHT)
