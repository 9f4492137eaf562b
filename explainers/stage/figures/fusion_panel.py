"""What stands beside normal beliefs that are fused: what the curves are, and bars that show how precisions add."""

from __future__ import annotations

import math

from manim import DOWN, LEFT, UL

from explainers.maths.fusion_numbers import FusionNumbers, Share, equals, give_or_take, place_of, three_digits
from explainers.maths.normal_fusion import NormalBelief
from explainers.stage.arrangement import arranged
from explainers.stage.figures.curve_legend import CurveLegend, LegendEntry
from explainers.stage.figures.density_curve import DensityCurve
from explainers.stage.figures.variance_stack import VarianceRow, VarianceStack
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Frame, Zone

BAR = 0.87
"""Height of a bar with its label."""
HEADING = 0.55
"""Height of the line above the bars."""
BARS = HEADING + 3 * BAR + 0.55
"""Height of three bars with the lines above and below them."""
GAP = 0.25


def fusion_zones(frame: Frame) -> tuple[Zone, Zone, Zone]:
    """Return the zones of the curves, of the legend, and of the bars below or beside it."""
    legend = CurveLegend.height_for(4)
    places = arranged(
        frame, column=4.7, stacked=legend + GAP + BARS, halves=BARS, shares=(legend, max(4.0, BARS)), gap=GAP
    )
    curves = places.picture
    if places.way != "beside":
        # Numbers at the ends of the axis reach beyond it.
        curves = Zone(curves.left + 0.2, curves.right - 0.2, curves.bottom, curves.top)
    return curves, places.first, places.second


class FusionPanel:
    """Legends for each part of the story, and the bars that are shown with it.

    Attributes
    ----------
    first, moved, later
        The legends while two measurements are fused, while the second one is elsewhere, and afterwards.
    rows
        A curve's row of the legend, by the curve's name.
    stack, heading, formula
        The bars that were made last, the line above and the line below them.
    """

    stack: VarianceStack
    heading: Formula
    formula: Formula

    def __init__(
        self, legend: Zone, bars: Zone, theme: Theme, told: FusionNumbers, curves: dict[str, DensityCurve]
    ) -> None:
        self.zone, self.theme = bars, theme

        def entry(name: str, belief: NormalBelief) -> LegendEntry:
            curve = curves[name]
            return LegendEntry(name, name, give_or_take(belief), curve.get_stroke_color().to_hex(), curve.dash)

        fused = entry("fused", told.fused)
        early = (entry("first", told.first), entry("second", told.second), fused, entry("average", told.average))
        moved = (early[0], entry("second", told.elsewhere), entry("fused", told.elsewhere_fused))
        later = (fused, entry("predicted", told.predicted), entry("third", told.third), entry("updated", told.updated))
        self.first, self.moved, self.later = (CurveLegend(legend, theme, each) for each in (early, moved, later))
        self.rows = {**self.later.rows, **self.first.rows}

    def compare(self, title: str, rows: list[VarianceRow]) -> VarianceStack:
        """Make bars below the legend, with a title that says what they measure."""
        zone, theme = self.zone, self.theme
        self.heading = Formula(title, font_size=theme.sizes.small, color=theme.muted)
        self.heading.move_to(zone.top_left, aligned_edge=UL)
        top = zone.top - HEADING
        self.stack = VarianceStack(Zone(zone.left, zone.right, top - len(rows) * BAR, top), theme, rows)
        return self.stack

    def add_up(self, title: str, share: Share, names: tuple[str, str], colors: tuple[str, str]) -> VarianceStack:
        """Make bars for two parts and, end to end, for their sum."""
        first, second = colors
        rows = [
            bar(names[0], share.first, ((share.first, first),), first),
            bar(names[1], share.second, ((share.second, second),), second, share.first),
            bar("together", share.total, ((share.first, first), (share.second, second)), self.theme.text),
        ]
        return self.compare(title, rows)

    def conclude(self, mathematics: str) -> Formula:
        """Write what follows from the bars below them."""
        zone, theme = self.zone, self.theme
        self.formula = Formula(mathematics, font_size=theme.sizes.small, color=theme.posterior)
        if self.formula.width > zone.width:
            self.formula.scale_to_fit_width(zone.width)
        self.formula.next_to(self.stack, DOWN, buff=0.22).align_to(zone.top_left, LEFT)
        return self.formula


def bar(name: str, value: float, pieces: tuple[tuple[float, str], ...], color: str, start: float = 0.0) -> VarianceRow:
    """Return a bar with its name and value."""
    return VarianceRow("", value, pieces, color, start, label=f'"{name}" {equals(value)} {three_digits(value)}')


def weighted_sum(n: FusionNumbers) -> str:
    """Return the fused mean as a sum, in Typst mathematics: 0.2 dot 10 + 0.8 dot 11 = 10.8."""
    factors = [
        (three_digits(weight), place_of(each)) for weight, each in zip(n.weights, (n.first, n.second), strict=True)
    ]
    terms = (f"{weight} dot {mean if float(mean) >= 0 else f'({mean})'}" for weight, mean in factors)
    as_written = sum(float(weight) * float(mean) for weight, mean in factors)
    sign = "=" if math.isclose(as_written, float(place_of(n.fused)), abs_tol=1e-9) else "approx"
    return f"{' + '.join(terms)} {sign} {place_of(n.fused)}"
