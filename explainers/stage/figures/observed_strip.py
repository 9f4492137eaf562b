"""Observations as the figure that shows them best: tokens while they fit, a bar where they are many."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explainers.maths.shown import with_minus
from explainers.spec.observed import Kind, ObservedData
from explainers.stage.bayes_model import PLURALS, counted_and_rest, data_in_words, numbered, shortened, trial_words
from explainers.stage.figures.data_bar import DataBar
from explainers.stage.figures.data_strip import DataStrip, Token
from explainers.stage.theme import Theme
from explainers.stage.zones import Zone

Array = npt.NDArray[np.float64]

STRIP_CAPTIONS: dict[Kind, str] = {**PLURALS, "category": "sample", "measurement": "values"}
"""Short enough to stand at the left of the data."""

LONGEST_CAPTION = 9
"""Characters that have room there."""


def observed_strip(data: ObservedData, component: int, zone: Zone, theme: Theme) -> tuple[DataStrip | DataBar, str]:
    """Make tokens if they fit, else a bar, and say what they are."""
    observations, caption = data.observations, caption_of(data)
    one_of_many = len(observations) == 1 and observations.sizes[0] > 1 and data.kind in ("trial", "category")
    if len(observations) <= 60 and not one_of_many:
        tokens = tokens_of(data, component)
        if DataStrip.fits(zone, theme, [token.label for token in tokens]):
            return DataStrip(zone, theme, tokens), caption
    parts = counted_and_rest(data, component)
    return DataBar(zone, theme, parts, bar_captions(data, component, parts)), caption


def caption_of(data: ObservedData) -> str:
    """Return what the data are called: as their column is, if that is short."""
    named = trial_words(data)[0] if data.kind == "trial" else data.source.column.replace("_", " ").strip()
    return named if named and len(named) <= LONGEST_CAPTION else STRIP_CAPTIONS[data.kind]


def tokens_of(data: ObservedData, component: int) -> list[Token]:
    """Write each observation on a token; filled is what counts for the shown unknown."""
    observations, kind = data.observations, data.kind
    tokens = []
    for value, size in zip(observations.values, observations.sizes, strict=True):
        if kind in ("toss", "trial") and size == 1:
            label = ("H" if value else "T") if kind == "toss" else f"{value:g}"
            tokens.append(Token(label, bool(value)))
        elif kind == "category":
            name = shortened(data.categories[int(value)], 8)
            tokens.append(Token(name if size == 1 else f"{name}:{size:g}", int(value) == component))
        else:
            tokens.append(Token(with_minus(f"{value:.6g}") if size == 1 else f"{value:.6g}/{size:.6g}"))
    return tokens


def bar_captions(data: ObservedData, component: int, parts: Array) -> list[str]:
    """Say what the two parts of the bar are."""
    counted, rest = parts[-1]
    match data.kind:
        case "toss" | "trial":
            _, successes, failures = trial_words(data)
            return [numbered(counted, successes), numbered(rest, failures)]
        case "category":
            return [f"{counted:.0f} × {shortened(data.categories[component], 12)}", f"{rest:.0f} others"]
    return [with_minus(data_in_words(data))]
