"""The one error of this room, and how a wrong name is answered."""

import difflib
from collections.abc import Iterable


class MathsError(ValueError):
    """A mathematical input that cannot be used; its message is one line that names the thing and the cure."""


def excerpt(text: str, longest: int = 60) -> str:
    """Return `text` quoted on one line, so that what a user typed can stand in a message.

    Parameters
    ----------
    text
        Anything, line breaks and control characters included.
    longest
        Characters kept before the text is cut short.
    """
    shown = text if len(text) <= longest else text[: longest - 3] + "..."
    return repr(shown)


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name` (difflib's ratio, at least 0.6), or None."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def cure_for_name(name: str, known: Iterable[str]) -> str:
    """Return the sentence that follows an unknown name: the nearest known one, or all of them."""
    names = list(known)
    match = nearest_name(name, names)
    return f"Did you mean '{match}'?" if match else f"Known are {', '.join(names)}."
