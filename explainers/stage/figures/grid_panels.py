"""What stands beside Bayes' rule on a grid: the data, the numbers of the whole grid and of one cell, and the rule."""

from __future__ import annotations

from dataclasses import dataclass

from manim import UL, UP

from explainers.stage.arrangement import arranged, way_of
from explainers.stage.bayes_model import typst_string
from explainers.stage.figures.bayes_rule import bayes_rule
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.observed_strip import observed_strip
from explainers.stage.figures.question_words import question_words
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.grid_model import OTHER_SCALES, GridPosteriorNumbers, data_caption
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.zones import Frame, Zone

STRIP, GAP = 0.916, 0.15
"""Height of the data with what they are called, and the room below them."""
BELOW = 3.25
"""Height of data and numbers where they stand below the bars."""


@dataclass(frozen=True)
class GridZones:
    """Where things stand: the rows of bars, what the data are called, the data, the numbers.

    Attributes
    ----------
    numbers
        All the room for numbers.
    cell
        What is left of it for the numbers of one cell; None where they stand below those of the whole grid.
    """

    rows: Zone
    caption: Zone
    strip: Zone
    numbers: Zone
    cell: Zone | None

    @classmethod
    def of(cls, frame: Frame) -> GridZones:
        """Lay out a frame of any shape."""
        height = frame.stage.height if way_of(frame) == "beside" else BELOW
        shares = (STRIP, height - STRIP - GAP)
        places = arranged(frame, column=4.3, stacked=BELOW, shares=shares, gap=GAP)
        caption, strip = places.first.rows(0.3, 0.6, gap=0.08)
        cell = None if places.way == "beside" else places.second.columns(1, 1, gap=0.3)[1]
        rows = places.picture
        if cell is not None:
            # The last number of the axis reaches beyond its end.
            rows = Zone(rows.left, rows.right - 0.2, rows.bottom, rows.top)
        return cls(rows, caption, strip, places.second, cell)


class GridPanels:
    """Each part is added to the scene when its time comes."""

    def __init__(self, zones: GridZones, theme: Theme, n: GridPosteriorNumbers) -> None:
        self.zones, self.theme, self.numbers = zones, theme, n
        self.strip, caption = observed_strip(n.data, 0, zones.strip, theme)
        self.strip.show(len(n.data.observations))
        words = typst_string(data_caption(n.likelihood.name, caption))
        self.strip_label = Formula(f'"data: {words}"', font_size=theme.sizes.small, color=theme.muted)
        self.strip_label.move_to(zones.caption.top_left, aligned_edge=UL)
        asked = f"What do these data say about {n.case.quantity}, without any formula?"
        room = zones.numbers
        self.question = question_words(Zone(room.left, room.right, room.bottom, room.top - 0.15), theme, asked)
        whole = zones.numbers if zones.cell is None else zones.numbers.columns(1, 1, gap=0.3)[0]
        self.grid, first = NumbersPanel(whole, theme), n.grids[0]
        self.grid.add_row("cells", '"cells"', float(first.points), decimals=0)
        _add(self.grid, "area", '"sum of areas"', first.total, theme.text)
        _add(self.grid, "mean", '"posterior mean"', first.mean, theme.posterior)
        below = Zone(whole.left, whole.right, whole.bottom, float(self.grid.box.get_bottom()[1]) - 0.25)
        self.cell = self._of_one_cell(zones.cell or below)
        self.rule = self._rule(zones.cell or below)

    def _of_one_cell(self, zone: Zone) -> NumbersPanel:
        n, theme = self.numbers, self.theme
        panel, (at, prior, likelihood, product) = NumbersPanel(zone, theme), n.cell_numbers
        _add(panel, "at", n.symbol, at, theme.text)
        _add(panel, "prior", '"prior"', prior, theme.prior)
        _add(panel, "likelihood", '"likelihood"', likelihood, theme.likelihood)
        _add(panel, "product", '"product"', product, theme.posterior)
        return panel

    def _rule(self, zone: Zone) -> Formula:
        rule = bayes_rule(self.numbers.symbol, self.theme, 'POSTERIOR = (PRIOR thin LIKELIHOOD) / "sum of areas"')
        if rule.width > zone.width:
            rule.scale_to_fit_width(zone.width)
        rule.move_to([zone.center[0], zone.top - 0.15, 0], aligned_edge=UP)
        return rule

    def show_cell(self, cell: int) -> None:
        """Put the numbers of a cell of the coarsest grid into its panel."""
        grid = self.numbers.grids[0]
        rows = (("at", grid.x), ("prior", grid.prior), ("likelihood", grid.likelihood), ("product", grid.product))
        for name, values in rows:
            self.cell.number(name).set_value(float(values[cell]))

    def of_flat_priors(self) -> NumbersPanel:
        """Make the panel of two posterior means from the same data, with room for a line above it."""
        n, theme, zone = self.numbers, self.theme, self.zones.numbers
        below = Zone(zone.left, zone.right, zone.bottom, zone.top - 0.55)
        panel = NumbersPanel(below, theme, "posterior mean")
        _add(panel, "flat", f'"flat in" {n.symbol}', n.flat.mean, theme.posterior)
        _add(panel, "other", f'"flat in {OTHER_SCALES[n.flat.scale.name][0]}"', n.flat.other_mean, theme.posterior)
        return panel


def _add(panel: NumbersPanel, name: str, symbol: str, value: float, color: str) -> None:
    """Add a row whose number may be of any size."""
    number = SignificantNumber(value, font_size=panel.theme.sizes.body, color=color)
    panel.add_row(name, symbol, value, color=color, number=number)
