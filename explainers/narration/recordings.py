"""Somebody's own recordings: a folder for each scene, and in it a file for each beat."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from explainers.spec.errors import BadInput
from explainers.spec.nearest import nearest

ENDINGS = (".wav", ".mp3", ".m4a", ".flac", ".ogg", ".opus", ".aac")


def recordings(folder: Path, beats: Collection[str], needed: Iterable[str]) -> dict[str, Path]:
    """Find the recording of each beat in a scene's folder.

    Parameters
    ----------
    beats
        All that the scene has.
    needed
        Those that must be there.

    Raises
    ------
    BadInput
        If one is missing, belongs to no beat, or is there twice. It is named.
    """
    found: dict[str, Path] = {}
    for file in sound_files(folder):
        if file.stem not in beats:
            near = nearest(file.stem, beats)
            cure = f"Did you mean '{near}{file.suffix}'?" if near else f"Its beats: {', '.join(beats)}."
            raise BadInput(f"{file} belongs to no beat of '{folder.name}'. {cure}")
        if file.stem in found:
            raise BadInput(f"{file} and {found[file.stem].name} are of one beat. Keep one of them.")
        found[file.stem] = file
    missing = [beat for beat in needed if beat not in found]
    if missing:
        more = f" ({', '.join(missing[1:])} too)" if len(missing) > 1 else ""
        raise BadInput(f"{folder / missing[0]}.wav is missing{more}. Record the beat, or choose another voice.")
    return found


def refuse_strays(folder: Path, scenes: Collection[str]) -> None:
    """Refuse recordings that would never be heard.

    Raises
    ------
    BadInput
        If a sound file lies in no scene's folder, or a folder with sound files is no scene's. It is named.
    """
    for file in sound_files(folder):
        raise BadInput(f"{file} lies in no scene's folder. Put it into {folder / 'SCENE'}, called like its beat.")
    for inner in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        if inner.name not in scenes and sound_files(inner):
            near = nearest(inner.name, scenes)
            cure = f"Did you mean '{near}'?" if near else f"Its scenes: {', '.join(scenes)}."
            raise BadInput(f"{inner} belongs to no scene of the lesson. {cure}")


def sound_files(folder: Path) -> list[Path]:
    """Every sound file of a folder, in order; none if there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS and path.is_file() and not path.name.startswith(".")
    )
