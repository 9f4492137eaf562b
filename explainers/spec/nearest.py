"""The known name that a mistyped one is closest to."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name``, or None where none is alike.

    Upper and lower case, hyphens, underscores and spaces count as the same.

    Parameters
    ----------
    name
        What was typed.
    known
        The names there are, as they should be written.

    Returns
    -------
    str or None
        One of ``known``, unchanged.
    """
    by_plain = {_plain(candidate): candidate for candidate in reversed(list(known))}
    matches = get_close_matches(_plain(name), by_plain, n=1, cutoff=0.6)
    return by_plain[matches[0]] if matches else None


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """The sentence for a name that is not known, with the nearest one, or else with all there are.

    >>> unknown("Scene", "gradient-decent", ["bayes-update", "gradient-descent"])
    "Scene 'gradient-decent' is not known. Did you mean 'gradient-descent'?"
    >>> unknown("Scene", "xyz", ["riemann-sum", "bayes-update"])
    "Scene 'xyz' is not known. Known: bayes-update, riemann-sum."
    """
    names = sorted(set(known))
    start = f"{kind} '{name}' is not known."
    suggestion = nearest(name, names)
    if suggestion is not None:
        return f"{start} Did you mean '{suggestion}'?"
    return f"{start} Known: {', '.join(names)}." if names else f"{start} There is none."


def _plain(name: str) -> str:
    """The name as it is compared: without case, separators and space around it."""
    return name.strip().casefold().replace("_", "-").replace(" ", "-")
