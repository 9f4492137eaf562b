"""Somebody's own recordings: what is missing, and what would never be heard, is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainers.narration.recordings import recordings, refuse_strays
from explainers.spec.errors import BadInput

BEATS = ("question", "sweep", "answer")


def folder_of(folder: Path, *names: str) -> Path:
    """Make a folder with files of these names."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"sound")
    folder.mkdir(exist_ok=True)
    return folder


def test_each_beat_has_its_file(tmp_path: Path) -> None:
    """In any format, in letters of any size; what is no sound is nobody's business."""
    folder = folder_of(tmp_path / "svd", "question.wav", "sweep.MP3", "notes.txt", ".answer.wav", "answer.m4a")
    found = recordings(folder, BEATS, BEATS)
    assert {beat: file.name for beat, file in found.items()} == {
        "question": "question.wav",
        "sweep": "sweep.MP3",
        "answer": "answer.m4a",
    }


def test_a_beat_that_is_not_told_needs_none(tmp_path: Path) -> None:
    """One that a lesson leaves out may have a recording, but need not."""
    assert recordings(folder_of(tmp_path / "svd", "sweep.wav"), BEATS, ["sweep"]).keys() == {"sweep"}
    assert recordings(tmp_path / "nothing", BEATS, []) == {}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["question.wav"], "svd/sweep.wav is missing (answer too). Record the beat, or choose another voice."),
        ([], "svd/question.wav is missing (sweep, answer too). Record the beat, or choose another voice."),
        (["qestion.wav"], "svd/qestion.wav belongs to no beat of 'svd'. Did you mean 'question.wav'?"),
        (["take7.wav"], "svd/take7.wav belongs to no beat of 'svd'. Its beats: question, sweep, answer."),
        (["sweep.mp3", "sweep.wav"], "svd/sweep.wav and sweep.mp3 are of one beat. Keep one of them."),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, names: list[str], message: str) -> None:
    """One line, with the file and the cure."""
    with pytest.raises(BadInput) as caught:
        recordings(folder_of(tmp_path / "svd", *names), BEATS, BEATS)
    assert str(caught.value) == f"{tmp_path}/{message}"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("question.wav", "/question.wav lies in no scene's folder. Put it into {}/SCENE, called like its beat."),
        ("svf/question.wav", "/svf belongs to no scene of the lesson. Did you mean 'svd'?"),
        ("zzz/question.wav", "/zzz belongs to no scene of the lesson. Its scenes: svd, rank."),
    ],
)
def test_what_belongs_to_no_scene_is_named(tmp_path: Path, name: str, message: str) -> None:
    """Folders without sound files are let be."""
    folder = folder_of(tmp_path, "svd/question.wav", "scripts/svd.txt", ".old/question.wav")
    refuse_strays(folder, ("svd", "rank"))
    folder_of(tmp_path, name)
    with pytest.raises(BadInput) as caught:
        refuse_strays(folder, ("svd", "rank"))
    assert str(caught.value) == f"{tmp_path}{message.format(tmp_path)}"
