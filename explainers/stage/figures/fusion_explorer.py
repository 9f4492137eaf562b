"""Normal beliefs that change at any moment, and their products: what a reader explores by hand, without a story."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, VGroup, VMobject

from explainers.maths.belief_curves import Window
from explainers.maths.fusion_numbers import FusionNumbers
from explainers.maths.normal_fusion import NormalBelief
from explainers.maths.normal_window import NormalHeights, choose_heights, window_over
from explainers.maths.stepped import step_up, stepped_span
from explainers.stage.arrangement import way_of
from explainers.stage.figures.density_curve import Dash, DensityCurve
from explainers.stage.figures.live_density import LiveDensityPlot, LiveWords
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.handle import Handle
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone

Array = npt.NDArray[np.float64]
Beliefs = tuple[NormalBelief, NormalBelief, NormalBelief]

NARROW = 12.0
"""The axis is at least so many of the broadest deviations long: a mean may be dragged a good way before it changes."""
LINE = 0.42
PANEL = 2.3
"""Height of the numbers beside a plot."""
SAMPLE = 0.6
DASHES: tuple[Dash, Dash, Dash] = ("dashed", "dotted", "solid")


class FusionExplorer(VGroup):
    """Two rows: two measurements and their product; the prediction, a third measurement, and theirs.

    Parameters
    ----------
    told
        Gives the numbers of now.
    """

    def __init__(self, told: Callable[[], FusionNumbers], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self._told = told
        self.rows = [
            FusionRow(zone, theme, names, title, stacked=way_of(frame) == "stacked")
            for zone, names, title in zip(
                frame.stage.rows(1, 1, gap=0.25),
                (("first", "second", "fused"), ("predicted", "third", "updated")),
                ("position", "position after the step"),
                strict=True,
            )
        ]
        self.gain = LiveNumber(0.0, decimals=3, font_size=theme.sizes.small, color=theme.posterior, signed=False)
        name = Formula('"gain" =', font_size=theme.sizes.small, color=theme.posterior)
        last = self.rows[1]
        self.gain.move_to(last.heading).align_to([last.panel.right, 0, 0], RIGHT)
        name.next_to(self.gain, LEFT, buff=0.12)
        self.add(*self.rows, name, self.gain)
        self.add_updater(lambda _: self.follow(), call_updater=True)

    def follow(self) -> None:
        """Draw the beliefs of now."""
        n = self._told()
        self.rows[0].show((n.first, n.second, n.fused))
        self.rows[1].show((n.predicted, n.third, n.updated))
        self.gain.set_value(n.gain)

    def handles(self) -> list[Handle]:
        """The means of the measurements, at their peaks, and their deviations, on the curves."""
        above, below = self.rows
        handles = []
        for row, index, name, reach in (
            (above, 0, "first", 1000),
            (above, 1, "second", 1000),
            (below, 1, "third", 2000),
        ):
            handles += [
                Handle(
                    f"{name}_deviation",
                    partial(row.beside_mean, index),
                    f"the deviation of the {name} measurement",
                    limits=(0.01, 100),
                    stands=partial(row.on_curve, index, 1.0),
                ),
                Handle(
                    f"{name}_mean",
                    row.on_axis,
                    f"the mean of the {name} measurement",
                    limits=(-reach, reach),
                    stands=partial(row.on_curve, index, 0.0),
                ),
            ]
        return handles


class FusionRow(VGroup):
    """Two beliefs and their product over one axis, and beside it what they are and how their precisions add.

    Parameters
    ----------
    names
        Of the two beliefs, and of their product.
    title
        Of the axis.
    stacked
        Whether the numbers stand below the plot.
    """

    def __init__(
        self, zone: Zone, theme: Theme, names: tuple[str, str, str], title: str, *, stacked: bool = False
    ) -> None:
        super().__init__()
        self.theme, self.colors = theme, (theme.prior, theme.likelihood, theme.posterior)
        if stacked:
            picture, panel = zone.rows(zone.height - PANEL - 0.2, PANEL, gap=0.2)
        else:
            picture, panel = zone.columns(zone.width - 4.5, 4.0, gap=0.5)
            spare = max(0.0, panel.height - PANEL) / 2
            panel = Zone(panel.left, panel.right, panel.bottom + spare, panel.top - spare)
        # Numbers at the ends of the axis reach beyond it.
        picture = Zone(picture.left + 0.2, picture.right - 0.2, picture.bottom, picture.top)
        self.panel = panel
        words = Text(title, font_size=theme.sizes.small, color=theme.muted)
        self.plot = LiveDensityPlot(picture, theme, Window(0, 1, 1), axis_title=words)
        self.stems = VGroup(
            *(VMobject(stroke_color=color, stroke_width=2, stroke_opacity=0.6) for color in self.colors)
        )
        for name, color, dash in zip(names, self.colors, DASHES, strict=True):
            self.plot.add_curve(name, color=color, dash=dash, stroke_width=5)
        self.names = names
        note = [self.plot.plot.left + 0.05, picture.top - 0.1, 0]
        self.note = LiveWords(("heights not to scale",), note, font_size=theme.sizes.small, color=theme.muted)
        self.values = self._legend()
        self.precisions = self._precisions()
        self.bars = VGroup(*(VMobject(stroke_width=0, fill_color=color, fill_opacity=0.9) for color in self.colors[:2]))
        self.add(self.stems, self.plot, self.note, self.bars)

    def show(self, beliefs: Beliefs) -> None:
        """Draw two beliefs and their product."""
        self.beliefs = beliefs
        self.heights = heights = choose_heights(beliefs)
        self.plot.set_window(self._window(heights))
        self.note.say("" if heights.true_to_scale else "heights not to scale")
        for index, (name, belief) in enumerate(zip(self.names, beliefs, strict=True)):
            self.plot.set_curve(name, *heights.curve(belief))
            foot = self.plot.to_point(belief.mean, 0)
            self.stems[index].points = pieces_to_points(foot[None], self.on_curve(index, 0.0)[None])
            mean, deviation = self.values[index]
            mean.set_value(belief.mean)
            deviation.set_value(belief.deviation)
        parts = [belief.precision for belief in beliefs]
        for number, precision in zip(self.precisions, parts, strict=True):
            number.set_value(precision)
        self._divide(parts[0] / (parts[0] + parts[1]))

    def on_axis(self, place: float) -> Array:
        """Where a place of the axis stands in the scene."""
        return self.plot.to_point(place, 0)

    def beside_mean(self, index: int, deviation: float) -> Array:
        """Where the axis has the mean and a deviation."""
        return self.plot.to_point(self.beliefs[index].mean + deviation, 0)

    def on_curve(self, index: int, deviations: float) -> Array:
        """Where a curve is, so many deviations from its mean."""
        belief = self.beliefs[index]
        place = belief.mean + deviations * belief.deviation
        return self.plot.to_point(place, float(self.heights.height(belief, place)))

    def _window(self, heights: NormalHeights) -> Window:
        """Return what is seen of the plane; it changes in steps."""
        seen = window_over(self.beliefs, heights)
        broadest = max(belief.deviation for belief in self.beliefs)
        return Window(*stepped_span(seen.low, seen.high, NARROW * broadest), step_up(seen.top))

    def _line(self, index: int) -> float:
        return self.panel.top - (index + 0.5) * LINE

    def _legend(self) -> list[tuple[SignificantNumber, SignificantNumber]]:
        """Write what each curve is, with room for its mean and its deviation."""
        theme, panel, values = self.theme, self.panel, []
        size = theme.sizes.small
        for index, (name, color, dash) in enumerate(zip(self.names, self.colors, DASHES, strict=True)):
            y = self._line(index)
            sample = DensityCurve(color=color, dash=dash, stroke_width=5)
            sample.set_path(np.array([panel.left, panel.left + SAMPLE]), np.array([y, y]))
            words = Text(name, font_size=size, color=color).move_to([panel.left + SAMPLE + 0.15, y, 0], LEFT)
            between = Formula("plus.minus", font_size=size, color=color).move_to([panel.left + 3.18, y, 0])
            mean, deviation = SignificantNumber(0, font_size=size, color=color, signed=True), self._number(color)
            mean.move_to([panel.left + 1.82, y, 0], LEFT)
            deviation.move_to([panel.left + 3.36, y, 0], LEFT)
            values.append((mean, deviation))
            self.add(sample, words, between, mean, deviation)
        return values

    def _precisions(self) -> list[SignificantNumber]:
        """Write a sum of two precisions."""
        theme, panel, numbers = self.theme, self.panel, []
        y, size = self._line(4), theme.sizes.small
        self.heading = Formula('"precision" = 1\\/"deviation"^2', font_size=size, color=theme.muted)
        self.heading.move_to([panel.left, self._line(3), 0], LEFT)
        for index, color in enumerate(self.colors):
            left = panel.left + 1.4 * index
            numbers.append(self._number(color).move_to([left, y, 0], LEFT))
            if index:
                sign = Formula("+" if index == 1 else "=", font_size=size, color=theme.text)
                self.add(sign.move_to([left - 0.2, y, 0]))
        self.add(self.heading, *numbers)
        return numbers

    def _number(self, color: str) -> SignificantNumber:
        return SignificantNumber(0, font_size=self.theme.sizes.small, color=color)

    def _divide(self, share: float) -> None:
        """Divide the bar: the shares of the precisions are what the means are weighted with."""
        top, cut = self.panel.top - 5 * LINE, self.panel.left + share * self.panel.width
        for bar, left, right in zip(self.bars, (self.panel.left, cut), (cut, self.panel.right), strict=True):
            corners = [[left, top, 0], [right, top, 0], [right, top - 0.2, 0], [left, top - 0.2, 0], [left, top, 0]]
            bar.set_points_as_corners(np.array(corners))
