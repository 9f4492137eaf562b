"""When which words are heard: the pauses of a voice, and the places between captions that they fit best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]
"""(n,), one channel."""

FRAME = 0.01
"""Seconds over which loudness is looked at."""
SHORTEST_PAUSE = 0.06
"""Seconds. What is shorter is part of a consonant."""
QUIETEST = -65.0
"""Decibels below the loudest that is possible: no voice is recorded as quietly."""


@dataclass(frozen=True)
class Pause:
    """Silence between words, in seconds from the start of the sound."""

    start: float
    end: float

    @property
    def lasts(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Piece:
    """Words that one caption shows: how long they last, about, and whether a sentence or a clause ends with them."""

    seconds: float
    ends_sentence: bool
    ends_clause: bool


def heard(sound: Sound, rate: int) -> tuple[float, float] | None:
    """Find where the first word begins and the last one ends, in seconds; None if nothing is heard."""
    loud = np.flatnonzero(_loud(sound, rate))
    if not loud.size:
        return None
    return float(loud[0] * FRAME), float(min((loud[-1] + 1) * FRAME, len(sound) / rate))


def pauses(sound: Sound, rate: int) -> list[Pause]:
    """Find the silences between words, but not those before the first and after the last."""
    loud = np.flatnonzero(_loud(sound, rate))
    gaps = [
        Pause(float((before + 1) * FRAME), float(after * FRAME))
        for before, after in pairwise(loud)
        if after - before > 1
    ]
    return [gap for gap in gaps if gap.lasts >= SHORTEST_PAUSE - 1e-9]


def _loud(sound: Sound, rate: int) -> npt.NDArray[np.bool_]:
    """Tell for each frame whether a voice is in it: well above the noise of the room, not too far below the voice."""
    length = round(FRAME * rate)
    count = len(sound) // length
    if not count:
        return np.zeros(0, bool)
    powers = (sound[: count * length].reshape(count, length) ** 2).mean(axis=1)
    levels = 10 * np.log10(np.maximum(powers, 1e-12))
    voice, room = np.percentile(levels, 95), np.percentile(levels, 5)
    if voice < QUIETEST:
        return np.zeros(count, bool)
    return np.asarray(levels > min(voice - 12.0, max(voice - 38.0, room + 8.0)))


def boundaries(pieces: Sequence[Piece], found: Sequence[Pause], begins: float, ends: float) -> list[Pause]:
    """Choose the silence between each piece and the next: the longest that leave each piece about its length.

    Where a voice makes no pause, a boundary is where the lengths say, and lasts no time.

    Parameters
    ----------
    begins, ends
        Where the first word begins and the last one ends.

    Returns
    -------
    list of Pause
        One less than there are pieces, in order.
    """
    if len(pieces) < 2:
        return []
    scale = (ends - begins) / sum(piece.seconds for piece in pieces)
    wanted = [piece.seconds * scale for piece in pieces]
    guesses = begins + np.cumsum(wanted)[:-1]
    inside = [pause for pause in found if begins < pause.start and pause.end < ends]
    places = sorted([*inside, *(Pause(float(guess), float(guess)) for guess in guesses)], key=lambda each: each.start)
    starts = np.array([place.start for place in places])
    stops = np.array([place.end for place in places])
    lasts = stops - starts
    # The cheapest way to each place, boundary by boundary (dynamic programming).
    cost = _misfit(starts - begins, wanted[0]) + _reluctance(lasts, pieces[0])
    ways: list[npt.NDArray[np.intp]] = []
    for piece, seconds in zip(pieces[1:-1], wanted[1:-1], strict=True):
        steps = cost[:, None] + _misfit(starts[None, :] - stops[:, None], seconds)
        ways.append(np.argmin(steps, axis=0))
        cost = steps.min(axis=0) + _reluctance(lasts, piece)
    last = int(np.argmin(cost + _misfit(ends - stops, wanted[-1])))
    chosen = [last]
    for way in reversed(ways):
        chosen.append(int(way[chosen[-1]]))
    return [places[place] for place in reversed(chosen)]


def _misfit(seconds: npt.NDArray[np.float64], wanted: float) -> npt.NDArray[np.float64]:
    """How badly a length fits: voices are seldom a third faster or slower than they were before."""
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.log(np.where(seconds > 0.02, seconds, np.nan) / wanted) / 0.3
    return np.where(np.isnan(off), 1e6, off**2)


def _reluctance(lasts: npt.NDArray[np.float64], piece: Piece) -> npt.NDArray[np.float64]:
    """How badly a silence fits: voices pause after a sentence, and mostly after a clause."""
    expected = 0.3 if piece.ends_sentence else 0.12 if piece.ends_clause else 0.0
    weight = 4.0 if piece.ends_sentence else 2.0
    return weight * np.maximum(0.0, 1.0 - lasts / expected) if expected else 0.2 * np.ones_like(lasts)
