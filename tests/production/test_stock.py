"""The cache counted, limited and emptied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from explainers.production.media import PARTIAL, Media
from explainers.production.stock import LIMIT, clear, limit, parse_size, set_limit, stocks, written_size
from explainers.spec.errors import BadInput


@pytest.fixture
def media(tmp_path: Path) -> Media:
    """Media with two clips of 1000 bytes, long unused, a record, and something under way."""
    media = Media(tmp_path / "media")
    for key in ("aa", "bb"):
        written = tmp_path / "clip.mp4"
        written.write_bytes(bytes(1000))
        os.utime(media.painted.keep(key, written), (0, 0))
    (media.cache / "scenes").mkdir()
    (media.cache / "scenes" / "key.json").write_text("{}")
    under_way = media.cache / f"xyz{PARTIAL}"
    under_way.mkdir()
    (under_way / "half.mp4").write_bytes(b"h")
    return media


def test_it_is_counted(media: Media) -> None:
    """Files and bytes of each part."""
    assert [(part.name, part.files, part.bytes) for part in stocks(media)] == [
        ("clips and stills", 2, 2000),
        ("scenes", 1, 2),
        ("speech", 0, 0),
        ("typesetting", 0, 0),
    ]
    assert all(part.files == 0 for part in stocks(Media(media.root / "none")))


def test_a_limit_is_kept_to(media: Media) -> None:
    """It is remembered, and what is too much goes at once."""
    assert limit(media) == LIMIT
    set_limit(media, 1500)
    assert limit(media) == 1500
    assert stocks(media)[0].bytes == 1000
    (media.cache / "limit").write_text("much")
    assert limit(media) == LIMIT


def test_it_is_emptied(media: Media) -> None:
    """All that can be made again goes; the limit, and what another run is working on, stays."""
    set_limit(media, 5000)
    clear(media)
    assert sum(part.files for part in stocks(media)) == 0
    assert limit(media) == 5000
    assert (media.cache / f"xyz{PARTIAL}" / "half.mp4").exists()
    clear(Media(media.root / "none"))


@pytest.mark.parametrize(
    ("text", "bytes_"),
    [("500MB", 500_000_000), ("2.5 GB", 2_500_000_000), ("1000", 1000), ("3k", 3000), ("7 b", 7), ("0", 0)],
)
def test_sizes_are_read(text: str, bytes_: int) -> None:
    """A number, with or without a decimal unit (kB is 1000 bytes, by the SI)."""
    assert parse_size(text) == bytes_


@pytest.mark.parametrize("text", ["", "GB", "-1GB", "2 GiB", "lots", "1e9"])
def test_what_is_no_size(text: str) -> None:
    """One line with the cure."""
    with pytest.raises(BadInput, match=r"is not a size. Write a number with its unit, such as 500MB or 2GB\.$"):
        parse_size(text)


def test_sizes_are_written() -> None:
    """Three digits or so, in the unit that fits."""
    assert [written_size(size) for size in (0, 999, 1000, 2_340_000, 12_345_678_901)] == [
        "0 B",
        "999 B",
        "1.0 kB",
        "2.3 MB",
        "12.3 GB",
    ]
