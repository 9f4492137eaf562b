"""Which voice a scene has: the flag's, the lesson's, the course's; what is not there is named before any work."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from explainers.production.fingerprint import Sources, scene_key
from explainers.production.jobs import SceneJob
from explainers.production.lesson_jobs import lesson_jobs
from explainers.production.media import Media
from explainers.production.plan import plan_lesson
from explainers.production.voices import located, voice_of
from explainers.spec.errors import BadInput
from explainers.spec.lesson import read_lesson
from explainers.spec.settings import RenderSettings
from explainers.spec.voice import Espeak, Piper, Recorded, Silent, VoiceChoice, parse_voice
from tests.toy_lesson import LESSON, write_lesson

SETTINGS = RenderSettings(width=128, height=72, fps=10, theme="dark")


def jobs(folder: Path, *lines: str, asked: VoiceChoice | None = None) -> Sequence[SceneJob]:
    """The jobs of the toy lesson with these lines in its file: the title card, 'toy', and 'again'."""
    path = write_lesson(folder, lesson="".join(f"{line}\n" for line in lines) + LESSON)
    return lesson_jobs(read_lesson(path), SETTINGS, asked)


def refusal(folder: Path, *lines: str) -> str:
    """What is said of a lesson that will not do."""
    with pytest.raises(BadInput) as caught:
        jobs(folder, *lines)
    return str(caught.value)


def recording(folder: Path, name: str, content: bytes = b"sound") -> Path:
    """Write a file below a folder."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("lines", "voice"),
    [
        ([], Silent()),
        (["voice: silent"], Silent()),
        (["voice: espeak"], Espeak()),
        (["voice: espeak:en-gb"], Espeak(language="en-gb")),
        (["voice: {name: espeak, language: de, speed: 120}"], Espeak(language="de", speed=120)),
    ],
)
def test_a_lesson_chooses_its_voice(tmp_path: Path, lines: list[str], voice: VoiceChoice) -> None:
    """By name, by name and option, or with all options; a flag goes before it."""
    assert [job.voice for job in jobs(tmp_path, *lines)[1:]] == [voice, voice]
    asked = Espeak(speed=300)
    assert [job.voice for job in jobs(tmp_path, *lines, asked=asked)[1:]] == [asked, asked]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("voice: espaek", "voice: Voice 'espaek' is not known. Did you mean 'espeak'?"),
        ("voice: {name: espeak, sped: 3}", "voice: unknown key 'sped'. Did you mean 'speed'?"),
        ("voice: {name: espeak, speed: 900}", "voice, espeak, speed: 900 is more than 400, the largest allowed"),
        ("voice: {speed: 100}", "voice: its name is missing: 'name:' with one of silent, recorded, espeak, piper"),
        ("voice: piper", "voice: piper needs a voice file. Write piper:FILE.onnx"),
        ("voice: silent:en", "voice: 'silent:en' has more than a name. Write one of silent, recorded, espeak, piper"),
        ("voice: [espeak]", "voice: '['espeak']' is not a voice. Write one of silent, recorded, espeak, piper"),
        ("voice: recorded", "voice recorded: there is no folder 'recordings'. Put SCENE/BEAT.wav files into it."),
        ("voice: recorded:../other", "voice recorded: 'other' is not in the lesson's folder."),
        ("voice: piper:voice.onnx", "voice piper: there is no file {}/voice.onnx. Voices are at"),
        ("pronunciation: [a, b]", "pronunciation: ['a', 'b'] is not a set of names with values"),
        ("pronunciation: {a: [b]}", "pronunciation, a: ['b'] is not text. Put it in quotes"),
    ],
)
def test_a_voice_that_will_not_do(tmp_path: Path, line: str, message: str) -> None:
    """File, line, what is wrong and the cure; before anything is rendered."""
    (tmp_path / "other").mkdir()
    folder = tmp_path / "lesson"
    said = refusal(folder, "theme: dark", line)
    assert said.startswith(f"{folder / 'coins.yaml'}:2: {message.format(folder)}")


@pytest.mark.parametrize("text", ["espaek", "piper", "silent:loud", ""])
def test_a_flag_that_will_not_do(text: str) -> None:
    """It is refused like the lesson's key."""
    with pytest.raises(BadInput, match=r"^voice: "):
        parse_voice(text)


def test_recordings_lie_in_a_folder_for_each_scene(tmp_path: Path) -> None:
    """Called like the scene's use in the lesson; a recording that belongs to none is named."""
    for name in ("toy/count.wav", "again/mean.wav"):
        recording(tmp_path / "recordings", name)
    voices = [job.voice for job in jobs(tmp_path, "voice: recorded")[1:]]
    assert voices == [Recorded(folder=str(tmp_path / "recordings" / scene)) for scene in ("toy", "again")]
    recording(tmp_path / "recordings", "agian/mean.wav")
    assert "agian belongs to no scene of the lesson. Did you mean 'again'?" in refusal(tmp_path, "voice: recorded")


def test_beats_that_are_shown_need_their_recordings(tmp_path: Path) -> None:
    """A missing one is named; beats that have no words, or are not shown, need none."""
    recording(tmp_path / "recordings", "again/mean.wav")
    _, toy, again = jobs(tmp_path, "voice: recorded")
    beats = {"count": "{numbers.heads:g} heads.", "mean": "The mean.", "pause": ""}
    voice_of(again, tmp_path, beats)
    with pytest.raises(BadInput, match=r"toy/count.wav is missing \(mean too\)"):
        voice_of(toy, tmp_path, beats)


def test_a_course_lends_its_voice(tmp_path: Path) -> None:
    """To lessons that have none of their own; a flag goes before all."""
    texts = {"first": "voice: espeak:de\n", "second": "", "coins": "voice: espeak:fr\n"}
    for name, line in texts.items():
        body = "lessons: [first, second]\n" if name == "coins" else "scenes: [toy.py]\n"
        write_lesson(tmp_path, lesson=f"title: A\ntitle_card: false\n{line}{body}").rename(tmp_path / f"{name}.yaml")
    course = read_lesson(tmp_path / "coins.yaml")
    assert [job.voice for job in lesson_jobs(course, SETTINGS)] == [Espeak(language="de"), Espeak(language="fr")]
    assert [job.voice for job in lesson_jobs(course, SETTINGS, Silent())] == [Silent(), Silent()]


# --- what is rendered anew ------------------------------------------------------------------------------------------


SOURCES = Sources()
"""What source files import, which no test here changes."""


def keys(jobs: Sequence[SceneJob]) -> list[str]:
    """The keys of the scenes without the title card."""
    return [scene_key(job, SOURCES) for job in jobs[1:]]


def test_another_voice_is_another_scene(tmp_path: Path) -> None:
    """A lesson that was rendered silently is rendered anew; every option and every pronunciation counts."""
    variants = [
        [],
        ["voice: espeak"],
        ["voice: espeak:en-gb"],
        ["voice: {name: espeak, speed: 161}"],
        ["voice: espeak", "pronunciation: {heads: hedz}"],
    ]
    found = {keys(jobs(tmp_path, *lines))[0] for lines in variants}
    assert len(found) == len(variants)
    assert keys(jobs(tmp_path, "voice: silent")) == keys(jobs(tmp_path))


def test_another_recording_is_another_scene(tmp_path: Path) -> None:
    """Of this scene: the others keep their keys. Where recordings lie, and when they were made, does not count."""
    file = recording(tmp_path / "recordings", "toy/count.wav")
    before = keys(jobs(tmp_path, "voice: recorded"))
    recording(tmp_path / "takes", "toy/count.wav")
    os.utime(file, (1, 1))
    assert keys(jobs(tmp_path, "voice: recorded")) == before == keys(jobs(tmp_path, "voice: recorded:takes"))
    recording(tmp_path / "recordings", "toy/count.wav", b"another sound")
    after = keys(jobs(tmp_path, "voice: recorded"))
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_another_voice_file_is_another_scene(tmp_path: Path) -> None:
    """What it holds counts, not how it is called or where it lies."""
    voice, same, other = (recording(tmp_path, f"{name}.onnx") for name in ("voice", "x/voice", "y/voice"))
    other.write_bytes(b"other")
    for file in (voice, same, other):
        file.with_name("voice.onnx.json").write_text("{}")
    first, second, third = (
        keys(jobs(tmp_path, asked=located(Piper(model=str(file)), tmp_path))) for file in (voice, same, other)
    )
    assert first == second != third


def test_planning_makes_no_sound(tmp_path: Path) -> None:
    """A plan says what would be rendered, and leaves no trace of a voice."""
    path = write_lesson(tmp_path, lesson=f"voice: espeak\n{LESSON}")
    plan = plan_lesson(read_lesson(path), SETTINGS, Media(tmp_path / "media"))
    assert [scene.job.voice.name for scene in plan.to_render[1:]] == ["espeak", "espeak"]
    assert not (tmp_path / "media").exists()
