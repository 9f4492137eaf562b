"""Bayes' rule with nothing but products and one sum: any prior times any likelihood, on a grid.

The one idea: a posterior needs no formula. Cut the range into cells, multiply, divide by the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np
from manim import UL, Mobject, linear
from pydantic import Field

from explainers.maths.grid_posterior import Grid, NamedLikelihood, closed_form
from explainers.maths.grid_story import whole
from explainers.spec.invariant import Invariant
from explainers.stage import Beat, ExplainerScene, Formula, NumberList, Question
from explainers.stage.bayes_model import typst_string
from explainers.stage.figures.grid_board import FlatBoard, GridBoard
from explainers.stage.figures.grid_panels import GridPanels, GridZones
from explainers.stage.figures.live_change import Fade, LiveChange
from explainers.stage.grid_model import (
    DEFAULT_DATA,
    FAMILIES,
    OTHER_SCALES,
    GridPosteriorNumbers,
    check_possible,
    chosen_prior,
    grid_numbers,
)
from explainers.stage.observed_params import ObservedParams
from explainers.stage.zones import Zone

PAUSE = 1.2
DIM = 0.35


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
        coarse, rows, panels = n.grids[0], board.rows, self.panels
        with self.beat("question") as beat:
            self.bring_in(board.plot, panels.strip, panels.strip_label, panels.question)
            self.wait(beat.until(1.0) + PAUSE)
        with self.beat("prior") as beat:
            self.play(Fade(panels.question, out=True), run_time=0.6)
            self.bring_in(rows["prior"].line, board.names["prior"], panels.grid.box, panels.grid.row("cells"))
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

    def invariants(self) -> Iterator[Invariant]:
        """Products are products, areas add up to the sum that is printed, and the flat prior keeps its area."""
        shown, rows, panels = self.get_mobject_family_members(), self.board.rows, self.panels
        posterior = rows["posterior"]
        if panels.grid.row("area") in shown and posterior.bars in shown and posterior.heights.max() <= posterior.top:
            area = float(posterior.drawn_heights() @ np.diff(posterior.edges))
            printed = panels.grid.number("area").value
            yield Invariant("the bars' areas add up to the printed sum", area, printed, 0.005 * max(1.0, printed))
        if panels.cell in shown and self.board.column in shown:
            at, product = (panels.cell.number(name).value for name in ("at", "product"))
            middle = float(posterior.across(at))
            yield Invariant("the column stands on the printed cell", float(self.board.column.get_x()), middle, 1e-3)
            factors, cell = (rows["prior"], rows["likelihood"]), int(np.searchsorted(posterior.edges, at)) - 1
            # A bar that reaches beyond its row is cut off, and cannot be read.
            if all(row.heights[cell] <= row.top for row in factors):
                drawn = float(np.prod([row.drawn_heights()[cell] for row in factors]))
                slack = 0.005 * posterior.top
                yield Invariant("the printed product is the product of the bars", product, drawn, slack)
        if self.flat_board is not None and self.flat_board.bars.heights.max() <= self.flat_board.bars.top:
            bars = self.flat_board.bars
            area = float(bars.drawn_heights() @ np.diff(bars.edges))
            yield Invariant("the flat prior keeps the area one on any axis", area, 1.0, 0.005)

    def build_board(self) -> GridBoard:
        """Make the figures; none is shown yet."""
        self.flat_board: FlatBoard | None = None
        n, theme, zones = self.numbers, self.theme, GridZones.of(self.frame)
        self.board = GridBoard(zones.rows, theme, n.grids, self.axis_title())
        self.panels = GridPanels(zones, theme, n)
        return self.board

    def axis_title(self) -> Formula:
        """Say what the unknown is."""
        n, theme = self.numbers, self.theme
        words = f'{n.symbol}", {typst_string(n.case.quantity)}"'
        return Formula(words, font_size=theme.sizes.small, color=theme.text)

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
        self.bring_in(board.names["product"], self.panels.cell)
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
        self.board.put_column(cell)
        self.panels.show_cell(cell)

    def divide(self, wait: float, run_time: float) -> None:
        """Show the sum of the products, then let them grow until it is one."""
        board, grid, panel = self.board, self.numbers.grids[0], self.panels.grid
        self.play(Fade(board.column, self.panels.cell, out=True), run_time=0.6)
        self.bring_in(panel.row("area"), self.panels.rule)
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
        n, panel = self.numbers, self.panels.grid
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
        board, panels = self.build_flat_board(), self.panels
        stays = (self.heading, panels.strip, panels.strip_label)
        gone = [part for part in self.mobjects if part not in stays]
        self.play(Fade(*gone, out=True), run_time=0.6)
        board.caption.move_to(panels.zones.numbers.top_left, aligned_edge=UL)
        board.bars.show(*flat.bars(0.0))
        self.flat_board = board
        self.bring_in(board.axes[0], board.bars, board.caption)
        self.wait(wait)
        self.play(Fade(board.axes[0], out=True), run_time=0.4)
        slide = LiveChange(board.bars, lambda a: board.bars.show(*flat.bars(a)))
        self.play(slide, run_time=run_time)
        self.bring_in(board.axes[1])
        self.bring_in(board.quarters)
        self.bring_in(panels.of_flat_priors())

    def build_flat_board(self) -> FlatBoard:
        """Make the figure of the flat prior on two scales."""
        n, theme, flat = self.numbers, self.theme, self.numbers.flat
        name, formula = OTHER_SCALES[flat.scale.name]
        words = f'{formula}", the {name} of {n.case.unknown}"'
        other = Formula(words, font_size=theme.sizes.small, color=theme.text)
        ranges = tuple((float(edges[0]), float(edges[-1])) for edges in (flat.edges, flat.other_edges))
        top = max(1.0, float(np.sort(flat.bars(1.0)[1])[-1]))
        room = self.panels.zones.rows
        zone = Zone(room.left + 0.4, room.right, room.bottom, room.top)
        percents = tuple(f"{whole(quarter)}%" for quarter in flat.quarters)
        return FlatBoard(zone, theme, (self.axis_title(), other), (ranges[0], ranges[1]), min(top, 5.0), percents)


def solve_grid(params: GridPosteriorParams) -> GridPosteriorNumbers:
    """Multiply prior and likelihood on every grid; raise one line where they do not go together."""
    name = params.likelihood
    data = params.observed(FAMILIES[name], DEFAULT_DATA[name])
    check_possible(data, name)
    likelihood = NamedLikelihood(name, data.observations, params.noise_deviation)
    prior = chosen_prior(params.prior, params.prior_values, likelihood)
    return grid_numbers(prior, likelihood, data, params.quantity, (params.coarse, params.points))
