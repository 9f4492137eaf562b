"""What is said about a forecast and its two uncertainties, true of every posterior."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.maths.conjugate import BetaBinomial, ConjugateFamily, GammaPoisson, NormalKnownDeviation
from explainers.maths.predictive import ExtremeOutcome, Forecast
from explainers.maths.spoken import spoken


@dataclass(frozen=True)
class ForecastCase:
    """What is forecast, in words.

    Attributes
    ----------
    unknown
        The symbol as it is said.
    seen
        The data: 7 heads in 10 tosses.
    asked
        What comes next: How many heads come in the next 10 tosses?
    kind
        The plug-in distribution's name: binomial.
    averaged
        The predictive distribution's name: beta-binomial.
    extreme
        A telling outcome: the next two are both heads.
    decimals
        Digits after the point with which measurements are told; counts and chances have as many as they need.
    """

    unknown: str
    seen: str
    asked: str
    kind: str
    averaged: str
    extreme: str
    decimals: int | None = None

    def said(self, value: float) -> str:
        """Return a value of the unknown, or an outcome, as it is said."""
        if self.decimals is None:
            return spoken(value)
        return f"{'minus ' if round(value, self.decimals) < 0 else ''}{abs(value):.{self.decimals}f}"


@dataclass(frozen=True)
class ForecastWords:
    """The sentences of the beats, and pieces of the alt texts."""

    question: str
    plug_in: str
    draw: str
    average: str
    exact: str
    variance: str
    interval: str
    region: str
    answer_interval: str


def name_of(posterior: ConjugateFamily) -> str:
    """Return the posterior as it is said: a Beta of 9 and 5."""
    match posterior:
        case BetaBinomial():
            return f"a Beta of {spoken(posterior.a)} and {spoken(posterior.b)}"
        case GammaPoisson():
            return f"a Gamma with shape {spoken(posterior.shape)} and rate {spoken(posterior.rate)}"
        case NormalKnownDeviation():
            return f"a normal with deviation {spoken(posterior.deviation)}"
    raise TypeError(f"{type(posterior).__name__} has no forecast")


def tell_forecast(case: ForecastCase, told: Forecast, count: int, extreme: ExtremeOutcome) -> ForecastWords:
    """Write the sentences.

    Parameters
    ----------
    count
        How many values of the unknown are drawn.
    """
    low, high = region(case, told)
    return ForecastWords(
        question=f"{case.seen[0].upper()}{case.seen[1:]}. {case.asked} Forecast it, and say how sure you are.",
        plug_in=f"The quick way: take the best estimate of {case.unknown}, the posterior mean "
        f"{case.said(told.estimate)}, plug it in, and forecast with a {case.kind}. "
        f"It expects {case.said(told.mean)}. Is anything missing?",
        draw=f"We do not know {case.unknown}! It may be anywhere under this posterior, {name_of(told.posterior)}. "
        "So draw one value from it, and forecast with that. Then draw another. Each tells its own story.",
        average=f"Do that {count} times, and average the forecasts. The filled bars are that average.",
        exact=f"In the long run they become the {case.averaged}: the posterior predictive. {compared(told)} "
        f"{extreme_words(case, extreme)}",
        variance=variance_words(case, told),
        interval=interval_words(case, told),
        region=f"{low} to {high}",
        answer_interval=f"{told.held:.6g}, where the plug-in forecast claims {told.claimed:.6g}",
    )


def compared(told: Forecast) -> str:
    """Return how the two forecasts differ in width."""
    if told.size == 1 and isinstance(told.posterior, BetaBinomial):
        return "For one trial alone both are alike: only the mean counts. From two on, they differ."
    if told.variance > 1.02 * told.plug_in_variance:
        return "It has the same mean, but it is wider."
    return "It has the same mean, and is hardly wider: little is left to know."


def extreme_words(case: ForecastCase, extreme: ExtremeOutcome) -> str:
    """Return the chance of the telling outcome by both forecasts."""
    full, plugged = chance(extreme.predictive), chance(extreme.plug_in)
    if full == plugged:
        return f"The chance that {case.extreme} is {full} either way."
    return f"The chance that {case.extreme}: {full}, but plugged in {plugged}."


def chance(probability: float) -> str:
    """Return a probability as it is read: three digits."""
    if probability < 5e-4 or probability > 0.9995:
        return "almost zero" if probability < 0.5 else "almost one"
    return f"{probability:.3f}"


def variance_words(case: ForecastCase, told: Forecast) -> str:
    """Return how the two variances add up."""
    return (
        f"Two uncertainties, and their variances add. Chance alone, as if {case.unknown} were known: "
        f"{spoken(told.within)}. Not knowing {case.unknown}: {spoken(told.between)}. "
        f"Together {spoken(told.variance)}. Plugging in has {spoken(told.plug_in_variance)}. "
        "More data shrink the second part, not the first."
    )


def region(case: ForecastCase, told: Forecast) -> tuple[str, str]:
    """Return the ends of the plug-in forecast's interval as they are said."""
    if not told.measured:
        return f"{told.low:.0f}", f"{told.high:.0f}"
    return case.said(told.low), case.said(told.high)


def interval_words(case: ForecastCase, told: Forecast) -> str:
    """Return what the plug-in forecast promises, and what is true."""
    low, high = region(case, told)
    between = f"between {low} and {high}" if told.low < told.high else f"on {low}"
    if isinstance(told.posterior, BetaBinomial) and (told.low, told.high) == (0, told.size):
        return (
            f"And the trap: an interval of at least 95 percent goes from {low} to {high} here. That is all "
            "that can happen, so it promises nothing. Ask for a longer forecast, and plugging in promises too much."
        )
    claimed, held = percent(told.claimed), percent(told.held)
    promise = f"And the trap: plugging in promises {claimed} percent {between}."
    if claimed == held:
        return f"{promise} The full forecast says the same here. With fewer data, it would not."
    if told.held > told.claimed:
        return f"{promise} Here the full forecast gives it even more, {held}. But what is left lies farther out."
    if told.claimed - told.held < 0.01:
        return f"{promise} The full forecast gives it {held}: almost right, here. With fewer data, it is not."
    return f"{promise} The full forecast gives it only {held}. A best estimate alone is too sure of itself."


def percent(probability: float) -> str:
    """Return a probability in percent, with one digit; never a false hundred."""
    rounded = f"{100 * probability:.1f}"
    return "more than 99.9" if rounded == "100.0" else rounded
