"""Bayes' rule with nothing but products and one sum: any prior times any likelihood, on a grid.

The one idea: a posterior needs no formula. Cut the range into cells, multiply, divide by the sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from manim import UL, UP, Mobject, linear
from pydantic import Field

from explainers.maths.flat_prior import FlatPrior, flat_prior
from explainers.maths.grid_posterior import (
    Grid,
    NamedLikelihood,
    check_meeting,
    closed_form,
    grid_of,
    grid_range,
    refinements,
)
from explainers.maths.grid_story import ExactPosterior, GridCase, GridWords, tell_grid, whole
from explainers.maths.named_prior import NamedPrior
from explainers.spec.observed import ObservedData
from explainers.stage import Beat, ExplainerScene, Formula, NumberList, Question
from explainers.stage.bayes_model import typst_string
from explainers.stage.figures.grid_board import FlatBoard, GridBoard
from explainers.stage.figures.live_change import Fade, LiveChange
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.observed_strip import observed_strip
from explainers.stage.figures.significant_number import SignificantNumber
from explainers.stage.grid_model import (
    DEFAULT_DATA,
    FAMILIES,
    SYMBOLS,
    case_of,
    check_possible,
    chosen_prior,
    compared,
)
from explainers.stage.observed_params import ObservedParams
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Paragraph, escaped
from explainers.stage.zones import Zone

PAUSE = 1.2
DIM = 0.35

OTHER_AXES = {
    "log-odds": ("log-odds", "ln (theta\\/(1 - theta))"),
    "logarithm": ("logarithm", "log_10 lambda"),
    "cube": ("cube", "mu^3"),
}


class GridPosteriorParams(ObservedParams):
    """A named prior, a named likelihood, data, and how fine the grid is."""

    likelihood: Literal["binomial", "poisson", "exponential", "normal"] = Field(
        "binomial", description="How data depend on the unknown: a chance, a rate, a rate, a mean"
    )
    prior: Literal["beta", "uniform", "triangular", "normal", "gamma"] | None = Field(
        None, description="The prior's distribution; the one that has a closed form if left out"
    )
    prior_values: NumberList | None = Field(
        None,
        description="beta: a b; uniform: low high; triangular: low peak high; normal: mean deviation; "
        "gamma: shape rate",
    )
    noise_deviation: float = Field(
        0.8, ge=0.01, le=1e4, description="Deviation of one measurement, for the normal likelihood"
    )
    coarse: int = Field(10, ge=6, le=20, description="Cells of the first grid")
    points: int = Field(320, ge=20, le=1280, description="Cells of the last grid")


@dataclass(frozen=True)
class GridPosteriorNumbers:
    """What the scene shows and says.

    Attributes
    ----------
    grids
        From the coarsest to the finest.
    cell
        Of the coarsest grid: where the product is highest.
    exact
        The closed form, None where there is none.
    flat
        The flat prior on two scales.
    """

    symbol: str
    case: GridCase
    prior: NamedPrior
    data: ObservedData
    likelihood: NamedLikelihood
    grids: tuple[Grid, ...]
    cell: int
    exact: ExactPosterior | None
    flat: FlatPrior
    words: GridWords

    @property
    def cell_numbers(self) -> tuple[float, float, float, float]:
        """The cell that is read out: its place, prior, likelihood and product."""
        grid, k = self.grids[0], self.cell
        return float(grid.x[k]), float(grid.prior[k]), float(grid.likelihood[k]), float(grid.product[k])


class GridPosterior(ExplainerScene[GridPosteriorParams]):
    """Multiply cell by cell, divide by the sum, make the cells finer."""

    title = "Any prior, any likelihood: Bayes on a grid"
    beats = {
        "question": Beat(
            "{numbers.words.question}",
            title="No formula",
            alt="An empty axis for {numbers.case.quantity}; the data lie at the right: {numbers.case.data}.",
        ),
        "prior": Beat(
            "{numbers.words.prior}",
            title="Cells of prior",
            alt="In the top row, {params.coarse} bars rise: the prior's heights in the middles of the cells.",
        ),
        "likelihood": Beat(
            "{numbers.words.likelihood}",
            title="Cells of likelihood",
            alt="In the second row, a bar rises in each cell: the likelihood, at most one.",
        ),
        "multiply": Beat(
            "{numbers.words.multiply}",
            title="Multiply",
            alt="A column runs over the cells from left to right. In each, the product appears in the third row; it "
            "stops at {numbers.cell_numbers[0]:.4g}, where the product is {numbers.cell_numbers[3]:.4g}.",
        ),
        "divide": Beat(
            "{numbers.words.divide}",
            title="Divide by the sum",
            alt="All products grow by one factor until their areas, {numbers.grids[0].total:.4g} in all, make one.",
        ),
        "refine": Beat(
            "{numbers.words.refine}",
            title="A finer grid",
            alt="The cells are split, from {params.coarse} to {params.points} of them; the stairs become curves.",
        ),
        "check": Beat("{numbers.words.check}", title="Is it right?", alt="{numbers.words.check_alt}"),
        "trap": Beat(
            "{numbers.words.trap}",
            title="Flat is not ignorant",
            alt="Twenty equal bars of a flat prior slide to another axis, each with its area, and are no longer equal. "
            "{numbers.words.trap_alt}",
        ),
    }
    practice = [
        Question(
            "In the cell at {numbers.cell_numbers[0]:.4g}, the prior is {numbers.cell_numbers[1]:.4g} and the scaled "
            "likelihood {numbers.cell_numbers[2]:.4g}. What is the product?",
            lambda n: n.cell_numbers[3],
        ),
        Question(
            "The products' areas add up to {numbers.grids[0].total:.4g}. How high is the posterior in that cell?",
            lambda n: n.cell_numbers[3] / n.grids[0].total,
        ),
        Question(
            "What is the posterior mean for a prior that is flat, and for one that is flat on the other scale?",
            lambda n: n.words.practice_flat,
        ),
    ]

    @staticmethod
    def solve(params: GridPosteriorParams) -> GridPosteriorNumbers:
        """Multiply prior and likelihood on every grid."""
        return solve_grid(params)

    def construct(self) -> None:
        board, n = self.build_board(), self.numbers
        coarse, rows = n.grids[0], board.rows
        with self.beat("question") as beat:
            self.bring_in(board.plot, self.strip, self.strip_label, self.question)
            self.wait(beat.until(1.0) + PAUSE)
        with self.beat("prior") as beat:
            self.play(Fade(self.question, out=True), run_time=0.6)
            self.bring_in(rows["prior"].line, board.names["prior"], self.panel.box, self.panel.row("cells"))
            self.raise_row("prior", coarse.prior, beat.until(0.6, 1.2))
        with self.beat("likelihood") as beat:
            self.bring_in(rows["likelihood"].line, board.names["likelihood"])
            self.raise_row("likelihood", coarse.likelihood, beat.until(0.6, 1.2))
        with self.beat("multiply") as beat:
            self.multiply(beat.until(0.62, 4.0))
        with self.beat("divide") as beat:
            self.divide(beat.until(0.45, 0.8), beat.share(0.25, 1.5))
        with self.beat("refine") as beat:
            self.refine(beat.until(0.75, 4.0))
        with self.beat("check") as beat:
            self.dim_all_but_posterior()
            self.draw_exact(beat.until(0.5, 1.5))
        with self.beat("trap") as beat:
            self.show_flat_prior(beat.until(0.25, 0.8), beat.share(0.2, 2.5))

    def build_board(self) -> GridBoard:
        """Make the figures; none is shown yet."""
        n, theme, size = self.numbers, self.theme, self.theme.sizes
        left, right = self.frame.with_panel(4.3)
        words = f'{n.symbol}", {typst_string(n.case.quantity)}"'
        self.stage_zone = left
        self.board = GridBoard(left, theme, n.grids, Formula(words, font_size=size.small, color=theme.text))
        strip_zone, panel_zone = right.rows(1, 5.2, gap=0.15)
        label_zone, strip_zone = strip_zone.rows(0.3, 0.6, gap=0.08)
        self.strip, caption = observed_strip(n.data, 0, strip_zone, theme)
        self.strip.show(len(n.data.observations))
        caption = "waiting times" if self.params.likelihood == "exponential" else caption
        self.strip_label = Formula(f'"data: {typst_string(caption)}"', font_size=size.small, color=theme.muted)
        self.strip_label.move_to(label_zone.top_left, aligned_edge=UL)
        self.build_panels(panel_zone)
        ems = (panel_zone.width - 0.2) / (size.body / 48 * 0.5)
        self.question = Paragraph(
            escaped(question_on_screen(n)), font_size=size.body, color=theme.text, width_in_ems=round(ems, 2)
        )
        self.question.move_to(panel_zone.top_left, aligned_edge=UL)
        return self.board

    def build_panels(self, zone: Zone) -> None:
        """Numbers of the whole grid, below them those of the cell under the column; later, the rule."""
        n, theme = self.numbers, self.theme
        self.panel, grid = NumbersPanel(zone, theme), n.grids[0]
        self.panel.add_row("cells", '"cells"', float(grid.points), decimals=0)
        add_significant(self.panel, "area", '"sum of areas"', grid.total, theme.text)
        add_significant(self.panel, "mean", '"posterior mean"', grid.mean, theme.posterior)
        below = Zone(zone.left, zone.right, zone.bottom, float(self.panel.box.get_bottom()[1]) - 0.25)
        self.cell_panel = NumbersPanel(below, theme)
        at, prior, likelihood, product = n.cell_numbers
        for name, symbol, value, color in (
            ("at", n.symbol, at, theme.text),
            ("prior", '"prior"', prior, theme.prior),
            ("likelihood", '"likelihood"', likelihood, theme.likelihood),
            ("product", '"product"', product, theme.posterior),
        ):
            add_significant(self.cell_panel, name, symbol, value, color)
        self.rule = rule_of(n.symbol, theme)
        if self.rule.width > below.width:
            self.rule.scale_to_fit_width(below.width)
        self.rule.move_to([below.center[0], below.top - 0.15, 0], aligned_edge=UP)

    def bring_in(self, *parts: Mobject) -> None:
        """Fade things in."""
        self.play(Fade(*parts), run_time=0.7)

    def live(self, change: Callable[[float], object]) -> LiveChange:
        """Change what moves, from 0 to 1."""
        return LiveChange(self.board.rows["prior"].bars, change)

    def raise_row(self, row: str, heights: np.ndarray, run_time: float) -> None:
        """Let the bars of a row grow from its line."""
        board = self.board
        board.show(row, 0 * heights)
        self.add(board.rows[row].bars)
        self.play(self.live(lambda a: board.show(row, a * heights)), run_time=run_time)

    def multiply(self, run_time: float) -> None:
        """Run the column over the cells, then back to the one that is read out."""
        board, n, grid = self.board, self.numbers, self.numbers.grids[0]
        self.show_cell(0)
        board.show("posterior", 0 * grid.product)
        self.bring_in(board.names["product"], self.cell_panel)
        self.add(board.rows["posterior"].bars, board.column)

        def run(share: float) -> None:
            cell = min(int(share * grid.points), grid.points - 1)
            board.show("posterior", np.where(np.arange(grid.points) <= cell, grid.product, 0.0))
            self.show_cell(cell)

        self.play(self.live(run), run_time=run_time, rate_func=linear)
        back = self.live(lambda a: self.show_cell(round(grid.points - 1 + a * (n.cell - grid.points + 1))))
        self.play(back, run_time=0.8)

    def show_cell(self, cell: int) -> None:
        """Stand the column at a cell, with its numbers in the panel."""
        grid = self.numbers.grids[0]
        self.board.put_column(cell)
        for name, values in (
            ("at", grid.x),
            ("prior", grid.prior),
            ("likelihood", grid.likelihood),
            ("product", grid.product),
        ):
            self.cell_panel.number(name).set_value(float(values[cell]))

    def divide(self, wait: float, run_time: float) -> None:
        """Show the sum of the products, then let them grow until it is one."""
        board, grid, panel = self.board, self.numbers.grids[0], self.panel
        self.play(Fade(board.column, self.cell_panel, out=True), run_time=0.6)
        self.bring_in(panel.row("area"), self.rule)
        self.wait(wait)

        def grow(share: float) -> None:
            factor = 1 - share + share / grid.total
            board.show("posterior", factor * grid.product)
            panel.number("area").set_value(factor * grid.total)

        self.play(self.live(grow), run_time=run_time)
        self.play(Fade(board.names["product"], out=True), run_time=0.4)
        self.bring_in(board.names["posterior"], panel.row("mean"))

    def refine(self, seconds: float) -> None:
        """Make the cells finer, step by step."""
        n, panel = self.numbers, self.panel
        steps = len(n.grids) - 1
        for index in range(steps):
            after = n.grids[index + 1]
            panel.number("cells").set_value(after.points)

            def step(share: float, index: int = index, after: Grid = after) -> None:
                self.board.refine(index, share)
                before = n.grids[index]
                panel.number("mean").set_value(before.mean + share * (after.mean - before.mean))

            self.play(self.live(step), run_time=max(0.6, 0.7 * seconds / steps))
            self.wait(max(0.1, 0.3 * seconds / steps))

    def dim_all_but_posterior(self) -> None:
        """Leave the posterior in the light."""
        rows = [self.board.rows[name].bars for name in ("prior", "likelihood")]
        self.play(self.live(lambda a: [bars.set_fill(opacity=0.9 - a * (0.9 - DIM)) for bars in rows]), run_time=0.6)

    def draw_exact(self, run_time: float) -> None:
        """Draw the closed form over the bars."""
        plot, exact = self.board.plot, closed_form(self.numbers.prior, self.numbers.likelihood)
        if exact is None:
            return
        x = np.linspace(plot.window.low, plot.window.high, 500)
        with np.errstate(all="ignore"):
            heights = np.nan_to_num(exact.pdf(x), posinf=1e6)
        plot.set_curve("exact", x, heights, reveal=0)
        bars = self.board.rows["posterior"].bars
        self.play(self.live(lambda a: bars.set_fill(opacity=0.9 - 0.35 * a)), run_time=0.5)
        self.add(plot.curves["exact"])
        self.play(self.live(lambda a: plot.set_curve("exact", x, heights, reveal=a)), run_time=run_time)

    def show_flat_prior(self, wait: float, run_time: float) -> None:
        """Clear the stage, and slide a flat prior to the other scale."""
        flat = self.numbers.flat
        board, panel = self.build_flat_board(), self.flat_panel()
        stays = (self.heading, self.strip, self.strip_label)
        gone = [part for part in self.mobjects if part not in stays]
        self.play(Fade(*gone, out=True), run_time=0.6)
        board.caption.move_to(self.panel.zone.top_left, aligned_edge=UL)
        board.bars.show(*flat.bars(0.0))
        self.bring_in(board.axes[0], board.bars, board.caption)
        self.wait(wait)
        self.play(Fade(board.axes[0], out=True), run_time=0.4)
        slide = LiveChange(board.bars, lambda a: board.bars.show(*flat.bars(a)))
        self.play(slide, run_time=run_time)
        self.bring_in(board.axes[1])
        self.bring_in(board.quarters)
        self.bring_in(panel)
        self.flat_board = board

    def build_flat_board(self) -> FlatBoard:
        """Make the figure of the flat prior on two scales."""
        n, theme, flat = self.numbers, self.theme, self.numbers.flat
        name, formula = OTHER_AXES[flat.scale.name]
        words = (f'{n.symbol}", {typst_string(n.case.quantity)}"', f'{formula}", the {name} of {n.case.unknown}"')
        titles = [Formula(each, font_size=theme.sizes.small, color=theme.text) for each in words]
        ranges = tuple((float(edges[0]), float(edges[-1])) for edges in (flat.edges, flat.other_edges))
        top = max(1.0, float(np.sort(flat.bars(1.0)[1])[-1]))
        zone = Zone(self.stage_zone.left + 0.4, self.stage_zone.right, self.stage_zone.bottom, self.stage_zone.top)
        percents = tuple(f"{whole(quarter)}%" for quarter in flat.quarters)
        return FlatBoard(zone, theme, (titles[0], titles[1]), (ranges[0], ranges[1]), min(top, 5.0), percents)

    def flat_panel(self) -> NumbersPanel:
        """Two posterior means from the same data."""
        n, theme = self.numbers, self.theme
        zone = self.panel.zone
        below = Zone(zone.left, zone.right, zone.bottom, zone.top - 0.55)
        panel = NumbersPanel(below, theme, "posterior mean")
        name, _ = OTHER_AXES[n.flat.scale.name]
        add_significant(panel, "flat", f'"flat in" {n.symbol}', n.flat.mean, theme.posterior)
        add_significant(panel, "other", f'"flat in {name}"', n.flat.other_mean, theme.posterior)
        return panel


def add_significant(panel: NumbersPanel, name: str, symbol: str, value: float, color: str) -> None:
    """Add a row whose number may be of any size."""
    number = SignificantNumber(value, font_size=panel.theme.sizes.body, color=color)
    panel.add_row(name, symbol, value, color=color, number=number)


def rule_of(symbol: str, theme: Theme) -> Formula:
    """Set what the grid computes, its parts in the colours of the rows."""
    posterior, likelihood, prior = f"p({symbol} | x)", f"p(x | {symbol})", f"p({symbol})"
    top = f"{{{{ {prior} : prior }}}} thin {{{{ {likelihood} : likelihood }}}}"
    rule = Formula(
        f'{{{{ {posterior} : posterior }}}} = ({top}) / "sum of areas"', font_size=theme.sizes.body, color=theme.text
    )
    for part, color in (("posterior", theme.posterior), ("likelihood", theme.likelihood), ("prior", theme.prior)):
        rule.select(part).set_color(color)
    return rule


def question_on_screen(n: GridPosteriorNumbers) -> str:
    """Return the question as it stands on the screen."""
    return f"What do these data say about {n.case.quantity}, without any formula?"


# --- the mathematics of the story ----------------------------------------------------------------------------------


def solve_grid(params: GridPosteriorParams) -> GridPosteriorNumbers:
    """Multiply prior and likelihood on every grid; raise one line where they do not go together."""
    name = params.likelihood
    data = params.observed(FAMILIES[name], DEFAULT_DATA[name])
    check_possible(data, name)
    likelihood = NamedLikelihood(name, data.observations, params.noise_deviation)
    prior = chosen_prior(params.prior, params.prior_values, likelihood)
    ends = grid_range(prior, likelihood)
    counts = refinements(params.coarse, params.points)
    grids = tuple(grid_of(prior.distribution, likelihood, ends, count) for count in counts)
    check_meeting(grids, prior, likelihood)
    exact, flat = compared(prior, likelihood, grids[-1]), flat_prior(likelihood, ends)
    case, cell = case_of(name, data, params.quantity), int(np.argmax(grids[0].product))
    words = tell_grid(case, prior, grids, cell, exact, flat)
    return GridPosteriorNumbers(SYMBOLS[name][0], case, prior, data, likelihood, grids, cell, exact, flat, words)
