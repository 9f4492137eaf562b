"""What is said while a belief learns from data, true of every family, prior and data."""

from __future__ import annotations

from explainers.maths.belief_story import BeliefNumbers, distribution_name, has_peak_at_estimate
from explainers.maths.conjugate import BetaBinomial, DirichletMultinomial, GammaPoisson, NormalKnownDeviation
from explainers.stage.bayes_model import amount_in_words, data_in_words, items_of, trial_words
from explainers.stage.update_model import BayesUpdateNumbers, BayesWords


def tell_update(n: BayesUpdateNumbers) -> BayesWords:
    """Write the sentences that are true of these numbers."""
    asked, mass = n.asked, f"{100 * n.asked.credible_mass:.4g}"
    before, after = n.prior, n.posterior
    data = data_in_words(n.data)
    moves = mean_moves(n)
    again = f"Its mean is {said(after.mean, n.decimals[1])} again." if after.mean is not None else ""
    peak = ""
    if n.estimate is not None and has_peak_at_estimate(n.beliefs[0]):
        peak = f"It is highest at {said(n.estimate, n.decimals[1])}, {what_the_estimate_is(n)}."
    zoom = "Zoom in to where the belief now stands. " if n.zooms else ""
    widths = width_words(n)
    reference = reference_words(n)
    amount = amount_in_words(n.data)
    compared = f" Is it above or below {said_short(asked.reference)}?" if asked.reference is not None else ""
    return BayesWords(
        question=f"How much should {amount} change your mind about {n.quantity}?{compared} Take a guess.",
        prior=f"Before any data, what do we believe? That is the prior: here {kind_of_prior(n)}. {prior_mean_words(n)}",
        arrival=f"{arrival_words(n)} {moves}",
        likelihood=f"{zoom}The dotted curve is the likelihood, scaled to area one: how well each value of "
        f"{n.spoken_symbol} explains the data alone. {peak}",
        posterior="Bayes' rule: at each value, multiply prior by likelihood, then scale the area to one. "
        f"That product is the posterior. {widths}",
        interval=f"With {mass} percent probability, {n.spoken_symbol} lies {region_words(after, n.decimals[1])}. "
        f"{KIND_OF_INTERVAL[asked.interval]} {reference}",
        trap=f"But the posterior is not the data. {trap_words(n)}",
        order=order_words(n),
        data=data,
        mass=mass,
        prior_name=distribution_name(n.beliefs[0]),
        posterior_name=distribution_name(n.beliefs[-1]),
        prior_region=f"Its {mass} percent interval is {region_words(before, n.decimals[0])}.",
        posterior_region=f"It lies {region_words(after, n.decimals[1])}. {reference}",
        mean_moves=moves,
        mean_again=again,
        peak=peak,
        widths=widths,
        zoom_alt="The axis zooms in on the posterior. " if n.zooms else "",
        arrow_alt=trap_words(n),
        shuffle_alt="The data change places. " if len(n.order) > 1 else "",
        practice_means=practice_means(n),
    )


KIND_OF_INTERVAL = {
    "equal-tailed": "As much probability lies below it as above.",
    "highest-density": "No value outside is more likely than one inside.",
}


def said(number: float | None, decimals: int) -> str:
    """Return a number as it is read, with no minus before zero."""
    if number is None:
        return "none"
    rounded = round(abs(number), decimals)
    sign = "minus " if number < 0 and rounded else ""
    if abs(number) >= 1e7:
        return sign + f"{abs(number):.1e}".replace("e+", " times ten to the ")
    return f"{sign}{rounded:.{decimals}f}"


def said_short(number: float) -> str:
    """Return a number that somebody typed, as it is read."""
    return f"{'minus ' if number < 0 else ''}{abs(number):.10g}"


def kind_of_prior(n: BayesUpdateNumbers) -> str:
    """Return the prior as a phrase."""
    prior = n.beliefs[0]
    match prior:
        case BetaBinomial():
            if prior.a == prior.b == 1:
                return "flat, every value as likely as any other"
            return f"a beta distribution with parameters {said_short(prior.a)} and {said_short(prior.b)}"
        case GammaPoisson():
            return "a gamma distribution"
        case NormalKnownDeviation():
            return "a normal distribution"
        case DirichletMultinomial():
            return f"a Dirichlet distribution over {len(prior.components)} categories, seen from one of them"
    return "a normal-inverse-gamma distribution, for mean and variance together"


def prior_mean_words(n: BayesUpdateNumbers) -> str:
    """Return where the prior's mean is, or that there is none."""
    if n.prior.mean is None:
        return "Its tail is so heavy that it has no mean."
    return f"Its mean is {said(n.prior.mean, n.decimals[0])}."


def arrival_words(n: BayesUpdateNumbers) -> str:
    """Return how the data come in."""
    count, plural = len(n.data.observations), items_of(n.data)
    if count == 1:
        data = data_in_words(n.data).replace(", -", ", minus ")
        return f"Now let the data in: {data}. Little by little, the prior becomes the posterior."
    if not n.asked.one_at_a_time:
        return f"Now the data arrive, all {count} {plural} at once. In one step, the prior becomes the posterior."
    if count == len(n.ends):
        return f"Now the {plural} arrive, one at a time. Each posterior is the prior for the next one."
    return f"Now the {plural} arrive, first one by one, then more at a time. Each posterior is the next prior."


def mean_moves(n: BayesUpdateNumbers) -> str:
    """Return how the mean went."""
    before, after = n.prior.mean, n.posterior.mean
    if after is None:
        return "The posterior has no mean: its tail is still too heavy."
    end = said(after, n.decimals[1])
    if before is None:
        return f"Now there is a mean: {end}."
    return f"The mean goes from {said(before, n.decimals[0])} to {end}."


def what_the_estimate_is(n: BayesUpdateNumbers) -> str:
    """Return what the data's own estimate is called."""
    match n.data.kind:
        case "toss" | "trial":
            return f"the share of {trial_words(n.data)[1]}"
        case "count":
            return "the rate in the data"
        case "category":
            return "its share in the data"
    return "the variance of the measurements" if n.symbol == "sigma^2" else "the mean of the measurements"


def width_words(n: BayesUpdateNumbers) -> str:
    """Return whether the data made the belief narrower, as they need not."""
    before, after = n.prior.deviation, n.posterior.deviation
    if before is None or after is None:
        return ""
    if 0.995 * before < after < 1.005 * before:
        return f"Its deviation, {after:.3g}, is nearly the prior's: these data say little."
    if after < before:
        return f"Its deviation, {after:.3g}, is smaller than the prior's, {before:.3g}."
    return f"These data surprise the prior: the deviation goes up from {before:.3g} to {after:.3g}."


def region_words(belief: BeliefNumbers, decimals: int) -> str:
    """Return where the credible region lies."""
    pieces = [f"between {said(low, decimals)} and {said(high, decimals)}" for low, high in belief.intervals]
    return ", or ".join(pieces)


def reference_words(n: BayesUpdateNumbers) -> str:
    """Return the probability on the reference's likelier side."""
    chance, reference = n.posterior.beyond, n.asked.reference
    if reference is None or chance is None:
        return ""
    percent = "more than 99.9 percent" if chance > 0.9995 else f"{100 * chance:.1f} percent"
    return f"It is {'above' if n.side > 0 else 'below'} {said_short(reference)} with probability {percent}."


def trap_words(n: BayesUpdateNumbers) -> str:
    """Return how posterior, data and prior lie to each other."""
    mean, prior, estimate, pull = n.posterior.mean, n.prior.mean, n.estimate, n.pull
    digits = n.decimals[1]
    if estimate is None:
        return (
            "One measurement has no spread: what the posterior says of the variance comes from the prior, and from "
            "how far the measurement lies from where the prior expected it."
        )
    if mean is None or pull is None:
        return f"The data alone say {said(estimate, digits)}; the posterior still has no mean."
    start = f"The data alone say {said(estimate, digits)}; the posterior mean is {said(mean, digits)}"
    # What a viewer gets who subtracts the two numbers that are said.
    shift = said(abs(round(mean, digits) - round(estimate, digits)), digits)
    by = f"less than {10.0**-digits:.{digits}f}" if float(shift) == 0 else shift
    if prior is None:
        return f"{start}: the prior moved it by {by}."
    if abs(prior - estimate) < 1e-9 * max(1.0, abs(prior)) and pull < 1e-9 * max(1.0, abs(prior)):
        return f"Here both agree on {said(mean, digits)}, but the prior still counts, as if it were data seen before."
    if min(prior, estimate) <= mean <= max(prior, estimate):
        return (
            f"{start}, pulled by {by} toward the prior's {said(prior, n.decimals[0])}. More data would be pulled less."
        )
    return (
        f"{start}, above both that and the prior's {said(prior, n.decimals[0])}: data far from the expected mean "
        "count as spread."
    )


def order_words(n: BayesUpdateNumbers) -> str:
    """Return that another order ends the same."""
    count, plural = len(n.data.observations), items_of(n.data)
    mean = f", mean {said(n.posterior.mean, n.decimals[1])}" if n.posterior.mean is not None else ""
    end = f"The end is the same posterior{mean}."
    if count > 1:
        differs = "The way there differs." if n.beliefs != n.other_beliefs else "They are all alike: so is the way."
        way = "in another order" if n.asked.one_at_a_time else "in another order and one after the other"
        return f"Start again from the prior, with the {plural} {way}. {differs} {end} Order does not matter."
    if len(n.other_data) > 1:
        return (
            f"Start again from the prior, and suppose that the same {trial_words(n.data)[0]} came in "
            f"{len(n.other_data)} batches. {end} Neither batches nor order matter."
        )
    return f"Start again from the prior: one datum has one order. {end} With more data, order would not matter either."


def practice_means(n: BayesUpdateNumbers) -> str:
    """Return the answer that tells the posterior from the data."""
    told = "There is no mean" if n.posterior.mean is None else f"The mean is {n.posterior.mean:.6g}"
    alone = "nothing of it" if n.estimate is None else f"{n.estimate:.6g}"
    return f"{told}; the data alone say {alone}"
