"""What was painted is kept and found undamaged, or not at all; what was not used for longest goes first."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.film.cache import PaintCache, Size

KEY = "c0ffee"


def keep(cache: PaintCache, folder: Path, key: str = KEY, content: bytes = b"a clip") -> Path:
    """Keep some content under a key."""
    written = folder / "written.mp4"
    written.write_bytes(content)
    return cache.keep(key, written)


@pytest.fixture
def cache(tmp_path: Path) -> PaintCache:
    """A cache in a folder that is not there yet."""
    return PaintCache(tmp_path / "deep" / "cache")


def test_what_is_kept_is_found(cache: PaintCache, tmp_path: Path) -> None:
    """Under its key alone, with its ending and content; the file it was written to has moved."""
    assert cache.find(KEY) is None
    assert not cache.holds(KEY)
    kept = keep(cache, tmp_path)
    assert cache.find(KEY) == kept
    assert cache.holds(KEY)
    assert (kept.suffix, kept.read_bytes()) == (".mp4", b"a clip")
    assert not (tmp_path / "written.mp4").exists()
    assert cache.find("c0ffe") is None
    assert cache.find("c0ffee0") is None


@given(st.binary(min_size=1, max_size=60), st.data())
def test_damage_is_noticed(tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject) -> None:
    """Whatever bit of an entry changes, and wherever it is cut, it is thrown away; a new one can take its place."""
    folder = tmp_path_factory.mktemp("damage")
    cache = PaintCache(folder / "cache")
    kept = keep(cache, folder, content=content)
    if data.draw(st.booleans(), label="cut"):
        damaged = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        bit = data.draw(st.integers(0, 8 * len(content) - 1))
        damaged = bytes(byte ^ (1 << bit % 8 if place == bit // 8 else 0) for place, byte in enumerate(content))
    kept.write_bytes(damaged)
    assert cache.find(KEY) is None
    assert not kept.exists()
    assert keep(cache, folder, content=content) == cache.find(KEY)


def test_two_runs_that_keep_the_same(cache: PaintCache, tmp_path: Path) -> None:
    """The second takes nothing away from the first, which may have the file open."""
    first = keep(cache, tmp_path)
    with first.open("rb") as reading:
        second = keep(cache, tmp_path)
        assert reading.read() == b"a clip"
    assert first == second == cache.find(KEY)


def test_the_oldest_goes_first(cache: PaintCache, tmp_path: Path) -> None:
    """Beyond the limit, what was not used for longest goes; finding is using."""
    for age, key in ((5000, "aa1"), (7000, "bb2"), (9000, "cc3")):
        used = time.time() - age
        os.utime(keep(cache, tmp_path, key, b"0123456789"), (used, used))
    cache.find("cc3")
    assert cache.size() == Size(files=3, bytes=30)
    cache.trim(25)
    assert [key for key in ("aa1", "bb2", "cc3") if cache.holds(key)] == ["aa1", "cc3"]
    cache.trim(0)
    assert [key for key in ("aa1", "bb2", "cc3") if cache.holds(key)] == ["cc3"], "in use a moment ago"
    cache.trim(0, kept=-1)
    assert cache.size() == Size(files=0, bytes=0)


def test_an_empty_cache_has_no_size(cache: PaintCache) -> None:
    """A folder that is not there is an empty cache."""
    assert cache.size() == Size(files=0, bytes=0)
    cache.trim(0)
