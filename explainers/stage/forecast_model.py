"""A forecast from a conjugate family's posterior, in the numbers that are shown and the words that are said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainers.maths.belief_story import belief_numbers, digits_after_point
from explainers.maths.conjugate import ConjugateFamily
from explainers.maths.predictive import DrawnNumbers, Draws, ExtremeOutcome, Forecast, draw, extreme_outcome, forecast
from explainers.maths.predictive_story import ForecastCase, ForecastWords, tell_forecast
from explainers.spec.observed import ObservedData
from explainers.stage.bayes_model import (
    SINGULARS,
    all_counted,
    data_in_words,
    default_quantity,
    symbol_of,
    trial_words,
)
from explainers.stage.update_model import check_legible

SHOWN_DRAWS = 5
"""How many draws are shown one by one."""


@dataclass(frozen=True)
class PosteriorPredictiveNumbers:
    """What the scene shows and says.

    Attributes
    ----------
    outcome
        Title of the axis of outcomes.
    counts
        How many of the data count for the unknown, and how many are the rest.
    forecast
        Plugged in and averaged, with their variances.
    drawn
        The simulation, in a few numbers.
    extreme
        Two successes in two trials, no event in one period, or a measurement far off, by both forecasts.
    extreme_title
        What that outcome is called above its chances.
    """

    symbol: str
    quantity: str
    outcome: str
    data: ObservedData
    counts: tuple[float, float]
    posterior: ConjugateFamily
    forecast: Forecast
    drawn: DrawnNumbers
    extreme: ExtremeOutcome
    extreme_title: str
    case: ForecastCase
    words: ForecastWords


def forecast_numbers(
    posterior: ConjugateFamily, data: ObservedData, quantity: str, size: int, draws: int, seed: int
) -> PosteriorPredictiveNumbers:
    """Forecast new data of a size from a posterior.

    Raises
    ------
    MathsError, ValueError
        One line, if there are more likely outcomes than bars, or more digits than can be shown.
    """
    told, extreme = forecast(posterior, size), extreme_outcome(posterior)
    case, outcome, extreme_title = case_of(posterior, data, size)
    drawn = DrawnNumbers.of(simulation(told, draws, seed), SHOWN_DRAWS)
    return PosteriorPredictiveNumbers(
        symbol=symbol_of(posterior.name, 0, data),
        quantity=quantity or default_quantity(posterior.name, 0, data),
        outcome=outcome,
        data=data,
        counts=all_counted(data),
        posterior=posterior,
        forecast=told,
        drawn=drawn,
        extreme=extreme,
        extreme_title=extreme_title,
        case=case,
        words=tell_forecast(case, told, draws, extreme),
    )


def simulation(told: Forecast, draws: int, seed: int) -> Draws:
    """Draw unknowns and forecast with each: the same ones for the same seed, so that they need not be kept."""
    return draw(told, draws, np.random.default_rng(seed))


def case_of(posterior: ConjugateFamily, data: ObservedData, size: int) -> tuple[ForecastCase, str, str]:
    """Return what is forecast in words, the title of its axis, and a telling outcome's short name."""
    match posterior.name:
        case "gamma-poisson":
            return _of_events(data, size)
        case "normal":
            return _of_measurements(posterior, data, size)
    return _of_trials(data, size)


def _of_events(data: ObservedData, size: int) -> tuple[ForecastCase, str, str]:
    periods = "period" if size == 1 else f"{size} periods"
    case = ForecastCase(
        unknown="lambda",
        seen=data_in_words(data),
        asked=f"How many events come in the next {periods}?",
        kind="Poisson",
        averaged="negative binomial",
        extreme="the next period has none",
    )
    return case, f"events in the next {periods}", "P(none in the next period)"


def _of_measurements(posterior: ConjugateFamily, data: ObservedData, size: int) -> tuple[ForecastCase, str, str]:
    belief = belief_numbers(posterior, 0, 0, 0.95, "equal-tailed")
    decimals = digits_after_point(belief)
    check_legible(belief, decimals)
    coming = "the next measurement" if size == 1 else f"the mean of the next {size} measurements"
    case = ForecastCase(
        unknown="mu",
        seen=data_in_words(data).replace(" -", " minus "),
        asked=f"What will {coming} be?",
        kind="normal",
        averaged="normal with both variances",
        extreme="the next measurement is more than two deviations off",
        decimals=decimals,
    )
    return case, coming, "P(more than two deviations off)"


def _of_trials(data: ObservedData, size: int) -> tuple[ForecastCase, str, str]:
    trials, successes, _ = trial_words(data)
    one = SINGULARS.get(trials, trials)
    coming = f"the next {one}" if size == 1 else f"the next {size} {trials}"
    case = ForecastCase(
        unknown="theta",
        seen=data_in_words(data),
        asked=f"How many {successes} come in {coming}?",
        kind="binomial",
        averaged="beta-binomial",
        extreme=f"the next two are both {successes}",
    )
    return case, f"{successes} in {coming}", "P(both of the next two)"
