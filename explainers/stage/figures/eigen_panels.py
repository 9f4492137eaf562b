"""The panels beside a plane on which eigenvectors are looked for: the two parts of A v, the equation, the growth."""

from __future__ import annotations

from explainers.maths.eigenvectors import Spectrum, range_across
from explainers.maths.shown import relation, shown
from explainers.stage.figures.eigen_sweep import EigenSweep
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.power_walk import PowerWalk
from explainers.stage.figures.signed_gauge import SignedGauge
from explainers.stage.figures.step_chart import StepChart
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula


def fill_parts(panel: NumbersPanel, sweep: EigenSweep, theme: Theme) -> None:
    """A v along v and across it, at this moment; a bar shows the part across, where there ever is one."""
    panel.add_figure(_line('A bold(v) "in two parts"', theme, theme.shape))
    panel.add_row("along", '"along" bold(v)', lambda: sweep.parts()[0], color=theme.eigenvector, signed=True)
    panel.add_row("across", '"across"', lambda: sweep.parts()[1], color=theme.warning, signed=True)
    least, greatest = range_across(sweep.matrix)
    if max(abs(least), abs(greatest)) > 1e-9:
        color = theme.warning
        gauge = SignedGauge(least, greatest, theme, width=panel.row_width - 0.4, positive=color, negative=color)
        panel.add_figure(gauge)
        gauge.follow(lambda: sweep.parts()[1])


def fill_equation(panel: NumbersPanel, found: Spectrum, trace: float, determinant: float, theme: Theme) -> None:
    """Trace and determinant, the equation that the eigenvalues solve, and its solutions: a row each."""
    written_trace = f'"trace" {relation(trace)} {shown(trace)}'
    written_determinant = f"det {relation(determinant, decimals=4)} {shown(determinant, 4)}"
    panel.add_figure(_line(f"{written_trace}, quad {written_determinant}", theme, theme.text))
    panel.add_figure(_line(characteristic_equation(trace, determinant), theme, theme.text))
    panel.add_figure(_line(solutions_formula(found), theme, theme.eigenvector))


def fill_growth(panel: NumbersPanel, walk: PowerWalk, level: float | None, theme: Theme) -> StepChart:
    """How long A makes w at each step that is done, as a chart and as a number; return the chart."""
    growths = [float(growth) for growth in walk.powers.growths]
    height = min(1.7, panel.zone.height - 1.9)
    panel.add_figure(_line('"length of" A bold(w)", step by step"', theme, theme.shape))
    chart = StepChart(
        growths,
        level,
        theme,
        width=panel.zone.width - 1.5,
        height=height,
        color=theme.shape,
        level_color=theme.eigenvector,
    )
    panel.add_figure(chart)
    # The first dot stands there as soon as A w does.
    chart.follow(lambda: max(walk.finished, int(walk.grow.get_value() > 0.99)))
    panel.add_row("factor", '"factor"', lambda: growths[max(0, walk.finished - 1)], color=theme.shape)
    return chart


def _line(mathematics: str, theme: Theme, color: str) -> Formula:
    return Formula(mathematics, font_size=theme.sizes.body, color=color)


def characteristic_equation(trace: float, determinant: float) -> str:
    """lambda^2 - trace lambda + det = 0 as Typst mathematics, without terms that are 0."""
    linear_term = ""
    if shown(trace) != "0":
        factor = "" if abs(trace) == 1 else f"{shown(abs(trace))} thin "
        linear_term = f"{'-' if trace > 0 else '+'} {factor}lambda "
    constant = f"{'+' if determinant > 0 else '-'} {shown(abs(determinant), 4)} " if determinant else ""
    sign = "approx" if "approx" in (relation(trace), relation(determinant, decimals=4)) else "="
    return f"lambda^2 {linear_term}{constant}{sign} 0"


def solutions_formula(found: Spectrum) -> str:
    """The eigenvalues as Typst mathematics; an equals sign only where two decimals show all of them."""
    first, second, imaginary = found.eigenvalues[0].real, found.eigenvalues[1].real, found.eigenvalues[0].imag
    sign = relation(first, second, imaginary)
    if imaginary:
        real = f"{shown(first)} " if shown(first) != "0" else ""
        height = "" if imaginary == 1 else f"{shown(imaginary)} thin "
        return f"lambda {sign} {real}plus.minus {height}i"
    if found.kind == "two lines":
        return f"lambda_1 {sign} {shown(first)}, quad lambda_2 {sign} {shown(second)}"
    return f"lambda_1 = lambda_2 {sign} {shown(first)}"
