"""The folder of rendered things: what is whole stands in its place, what is not has the ending ``.partial``."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from explainers.film.cache import PaintCache
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.manifest import Manifest, RenderedScene

PARTIAL = ".partial"
CLIPS = "clips"
"""The folder of painted segments and stills in the cache."""
SPEECH = "speech"
"""The folder of what voices have said in the cache."""

FORGOTTEN = 24 * 3600.0
"""Seconds after which something half-done belongs to a run that was killed."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says of a full disk, of a quota and of a limit to the size of a file."""


@dataclass(frozen=True)
class Media:
    """Where things are written: ``lessons/``, ``scenes/`` and ``cache/`` below one folder."""

    root: Path

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    def lesson(self, name: str) -> Path:
        return self.root / "lessons" / name

    def scene(self, name: str) -> Path:
        return self.root / "scenes" / name

    @property
    def painted(self) -> PaintCache:
        """Clips and stills, kept under what they show."""
        return painted_in(self.cache)

    @property
    def sources(self) -> Path:
        """What the source files of scenes import."""
        return self.cache / "sources.json"

    def record(self, key: str) -> Path:
        """What came of a scene: its beats, and the keys of their clips."""
        return self.cache / "scenes" / f"{key}.json"


def painted_in(cache: Path) -> PaintCache:
    """The clips and stills of a cache folder: workers are told the folder alone."""
    return PaintCache(cache / CLIPS)


def require_writable(folder: Path) -> None:
    """Make the folder, and refuse at once one that cannot be written: not after the rendering.

    Raises
    ------
    BadInput
        If the folder cannot be made, or nothing can be written into it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}.") from None


@contextmanager
def partial_folder(parent: Path) -> Iterator[Path]:
    """A folder for what is not whole yet; gone at the end, whatever happened."""
    parent.mkdir(parents=True, exist_ok=True)
    _clear_forgotten(parent)
    folder = Path(tempfile.mkdtemp(dir=parent, suffix=PARTIAL))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_forgotten(parent: Path) -> None:
    """Remove what runs that were killed left behind; what another run is working on is younger."""
    for left in [*parent.glob(f"*{PARTIAL}"), *parent.glob(f"typesetting/*{PARTIAL}")]:
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > FORGOTTEN:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def disk_error(error: OSError, what: str) -> MathframesError:
    """Say a failed write in one line: what could not be written, and why."""
    if error.errno in FULL:
        return MathframesError("The disk is full. Free some space and run again: what is done is kept.")
    return MathframesError(f"{what} cannot be written: {(error.strerror or str(error)).lower()}.")


@contextmanager
def disk_errors_named(what: str) -> Iterator[None]:
    """Turn a failed write into one line."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, what) from None


def move_into_place(source: Path, target: Path) -> None:
    """Put a whole file where it belongs, in one step: nobody ever sees half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The target is on another disk: copy beside it first.
        with partial_folder(target.parent) as partial:
            beside = shutil.copyfile(source, partial / target.name)
            os.replace(beside, target)


def recorded_scene(media: Media, key: str, shown: Sequence[str] = ()) -> RenderedScene | None:
    """A scene that was rendered before with this key, if all it is made of is still there.

    Parameters
    ----------
    shown
        The beats that are needed; all if empty.
    """
    try:
        scene = RenderedScene.model_validate_json(media.record(key).read_bytes())
    except (OSError, ValidationError):
        return None
    if scene.shown and not (shown and set(shown) <= set(scene.shown)):
        return None
    kept = media.painted
    if not all(Path(sound.file).is_file() for beat in scene.beats for sound in beat.sounds):
        return None
    return scene if all(kept.holds(name) for beat in scene.beats for name in (*beat.clips, beat.still)) else None


def record_scene(media: Media, key: str, scene: RenderedScene) -> None:
    """Note that a scene was rendered. Its clips and stills are in the cache already."""
    target = media.record(key)
    with partial_folder(media.cache) as partial:
        written = partial / target.name
        written.write_text(scene.model_dump_json(indent=1), encoding="utf-8")
        move_into_place(written, target)


def read_manifest(path: Path) -> Manifest | None:
    """The manifest of an earlier run, or None if there is none that can be read."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def is_whole(folder: Path, manifest: Manifest) -> bool:
    """Whether every file of the manifest is still there with the size it had."""
    return _all_there(folder, manifest.files)


def _all_there(folder: Path, files: Mapping[str, int]) -> bool:
    return all((folder / name).is_file() and (folder / name).stat().st_size == size for name, size in files.items())
