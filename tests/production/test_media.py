"""The folder of rendered things: what is whole stands in its place, what is not is gone, whatever happens."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from explainers.production.media import (
    FORGOTTEN,
    Media,
    disk_errors_named,
    move_into_place,
    partial_folder,
    read_manifest,
    record_scene,
    recorded_scene,
    require_writable,
)
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.manifest import Cue, RenderedBeat, RenderedScene
from tests.toy_lesson import contents

BEAT = RenderedBeat(
    name="one",
    title="One",
    words="Words.",
    alt="",
    frames=7,
    cues=(Cue(start=0.1, end=1.3, text="Words."),),
    clips=("a1", "b2"),
    still="c3",
)
SCENE = RenderedScene(scene="toy", title="Toy", params={"a": [1, None]}, numbers={"x": 0.1}, practice=(), beats=(BEAT,))


@pytest.fixture
def media(tmp_path: Path) -> Media:
    """Media in a folder that is not there yet."""
    return Media(tmp_path / "media")


# --- records --------------------------------------------------------------------------------------------------------


def kept(media: Media, folder: Path) -> None:
    """Put into the cache what the scene is made of."""
    folder.mkdir(exist_ok=True)
    for key, ending in (("a1", ".mp4"), ("b2", ".mp4"), ("c3", ".png")):
        written = folder / f"{key}{ending}"
        written.write_bytes(key.encode())
        media.painted.keep(key, written)


def test_a_scene_is_recorded(media: Media, tmp_path: Path) -> None:
    """What was recorded is found by its key, exactly as it was; nothing half-done is left."""
    kept(media, tmp_path / "worker")
    record_scene(media, "key", SCENE)
    assert recorded_scene(media, "key") == SCENE
    assert recorded_scene(media, "other") is None
    assert not list(media.root.rglob("*.partial"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda media: next(media.cache.rglob("a1-*")).unlink(),
        lambda media: next(media.cache.rglob("c3-*")).unlink(),
        lambda media: media.record("key").unlink(),
        lambda media: media.record("key").write_text("{"),
        lambda media: media.record("key").write_bytes(b"\xff"),
    ],
)
def test_what_is_damaged_is_not_reused(media: Media, tmp_path: Path, damage: Callable[[Media], object]) -> None:
    """A clip that is gone or a record that is unreadable makes the scene one that was never rendered."""
    kept(media, tmp_path / "worker")
    record_scene(media, "key", SCENE)
    damage(media)
    assert recorded_scene(media, "key") is None
    kept(media, tmp_path / "worker")
    record_scene(media, "key", SCENE)
    assert recorded_scene(media, "key") == SCENE


def test_a_manifest_that_cannot_be_read(tmp_path: Path) -> None:
    """None, a broken and another program's file are no manifest; that is no error."""
    for text in (None, "", "{", "[]", '{"lesson": 3}'):
        path = tmp_path / "lesson.json"
        if text is not None:
            path.write_text(text)
        assert read_manifest(path) is None


# --- what is half done ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [None, ValueError, KeyboardInterrupt, SystemExit])
def test_a_partial_folder_is_gone_at_the_end(tmp_path: Path, error: type[BaseException] | None) -> None:
    """With all that is in it, however the work ends."""

    def work() -> None:
        with partial_folder(tmp_path / "new") as folder:
            assert folder.suffix == ".partial"
            (folder / "below").mkdir()
            (folder / "below" / "file").touch()
            if error is not None:
                raise error

    if error is None:
        work()
    else:
        with pytest.raises(error):
            work()
    assert list((tmp_path / "new").iterdir()) == []


def test_what_killed_runs_left_is_cleared(tmp_path: Path) -> None:
    """What is older than a day belongs to nobody; what is younger may be another run's, and whole things stay."""
    (tmp_path / "typesetting").mkdir()
    old = [tmp_path / "old.partial", tmp_path / "typesetting" / "a.partial"]
    young = [tmp_path / "young.partial", tmp_path / "typesetting" / "b.partial", tmp_path / "whole"]
    for path in (*old, *young):
        path.mkdir() if path.parent == tmp_path else path.touch()
    past = time.time() - FORGOTTEN - 60
    for path in (*old, tmp_path / "whole"):
        os.utime(path, (past, past))
    with partial_folder(tmp_path):
        pass
    assert [path.exists() for path in old] == [False, False]
    assert all(path.exists() for path in young)


def test_moving_into_place_replaces_in_one_step(tmp_path: Path) -> None:
    """The target's folder is made; what was there is replaced; the source is gone."""
    source, target = tmp_path / "source", tmp_path / "a" / "b" / "target"
    for text in ("first", "second"):
        source.write_text(text)
        move_into_place(source, target)
        assert target.read_text() == text
        assert not source.exists()


@pytest.mark.parametrize("full", [False, True])
def test_moving_to_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool) -> None:
    """What cannot be renamed over is copied beside the target first; if that fails, the old one stands alone."""
    source, target = tmp_path / "here" / "source", tmp_path / "there" / "target"
    for path, text in ((source, "new"), (target, "old")):
        path.parent.mkdir()
        path.write_text(text)
    rename = os.replace

    def replace(one: Path, other: Path) -> None:
        if Path(one) == source:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        rename(one, other)

    monkeypatch.setattr(os, "replace", replace)
    if full:

        def copy(one: Path, other: Path) -> Path:
            Path(other).write_text("ne")
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("explainers.production.media.shutil.copyfile", copy)
        with pytest.raises(OSError, match="No space"):
            move_into_place(source, target)
    else:
        move_into_place(source, target)
    assert contents(target.parent) == {"target": b"old" if full else b"new"}


# --- what cannot be written -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["file", "file/below", "n" * 300, "/proc/nothing/here"])
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    """A file in the way, a name that is too long, a place of the system's own: one line that names the folder."""
    (tmp_path / "file").touch()
    with pytest.raises(BadInput) as caught:
        require_writable(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name} cannot be written: ")
    assert "\n" not in str(caught.value)


def test_a_place_that_can_be_written(tmp_path: Path) -> None:
    """The folder is made, and nothing is left in it."""
    require_writable(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "The disk is full. Free some space and run again: what is done is kept."),
        (errno.EDQUOT, "The disk is full. Free some space and run again: what is done is kept."),
        (errno.EFBIG, "The disk is full. Free some space and run again: what is done is kept."),
        (errno.EACCES, "out.mp4 cannot be written: permission denied."),
        (errno.EROFS, "out.mp4 cannot be written: read-only file system."),
    ],
)
def test_a_failed_write_is_one_line(number: int, message: str) -> None:
    """A full disk says what to do; everything else names the file and the system's reason. It failed: exit status 1."""
    with pytest.raises(MathframesError) as caught, disk_errors_named("out.mp4"):
        raise OSError(number, os.strerror(number))
    assert str(caught.value) == message
    assert caught.value.exit_status == 1


def test_a_real_full_disk() -> None:
    """/dev/full is always full: what is written there is said so."""
    with pytest.raises(MathframesError, match="The disk is full"), disk_errors_named("/dev/full"):
        Path("/dev/full").write_text("words")


def test_other_errors_pass() -> None:
    """What has nothing to do with the disk is not turned into it."""
    with pytest.raises(ZeroDivisionError), disk_errors_named("out.mp4"):
        raise ZeroDivisionError
