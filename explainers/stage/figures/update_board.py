"""The board of a belief that learns from data, made from its numbers: rows, lanes, names and the way it goes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from explainers.maths.belief_curves import Staging, belief_curves, stage_windows
from explainers.maths.belief_path import refined
from explainers.maths.belief_story import BeliefNumbers, belief_numbers
from explainers.maths.conjugate import ConjugateFamily
from explainers.stage.bayes_model import typst_string
from explainers.stage.figures.bayes_rule import bayes_rule
from explainers.stage.figures.belief_board import BeliefBoard
from explainers.stage.figures.belief_course import Course
from explainers.stage.figures.belief_table import TableRow
from explainers.stage.figures.curve_legend import LegendEntry
from explainers.stage.figures.estimate_lanes import LaneStyle
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula
from explainers.stage.update_model import BayesUpdateNumbers
from explainers.stage.zones import Frame

Array = npt.NDArray[np.float64]


def staged_course(
    n: BayesUpdateNumbers,
    told: Sequence[BeliefNumbers],
    beliefs: Sequence[ConjugateFamily],
    ends: Sequence[int],
    x: Array,
    likelihood: Array,
) -> tuple[Staging, Course]:
    """Prepare a route for the board: its own states as `told`, and those between them."""
    way = refined(beliefs, n.component)
    curves = belief_curves(way.states, n.component, x)
    staging = stage_windows(way.states, n.component, curves, likelihood, n.asked.reference)
    values = []
    for index, (state, share) in enumerate(zip(way.states, way.shares, strict=True)):
        step = bisect_right(way.stops, index) - 1
        if index in way.stops:
            values.append(told[step].row_values())
            continue
        seen = told[step].seen + share * (told[step + 1].seen - told[step].seen)
        numbers = belief_numbers(
            state, n.component, round(seen), n.asked.credible_mass, n.asked.interval, n.asked.reference, n.side
        )
        values.append(numbers.row_values())
    return staging, Course(way, curves, values, staging.on_the_way, ends)


def update_board(
    frame: Frame, theme: Theme, n: BayesUpdateNumbers, staging: Staging, courses: tuple[Course, Course]
) -> BeliefBoard:
    """Make the board with the rows, lanes and names that this case needs."""
    return BeliefBoard(
        frame,
        theme,
        staging,
        axis_title=axis_title(n, theme),
        lanes=lane_styles(n, theme),
        rows=table_rows(n),
        courses=courses,
        entries=legend_entries(n, theme),
        rule=bayes_rule(n.symbol, theme, RULE),
        reference=n.asked.reference,
    )


RULE = "POSTERIOR prop LIKELIHOOD PRIOR"


def axis_title(n: BayesUpdateNumbers, theme: Theme) -> Formula:
    """Write the unknown, and what it is."""
    return Formula(f'{n.symbol}", {typst_string(n.quantity)}"', font_size=theme.sizes.small, color=theme.text)


def table_rows(n: BayesUpdateNumbers) -> list[TableRow]:
    """Return the rows of the numbers: a region in two pieces has more, and a reference one."""
    percent = f"{100 * n.asked.credible_mass:.4g}%"
    rows = [
        TableRow("seen", "data seen", (0, 0), prior=False),
        TableRow("mean", "mean", n.decimals),
        TableRow("mode", "mode", n.decimals),
        TableRow("lower", f"{percent} from", n.decimals),
        TableRow("upper", "to", n.decimals),
    ]
    if any(len(state.intervals) > 1 for state in (*n.course, *n.other_course)):
        rows += [TableRow("second lower", "and from", n.decimals), TableRow("second upper", "to", n.decimals)]
    if n.asked.reference is not None:
        relation = ">" if n.side > 0 else "<"
        rows.append(TableRow("beyond", f"P({n.symbol} {relation} {n.asked.reference:.10g})", (3, 3), formula=True))
    return rows


def lane_styles(n: BayesUpdateNumbers, theme: Theme) -> list[LaneStyle]:
    """Return the lanes of the estimates, from top to bottom."""
    return [
        LaneStyle("data", "data", theme.likelihood, n.decimals[1]),
        LaneStyle("posterior", "posterior", theme.posterior, n.decimals[1]),
        LaneStyle("prior", "prior", theme.prior, n.decimals[0]),
    ]


def legend_entries(n: BayesUpdateNumbers, theme: Theme) -> list[LegendEntry]:
    """Return what the three curves are."""
    return [
        LegendEntry("prior", "prior", f"p({n.symbol})", theme.prior, "dashed"),
        LegendEntry("likelihood", "likelihood, scaled", f"p(x | {n.symbol})", theme.likelihood, "dotted"),
        LegendEntry("posterior", "posterior", f"p({n.symbol} | x)", theme.posterior, "solid"),
    ]
