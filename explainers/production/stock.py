"""What the cache holds, how much it may hold, and how it is emptied."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from explainers.production.media import CLIPS, PARTIAL, SPEECH, Media
from explainers.spec.errors import BadInput

LIMIT = 10 * 10**9
"""Bytes of painted things that are kept unless somebody says otherwise."""

_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?b?)", re.IGNORECASE)


@dataclass(frozen=True)
class Stock:
    """One part of the cache: how many files, how many bytes."""

    name: str
    files: int
    bytes: int


def stocks(media: Media) -> tuple[Stock, ...]:
    """Every part of the cache, painted things first; what is only half done counts, too."""
    parts = {"clips and stills": CLIPS, "scenes": "scenes", "speech": SPEECH, "typesetting": "typesetting"}
    return tuple(_stock(name, media.cache / folder) for name, folder in parts.items())


def limit(media: Media) -> int:
    """How many bytes of painted things are kept at most: what was set, or ten gigabytes."""
    try:
        return int(_limit_file(media).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return LIMIT


def set_limit(media: Media, bytes_: int) -> None:
    """Remember a limit, and keep to it from now on."""
    media.cache.mkdir(parents=True, exist_ok=True)
    _limit_file(media).write_text(f"{bytes_}\n", encoding="ascii")
    trim(media)


def trim(media: Media) -> None:
    """Throw away what was not used for longest, as far as the limit asks for it."""
    media.painted.trim(limit(media))


def clear(media: Media) -> None:
    """Throw away all that can be made again. What another run is working on stays."""
    for entry in media.cache.glob("*"):
        if entry.is_dir() and entry.suffix != PARTIAL:
            shutil.rmtree(entry, ignore_errors=True)
    media.sources.unlink(missing_ok=True)


def parse_size(text: str) -> int:
    """Read ``500 MB`` or ``2.5GB`` as a number of bytes.

    Raises
    ------
    BadInput
        If it is no size.
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise BadInput(f"limit: '{text}' is not a size. Write a number with its unit, such as 500MB or 2GB.")
    unit = match[2].upper()
    return round(float(match[1]) * _UNITS[unit if unit.endswith("B") or not unit else unit + "B"])


def written_size(bytes_: int) -> str:
    """Write a number of bytes as people read it."""
    for unit in ("GB", "MB", "kB"):
        factor = _UNITS[unit.upper()]
        if bytes_ >= factor:
            return f"{bytes_ / factor:.1f} {unit}"
    return f"{bytes_} B"


def _stock(name: str, folder: Path) -> Stock:
    sizes = []
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                sizes.append(path.stat().st_size)
    return Stock(name, len(sizes), sum(sizes))


def _limit_file(media: Media) -> Path:
    return media.cache / "limit"
