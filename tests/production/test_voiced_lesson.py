"""A lesson with a voice: it is heard in the film and in every clip, captions follow it, and it is made once."""

from __future__ import annotations

import shutil
import subprocess
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from scipy.signal import correlate

from explainers.film.sound import RATE, Mono, decoded
from explainers.production import filming, speech
from explainers.production.filming import render_lesson, render_scene
from explainers.production.listing import plan_text
from explainers.production.media import Media
from explainers.production.plan import LessonPlan, plan_lesson, voice_before
from explainers.production.progress import SilentProgress
from explainers.production.stock import clear, stocks
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.lesson import read_lesson
from explainers.spec.manifest import Manifest
from explainers.spec.voice import Espeak, Silent, VoiceChoice
from tests.film.meter import measured
from tests.toy_lesson import LESSON, NoWorkers, WorkersHere, contents, write_lesson

VOICED = "voice: {name: espeak, speed: 200}\n" + LESSON.replace("426x240", "128x72")


@pytest.fixture(autouse=True)
def _workers_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the workers' work in this process, and count it."""
    monkeypatch.setattr(filming, "WorkerPool", WorkersHere)
    WorkersHere.filmed.clear()


def planned(path: Path, media: Media, voice: VoiceChoice | None = None) -> LessonPlan:
    """Plan a lesson with its own settings."""
    file = read_lesson(path)
    return plan_lesson(file, file.spec.settings(), media, voice)


def render(path: Path, media: Media, voice: VoiceChoice | None = None) -> Manifest:
    """Plan and render a lesson."""
    return render_lesson(planned(path, media, voice), media, SilentProgress(), workers=2)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """The folder of the toy lesson with a voice, rendered once, and its manifest."""
    folder = tmp_path_factory.mktemp("voiced")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(filming, "WorkerPool", WorkersHere)
        return folder, render(write_lesson(folder, lesson=VOICED), Media(folder / "media"))


@pytest.fixture
def fresh(finished: tuple[Path, Manifest], tmp_path: Path) -> tuple[Path, Media]:
    """A copy of the lesson, and its media as they are, which a test may change."""
    folder, _ = finished
    path = write_lesson(tmp_path, lesson=VOICED)
    media = Media(tmp_path / "media")
    shutil.copytree(folder / "media", media.root, copy_function=shutil.copy2)
    return path, media


def samples_of(film: Path) -> Mono:
    """One side of a film's sound."""
    return np.concatenate([block[0].astype(np.float64) for block in decoded(film)])


def begins(samples: Mono) -> float:
    """When something is heard first, in seconds."""
    return float(np.flatnonzero(np.abs(samples) > 0.02)[0] / RATE)


def test_the_film_is_heard(finished: tuple[Path, Manifest]) -> None:
    """At -16 LUFS, with peaks that nothing distorts, by FFmpeg's meter; and as long as its pictures."""
    folder, manifest = finished
    film = folder / "media/lessons/coins/lesson.mp4"
    meter = measured(film)
    assert meter.loudness == pytest.approx(-16.0, abs=0.5)
    assert meter.peak < -1.5
    assert len(samples_of(film)) / RATE == pytest.approx(manifest.duration, abs=0.03)


def test_words_are_heard_where_their_captions_stand(finished: tuple[Path, Manifest]) -> None:
    """To a tenth of a second, in the film and in each clip; elsewhere it is silent."""
    folder, manifest = finished
    lesson = folder / "media/lessons/coins"
    whole = samples_of(lesson / "lesson.mp4")
    for beat in manifest.beats:
        there = whole[round(beat.start * RATE) : round(beat.end * RATE)]
        assert bool(beat.cues) == bool(beat.words)
        if not beat.words:
            assert np.abs(there).max() < 0.01
            continue
        clip = samples_of(lesson / beat.clip)
        assert begins(there) == pytest.approx(beat.cues[0].start, abs=0.1)
        assert begins(clip) == pytest.approx(beat.cues[0].start, abs=0.1)
        for cue in beat.cues[1:]:
            before = there[round((cue.start - 0.15) * RATE) : round((cue.start - 0.02) * RATE)]
            after = there[round(cue.start * RATE) : round((cue.start + 0.15) * RATE)]
            assert np.abs(before).max() < 0.02 < np.abs(after).max()
        assert beat.cues[-1].end < beat.end - beat.start


def test_each_sentence_is_found_in_the_film_where_its_caption_stands(
    finished: tuple[Path, Manifest], tmp_path: Path
) -> None:
    """espeak-ng itself reads each sentence once more: its waves are in the film, at the caption, and last as long."""
    folder, manifest = finished
    whole = waves(folder / "media/lessons/coins/lesson.mp4")
    cues = {cue.text: (beat.start + cue.start, cue.end - cue.start) for beat in manifest.beats for cue in beat.cues}
    for sentence in ("There are 12 heads in all.", "Not half.", "Once more, 12 heads."):
        file = tmp_path / "said.wav"
        subprocess.run(["espeak-ng", "-v", "en-us", "-s", "200", "-w", str(file), sentence], check=True)
        said = waves(file)
        alike = correlate(whole, said, "valid")
        place = int(np.argmax(alike))
        there = whole[place : place + len(said)]
        assert alike[place] / np.linalg.norm(said) / np.linalg.norm(there) > 0.95
        loud = np.flatnonzero(np.abs(said) > 0.02 * np.abs(said).max()) / RATE
        start, length = cues[sentence]
        assert place / RATE + loud[0] == pytest.approx(start, abs=0.1)
        assert loud[-1] - loud[0] == pytest.approx(length, abs=0.1)


def waves(file: Path) -> Mono:
    """The sound of a file as FFmpeg decodes it: one channel, at one rate."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    with av.open(str(file)) as container:
        frames = [each for frame in [*container.decode(audio=0), None] for each in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float64)


def test_only_spoken_clips_have_sound(finished: tuple[Path, Manifest]) -> None:
    """The title card and a beat without words are silent films."""
    folder, manifest = finished
    for beat in manifest.beats:
        with av.open(str(folder / "media/lessons/coins" / beat.clip)) as clip:
            assert bool(clip.streams.audio) == bool(beat.words)


def test_captions_are_as_they_were_written(finished: tuple[Path, Manifest]) -> None:
    """What is spoken as "two point four zero" is shown as 2.40, or whatever it is."""
    folder, manifest = finished
    captions = (folder / "media/lessons/coins/lesson.srt").read_text()
    assert all(beat.words.split(". ")[0].rstrip(".") in " ".join(captions.split()) for beat in manifest.beats)
    assert " point " not in captions


def test_nothing_is_said_twice(fresh: tuple[Path, Media], monkeypatch: pytest.MonkeyPatch) -> None:
    """Unchanged, it is finished; changed beside its words, it is put together from what is there."""
    path, media = fresh
    monkeypatch.setattr(speech.SpokenVoice, "_made", refuse)
    before = planned(path, media)
    assert [scene.job.id for scene in before.to_render] == []
    path.write_text(VOICED.replace('mean: "Once more, ', 'mean: "Once again, '))
    with pytest.raises(MathframesError, match=r"it was asked to say \('Once again, 12 heads.',\)"):
        render(path, media)
    path.write_text(VOICED.replace("fps: 10", "fps: 12"))
    assert render(path, media).duration > 5


def refuse(self: object, said: tuple[str, ...], *rest: object) -> None:
    """Stand in for the voice where it must not speak."""
    raise AssertionError(f"it was asked to say {said}")


def test_another_voice_is_heard(fresh: tuple[Path, Media]) -> None:
    """A lesson that was spoken is rendered anew where it is to be silent, and the other way round it is there still."""
    path, media = fresh
    assert [scene.job.id for scene in planned(path, media, Silent()).to_render] == ["toy", "again"]
    silent = render(path, media, Silent())
    with av.open(str(media.lesson("coins") / "lesson.mp4")) as film:
        assert not film.streams.audio
    assert silent.key != planned(path, media).key
    assert planned(path, media).to_render == ()
    assert "reused" in plan_text(planned(path, media))


def test_speech_that_is_lost_is_made_again(tmp_path: Path) -> None:
    """It is counted with all that is kept, and gone with it."""
    path, media = write_lesson(tmp_path, lesson=VOICED), Media(tmp_path / "media")
    render(path, media)
    WorkersHere.filmed.clear()
    (kept,) = [stock for stock in stocks(media) if stock.name == "speech"]
    assert kept.files == 6
    assert kept.bytes > 10_000
    shutil.rmtree(media.cache / "speech")
    path.write_text(VOICED.replace("A toy", "Another"))
    render(path, media)
    assert sorted(WorkersHere.filmed) == ["again", "title", "toy"]
    assert measured(media.lesson("coins") / "lesson.mp4").loudness == pytest.approx(-16.0, abs=0.5)
    clear(media)
    assert all(stock.files == 0 for stock in stocks(media))


def test_recordings_are_heard(tmp_path: Path, finished: tuple[Path, Manifest]) -> None:
    """The same beat, with a take of one's own: heard in the film, and as long as the take."""
    folder, manifest = finished
    takes = {"toy/count": 1, "toy/mean": 2, "again/mean": 4}
    for name, beat in takes.items():
        target = tmp_path / "recordings" / f"{name}.mp4"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / "media/lessons/coins" / manifest.beats[beat].clip, target.with_suffix(".m4a"))
    path = write_lesson(tmp_path, lesson=VOICED.replace("{name: espeak, speed: 200}", "recorded"))
    media = Media(tmp_path / "media")
    own = render(path, media)
    for mine, espeaks in zip(own.beats, manifest.beats, strict=True):
        assert mine.end - mine.start == pytest.approx(espeaks.end - espeaks.start, abs=0.35)
    assert measured(media.lesson("coins") / "lesson.mp4").loudness == pytest.approx(-16.0, abs=0.5)


def test_a_voice_that_fails_spoils_nothing(fresh: tuple[Path, Media], monkeypatch: pytest.MonkeyPatch) -> None:
    """One line before the first frame; the finished lesson stands, and nothing half-done is left."""
    path, media = fresh
    before = contents(media.lesson("coins"))
    path.write_text(VOICED.replace("speed: 200", "language: xx"))
    with pytest.raises(BadInput) as caught:
        render(path, media)
    assert str(caught.value).startswith(f"{path}:1: voice espeak: there is no language 'xx'.")
    with pytest.raises(BadInput, match=r"^voice espeak: there is no language 'yy'"):
        render(path, media, Espeak(language="yy"))
    assert WorkersHere.filmed == []
    assert contents(media.lesson("coins")) == before
    assert not list(media.root.rglob("*.partial"))


@pytest.mark.parametrize(
    ("content", "said"), [(b"no sound", "cannot be read"), (b"", "cannot be read"), (None, "nothing is heard in it")]
)
def test_a_recording_that_will_not_do_spoils_nothing(
    fresh: tuple[Path, Media], content: bytes | None, said: str
) -> None:
    """The line of the scene, the file and the cure; the finished lesson stands, and no frame was drawn."""
    path, media = fresh
    before = contents(media.lesson("coins"))
    for number, name in enumerate(("toy/count", "toy/mean", "again/mean")):
        take = path.parent / "recordings" / f"{name}.wav"
        take.parent.mkdir(parents=True, exist_ok=True)
        if number or content is None:
            with wave.open(str(take), "wb") as file:
                file.setparams((1, 2, 8000, 0, "NONE", ""))
                file.writeframes(bytes(2 * 8000))
        else:
            take.write_bytes(content)
    path.write_text(VOICED.replace("{name: espeak, speed: 200}", "recorded"))
    line = path.read_text().splitlines().index("  - scene: toy.py:Tosses") + 1
    with pytest.raises(BadInput) as caught:
        render(path, media)
    told = str(caught.value)
    assert told.startswith(f"{path}:{line}: ")
    assert "toy/count.wav" in told
    assert said in told
    assert "\n" not in told
    assert WorkersHere.filmed == []
    assert contents(media.lesson("coins")) == before


def test_a_scene_by_itself_is_heard(finished: tuple[Path, Manifest], tmp_path: Path) -> None:
    """In an MP4 and in a WebM; it is not said again for the second."""
    folder, manifest = finished
    job = planned(folder / "coins.yaml", Media(folder / "media")).scenes[1].job
    media = Media(folder / "media")
    for ending in ("mp4", "webm"):
        film = render_scene(job, media, SilentProgress(), tmp_path / f"scene.{ending}")
        assert measured(film).loudness == pytest.approx(-16.0, abs=0.5)
        assert len(samples_of(film)) / RATE == pytest.approx(
            sum(beat.end - beat.start for beat in manifest.scenes[1].beats), abs=0.05
        )


def test_a_finished_lesson_needs_no_workers(fresh: tuple[Path, Media], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was spoken and filmed is put together again where a file was lost."""
    path, media = fresh
    (media.lesson("coins") / "lesson.mp4").unlink()
    monkeypatch.setattr(filming, "WorkerPool", NoWorkers)
    render(path, media)
    assert measured(media.lesson("coins") / "lesson.mp4").loudness == pytest.approx(-16.0, abs=0.5)


def test_what_is_made_of_a_spoken_lesson_is_spoken_too(tmp_path: Path) -> None:
    """A deck or clips that name no voice have that of the film, and find it as it is."""
    path, media = write_lesson(tmp_path, lesson=LESSON.replace("426x240", "128x72")), Media(tmp_path / "media")
    assert voice_before(read_lesson(path), media) is None
    render(path, media, Espeak(speed=300))
    before = voice_before(read_lesson(path), media)
    assert before == Espeak(speed=300)
    assert planned(path, media, before).finished is not None
    assert planned(path, media).finished is None
