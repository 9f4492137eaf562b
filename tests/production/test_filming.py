"""A lesson made: film, captions and files agree to the frame, what did not change is reused, failures spoil nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from explainers.film.workshops import Workbench
from explainers.production import filming
from explainers.production.catalogue import find_scene
from explainers.production.filming import render_lesson, render_scene, render_sheet
from explainers.production.flags import parse_flags
from explainers.production.jobs import SceneJob
from explainers.production.media import Media
from explainers.production.plan import LessonPlan, plan_lesson
from explainers.production.progress import SilentProgress
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.lesson import read_lesson
from explainers.spec.manifest import Manifest
from explainers.spec.settings import RenderSettings
from tests.toy_lesson import LESSON, SCENE, NoWorkers, WorkersHere, contents, write_lesson

FPS = 10
SMALL = RenderSettings(width=426, height=240, fps=FPS, theme="dark")


@pytest.fixture(autouse=True)
def _workers_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the workers' work in this process, and count it."""
    monkeypatch.setattr(filming, "WorkerPool", WorkersHere)
    WorkersHere.filmed.clear()


def planned(path: Path, media: Media) -> LessonPlan:
    """Plan a lesson with its own settings."""
    file = read_lesson(path)
    return plan_lesson(file, file.spec.settings(), media)


def render(path: Path, media: Media) -> Manifest:
    """Plan and render a lesson."""
    return render_lesson(planned(path, media), media, SilentProgress(), workers=2)


def job(folder: Path, *flags: str, settings: RenderSettings = SMALL) -> SceneJob:
    """The toy scene as the command line asks for it."""
    source = find_scene("toy.py:Tosses", folder)
    return SceneJob(id=source.name, source=source, params=parse_flags(flags), folder=folder, settings=settings)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Media, Manifest]:
    """The toy lesson, rendered once: its file, its media and its manifest."""
    folder = tmp_path_factory.mktemp("a lesson – ünïcode")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(filming, "WorkerPool", WorkersHere)
        path, media = write_lesson(folder), Media(folder / "media")
        return path, media, render(path, media)


@pytest.fixture
def lesson_folder(made: tuple[Path, Media, Manifest]) -> Path:
    """The folder of the finished lesson."""
    return made[1].lesson("coins")


def length(path: Path) -> Fraction:
    """How long a film's pictures last, in seconds."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        return (stream.duration or 0) * Fraction(stream.time_base or 0)


# --- what is made ---------------------------------------------------------------------------------------------------


def test_every_file_is_there(lesson_folder: Path, made: tuple[Path, Media, Manifest]) -> None:
    """Film, captions in two forms, chapters, transcript, page, poster, manifest, a clip for each beat; nothing else."""
    assert sorted(contents(lesson_folder)) == sorted(
        [
            "lesson.mp4", "lesson.srt", "lesson.vtt", "chapters.txt", "transcript.md", "index.html", "poster.png",
            "lesson.json",
            "clips/01-title-title.mp4",
            "clips/02-toy-count.mp4", "clips/02-toy-mean.mp4", "clips/02-toy-pause.mp4",
            "clips/03-again-mean.mp4", "clips/03-again-pause.mp4",
        ]
    )  # fmt: skip
    assert not list(made[1].root.rglob("*.partial"))


def test_the_manifest_says_what_was_made(lesson_folder: Path, made: tuple[Path, Media, Manifest]) -> None:
    """`lesson.json` is the manifest: numbers, words, settings, versions, and files with their sizes."""
    manifest = Manifest.model_validate_json((lesson_folder / "lesson.json").read_bytes())
    assert manifest == made[2]
    assert (manifest.title, manifest.settings) == ("Coins, & how to count them", SMALL)
    toy, again = manifest.scenes[1:]
    assert (toy.id, toy.scene, toy.title, toy.numbers) == ("toy", "toy", "Tosses", {"heads": 12.0, "mean": 4.0})
    assert (again.id, again.title, again.params["learning_rate"]) == ("again", "Again", 1.0)
    assert [beat.words for beat in toy.beats] == ["There are 12 heads in all.", "That makes 4.00 a toss. Not half.", ""]
    assert [beat.words for beat in again.beats] == ["Once more, 12 heads.", ""]
    assert {"manim", "typst", "av"} <= set(manifest.versions)
    assert all((lesson_folder / name).stat().st_size == size for name, size in manifest.files.items())
    assert str(made[0].parent) not in (lesson_folder / "lesson.json").read_text()


def test_beats_follow_each_other(made: tuple[Path, Media, Manifest]) -> None:
    """Each beat begins on the frame where the last one ends; the film is as long as all of them."""
    frame = 0
    for beat in made[2].beats:
        assert beat.first_frame == frame
        assert (beat.start, beat.end) == pytest.approx((frame / FPS, (frame + beat.frames) / FPS))
        frame += beat.frames
    assert (made[2].frames, made[2].duration) == (frame, frame / FPS)


def test_the_film_is_as_long_as_its_beats(lesson_folder: Path, made: tuple[Path, Media, Manifest]) -> None:
    """Film and clips, opened again, last as many frames as the manifest says."""
    assert length(lesson_folder / "lesson.mp4") == Fraction(made[2].frames, FPS)
    for beat in made[2].beats:
        assert length(lesson_folder / beat.clip) == Fraction(beat.frames, FPS)


def test_a_beat_lasts_as_long_as_its_words(made: tuple[Path, Media, Manifest]) -> None:
    """The captions of a beat end half a second before the beat does; animations without words have their own time."""
    for beat in made[2].beats:
        if beat.cues:
            assert 0.5 - 1e-9 <= beat.end - beat.start - beat.cues[-1].end < 0.5 + 1 / FPS
    assert [beat.frames for beat in made[2].beats if beat.name == "pause"] == [7, 7]


def test_pictures_change_where_beats_do(lesson_folder: Path, made: tuple[Path, Media, Manifest]) -> None:
    """In the film the square stands where each beat leaves it: pictures and times belong together."""
    pause = next(beat for beat in made[2].beats if beat.id == "toy/pause")
    centres: dict[Fraction, float] = {}
    with av.open(str(lesson_folder / "lesson.mp4")) as film:
        for frame in film.decode(video=0):
            bright = np.nonzero(frame.to_ndarray(format="gray")[60:180] > 100)
            if bright[1].size:
                assert frame.pts is not None
                centres[frame.pts * Fraction(frame.time_base or 0)] = bright[1].mean() / 426

    def centre(frame: int) -> float:
        return centres[max(time for time in centres if time <= Fraction(frame, FPS))]

    unit = 1 / (8 * 426 / 240)
    assert centre(pause.first_frame - 1) == pytest.approx(0.5 + unit, abs=0.01)
    assert centre(pause.first_frame + pause.frames - 1) == pytest.approx(0.5 + 2 * unit, abs=0.02)


def test_captions_stand_at_their_beats(lesson_folder: Path, made: tuple[Path, Media, Manifest]) -> None:
    """SRT, WebVTT and the film's own subtitle track hold the beats' captions at their times, to the millisecond."""
    expected = [
        (round(1000 * (beat.start + cue.start)), round(1000 * (beat.start + cue.end)), cue.text)
        for beat in made[2].beats
        for cue in beat.cues
    ]
    assert [text for *_, text in expected] == [
        "There are 12 heads in all.", "That makes 4.00 a toss.", "Not half.", "Once more, 12 heads.",
    ]  # fmt: skip
    for name, separator in (("lesson.srt", ","), ("lesson.vtt", ".")):
        clock = rf"(\d\d):(\d\d):(\d\d)\{separator}(\d\d\d)"
        cues = re.findall(rf"{clock} --> {clock}\n(.+)", (lesson_folder / name).read_text())
        found = [((int(h) * 60 + int(m)) * 60_000 + int(s) * 1000 + int(ms), text) for h, m, s, ms, *_, text in cues]
        assert found == [(start, text) for start, _, text in expected]
    with av.open(str(lesson_folder / "lesson.mp4")) as film:
        track = film.streams.subtitles[0]
        samples = [
            (float(1000 * (packet.pts or 0) * Fraction(packet.time_base)), bytes(packet)[2:].decode())
            for packet in film.demux(track)
            if packet.size > 2
        ]
    assert samples == [(start, text) for start, _, text in expected]


def test_the_transcript_has_every_word(lesson_folder: Path) -> None:
    """Title and summary, each scene but the title card under its title, all words, alternative texts and answers."""
    text = (lesson_folder / "transcript.md").read_text()
    assert re.findall(r"^#+ .*", text, re.MULTILINE) == [
        "# Coins, &amp; how to count them",
        "## Tosses (0:04)",
        "## Again (0:11)",
        "## Questions for practice",
        "### Answers",
    ]
    for words in (
        "There are 12 heads in all.",
        "*A square moves.*",
        "Once more, 12 heads.",
        "1. How many heads?",
        "1. 12",
    ):
        assert words in text


def test_the_film_has_chapters(lesson_folder: Path) -> None:
    """The film's chapter marks and `chapters.txt` say the same; a lesson this short is one chapter."""
    with av.open(str(lesson_folder / "lesson.mp4")) as film:
        titles = [chapter["metadata"]["title"] for chapter in film.chapters()]
        assert film.metadata["title"] == "Coins, & how to count them"
    listed = (lesson_folder / "chapters.txt").read_text().splitlines()
    assert listed[0].startswith("0:00 ")
    assert [line.partition(" ")[2] for line in listed] == titles


def test_the_poster_is_the_title(lesson_folder: Path) -> None:
    """The poster has the film's size, and something stands on it."""
    poster = np.asarray(Image.open(lesson_folder / "poster.png"))
    assert poster.shape == (240, 426, 3)
    assert (poster.max(axis=2) > 200).sum() > 200


# --- what is reused -------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_reused(made: tuple[Path, Media, Manifest], monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run finds the finished lesson, without a worker."""
    monkeypatch.setattr(filming, "WorkerPool", NoWorkers)
    assert planned(made[0], made[1]).finished == made[2]


@pytest.fixture
def fresh(tmp_path: Path, made: tuple[Path, Media, Manifest]) -> tuple[Path, Media]:
    """The toy lesson with the cache that rendering it left, in a place of its own."""
    import shutil

    path = write_lesson(tmp_path / "lesson")
    media = Media(tmp_path / "media")
    shutil.copytree(made[1].root, media.root)
    return path, media


@pytest.mark.parametrize("damage", ["remove", "cut"])
@pytest.mark.parametrize("name", ["lesson.mp4", "lesson.srt", "clips/02-toy-mean.mp4"])
def test_what_is_lost_is_made_again(
    fresh: tuple[Path, Media], monkeypatch: pytest.MonkeyPatch, name: str, damage: str
) -> None:
    """A file of the lesson that is gone or cut short comes back from the cache, without a worker."""
    path, media = fresh
    whole = contents(media.lesson("coins"))
    lost = media.lesson("coins") / name
    lost.unlink() if damage == "remove" else lost.write_bytes(b"")
    monkeypatch.setattr(filming, "WorkerPool", NoWorkers)
    assert planned(path, media).finished is None
    render(path, media)
    assert contents(media.lesson("coins")) == whole


def _cut_short(content: bytes) -> bytes:
    return content[:-100]


def _with_one_bit_changed(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [_cut_short, _with_one_bit_changed])
def test_a_damaged_cache_is_filmed_again(fresh: tuple[Path, Media], damage: Callable[[bytes], bytes]) -> None:
    """A cached clip that was cut short, or in which one bit changed, is not put into a film."""
    path, media = fresh
    whole = contents(media.lesson("coins"))
    for clip in media.cache.glob("clips/*/*.mp4"):
        clip.write_bytes(damage(clip.read_bytes()))
    (media.lesson("coins") / "lesson.mp4").unlink()
    manifest = render(path, media)
    assert sorted(WorkersHere.filmed) == ["again", "title", "toy"]
    assert contents(media.lesson("coins")) == whole
    assert length(media.lesson("coins") / "lesson.mp4") == Fraction(manifest.frames, FPS)


def test_a_caption_edit_paints_nothing(fresh: tuple[Path, Media], monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that take as long as the old ones run the scene again, and not one picture is painted."""
    path, media = fresh
    painted: list[str] = []
    monkeypatch.setattr(Workbench, "paint", lambda self, key, segment: painted.append(key))
    path.write_text(LESSON.replace("Once more", "Once again"))
    manifest = render(path, media)
    assert WorkersHere.filmed == ["again"]
    assert painted == []
    assert "Once again, 12 heads." in [beat.words for beat in manifest.beats]


def test_an_edit_renders_what_it_touches(fresh: tuple[Path, Media]) -> None:
    """New words for one scene film that scene alone; the film has them."""
    path, media = fresh
    path.write_text(LESSON.replace("Once more", "Yet again"))
    plan = planned(path, media)
    assert [scene.job.id for scene in plan.to_render] == ["again"]
    manifest = render(path, media)
    assert WorkersHere.filmed == ["again"]
    assert "Yet again, 12 heads." in [beat.words for beat in manifest.beats]
    assert "Yet again" in (media.lesson("coins") / "lesson.srt").read_text()


def test_other_data_make_other_numbers(fresh: tuple[Path, Media]) -> None:
    """Where the data file has changed, what it is read in is filmed again."""
    path, media = fresh
    (path.parent / "heads.csv").write_text("day,heads\nMonday,1\n")
    manifest = render(path, media)
    assert sorted(WorkersHere.filmed) == ["again", "toy"]
    assert manifest.scenes[1].numbers == {"heads": 1.0, "mean": 1.0}


def test_beats_left_out_have_no_clips(fresh: tuple[Path, Media], monkeypatch: pytest.MonkeyPatch) -> None:
    """A lesson that shows fewer beats is put together anew from the same clips; those of before are gone."""
    path, media = fresh
    path.write_text(LESSON.replace("[mean, pause]", "[mean]"))
    monkeypatch.setattr(filming, "WorkerPool", NoWorkers)
    manifest = render(path, media)
    clips = {file.name for file in (media.lesson("coins") / "clips").iterdir()}
    assert clips == {Path(beat.clip).name for beat in manifest.beats}
    assert "03-again-pause.mp4" not in clips


def test_a_beat_that_was_not_shown_before_is_filmed(fresh: tuple[Path, Media]) -> None:
    """What a lesson leaves out was not painted; a lesson that shows it films the scene again, and that alone."""
    path, media = fresh
    path.write_text(LESSON.replace("[mean, pause]", "[count, mean, pause]"))
    manifest = render(path, media)
    assert WorkersHere.filmed == ["again"]
    assert "count" in [beat.name for beat in manifest.scenes[-1].beats]


def test_uses_that_show_other_beats_are_filmed_together(tmp_path: Path) -> None:
    """One scene with the same numbers, used twice for different beats, runs once."""
    uses = "[{scene: toy.py, beats: [mean]}, {scene: toy.py, beats: [pause]}]"
    lesson = f"title: A\nresolution: 128x72\nfps: 10\ntitle_card: false\nscenes: {uses}\n"
    manifest = render(write_lesson(tmp_path, lesson=lesson), Media(tmp_path / "media"))
    assert len(WorkersHere.filmed) == 1
    assert [[beat.name for beat in scene.beats] for scene in manifest.scenes] == [["mean"], ["pause"]]


def test_the_same_scene_twice_is_filmed_once(tmp_path: Path) -> None:
    """Two uses with the same numbers and words share their clips, under names of their own."""
    lesson = "title: A\nresolution: 128x72\nfps: 10\ntitle_card: false\nscenes: [toy.py, toy.py, toy.py]\n"
    manifest = render(write_lesson(tmp_path, lesson=lesson), Media(tmp_path / "media"))
    assert len(WorkersHere.filmed) == 1
    assert [scene.id for scene in manifest.scenes] == ["toy", "toy-2", "toy-3"]


# --- what goes wrong ------------------------------------------------------------------------------------------------

BROKEN = SCENE.replace('with self.beat("mean"):', 'with self.beat("mean"):\n            1 / 0')


def test_a_scene_that_fails_leaves_everything_as_it_was(fresh: tuple[Path, Media]) -> None:
    """The line names the scene's file and line; the finished lesson stands untouched, and nothing half-done is left."""
    path, media = fresh
    before = contents(media.lesson("coins"))
    (path.parent / "toy.py").write_text(BROKEN)
    with pytest.raises(MathframesError) as caught:
        render(path, media)
    line = BROKEN[: BROKEN.index("1 / 0")].count("\n") + 1
    assert str(caught.value) == f"toy.py:{line}: ZeroDivisionError: division by zero"
    assert contents(media.lesson("coins")) == before
    assert not list(media.root.rglob("*.partial"))


def test_what_was_finished_before_a_failure_is_kept(tmp_path: Path) -> None:
    """The next run goes on from there."""
    failing = SCENE.replace(
        "def construct(self) -> None:",
        "def construct(self) -> None:\n        if self.params.learning_rate == 1:\n            raise SystemExit",
    )
    path, media = write_lesson(tmp_path, scene=failing), Media(tmp_path / "media")
    with pytest.raises(MathframesError) as caught:
        render(path, media)
    assert re.fullmatch(r"toy.py:\d+: SystemExit", str(caught.value))
    kept = [scene.job.id for scene in planned(path, media).scenes if scene.reused is not None]
    assert kept
    assert "again" not in kept
    assert not media.lesson("coins").joinpath("lesson.mp4").exists()


def test_an_interruption_leaves_everything_as_it_was(
    fresh: tuple[Path, Media], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while the film is put together: the earlier one stands, and nothing half-done is left."""
    path, media = fresh
    before = contents(media.lesson("coins"))
    path.write_text(LESSON.replace("A toy", "Another"))

    def interrupted(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("explainers.production.assembly.join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        render(path, media)
    assert contents(media.lesson("coins")) == before
    assert not list(media.root.rglob("*.partial"))
    assert planned(path, media).to_render == ()


@pytest.mark.parametrize("number", [28, 122, 27])
def test_a_full_disk(fresh: tuple[Path, Media], monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """ENOSPC, a quota and a limit of size are said in the same line, and the earlier lesson stands."""
    path, media = fresh
    before = contents(media.lesson("coins"))
    (media.lesson("coins") / "lesson.srt").unlink()

    def full(*arguments: object, **options: object) -> None:
        raise OSError(number, "No space left on device")

    monkeypatch.setattr("explainers.production.assembly.join", full)
    with pytest.raises(MathframesError, match=r"^The disk is full"):
        render(path, media)
    before.pop("lesson.srt")
    assert contents(media.lesson("coins")) == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("data: heads.csv", "data: haeds.csv"), ":9: data: there is no file 'haeds.csv'. Did you mean 'heads.csv'?"),
        (("data: heads.csv", "data: ../x.csv"), ":9: data: '../x.csv' leaves the lesson's folder."),
        (("data: heads.csv", "colum: day"), ":9: Parameter 'colum' is not known. Did you mean 'column'?"),
        (("data: heads.csv", "column: day"), ":7: heads.csv, row 1 (line 2), column 'day': 'Monday' is not a number."),
        (("data: heads.csv", "start: [9, 9]"), ":9: start: is outside of the domain"),
        (("learning-rate: 1", "learning-rate: 11"), ":16: learning_rate: 11 is more than 10, the largest allowed"),
        (("[mean, pause]", "[mean, puase]"), ":10: Beat 'puase' is not known. Did you mean 'pause'?"),
        (('mean: "Once', 'maen: "Once'), ":10: words: Beat 'maen' is not known. Did you mean 'mean'?"),
        (("{numbers.heads:g}", "{numbers.heds}"), ":15: Tosses, beat 'mean': the words 'Once more"),
    ],
)
def test_mistakes_of_a_lesson_are_found_before_the_first_frame(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    """Whatever is wrong with a use of a scene is one line with the lesson's file and line, before any frame."""
    path = write_lesson(tmp_path, lesson=LESSON.replace(*change))
    with pytest.raises(BadInput) as caught:
        render(path, Media(tmp_path / "media"))
    assert str(caught.value).startswith(f"{path}{message}")
    assert WorkersHere.filmed == []


# --- single scenes --------------------------------------------------------------------------------------------------


def test_a_scene_by_itself(tmp_path: Path) -> None:
    """A film with a chapter a beat in the scene's own folder, its numbers beside it; a second run films nothing."""
    write_lesson(tmp_path)
    media = Media(tmp_path / "media")
    target = render_scene(job(tmp_path), media, SilentProgress(), None)
    assert target == media.root / "scenes" / "toy" / "toy.mp4"
    with av.open(str(target)) as film:
        assert [chapter["metadata"]["title"] for chapter in film.chapters()] == ["Count", "The mean", "Pause"]
    assert json.loads(target.with_suffix(".json").read_text())["numbers"] == {"heads": 12.0, "mean": 4.0}
    WorkersHere.filmed.clear()
    render_scene(job(tmp_path), media, SilentProgress(), tmp_path / "again.mp4")
    assert WorkersHere.filmed == []
    assert (tmp_path / "again.mp4").read_bytes() == target.read_bytes()


def test_only_the_file_that_was_asked_for_is_written(tmp_path: Path) -> None:
    """With -o, no other file appears beside it: `data.json` there may be the user's own."""
    write_lesson(tmp_path)
    mine = tmp_path / "out" / "data.json"
    mine.parent.mkdir()
    mine.write_text("mine")
    for name in ("data.mp4", "data.png", "Größe 1.MP4"):
        render_scene(job(tmp_path), Media(tmp_path / "media"), SilentProgress(), tmp_path / "out" / name)
    assert mine.read_text() == "mine"
    assert sorted(path.name for path in mine.parent.iterdir()) == ["Größe 1.MP4", "data.json", "data.mp4", "data.png"]


def test_a_picture_is_the_end_of_the_film(tmp_path: Path) -> None:
    """The PNG is the last picture, the same whether the film was made before or not."""
    write_lesson(tmp_path)
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    render_scene(job(tmp_path), Media(tmp_path / "one"), SilentProgress(), first)
    render_scene(job(tmp_path), Media(tmp_path / "two"), SilentProgress(), tmp_path / "film.mp4")
    WorkersHere.filmed.clear()
    render_scene(job(tmp_path), Media(tmp_path / "two"), SilentProgress(), second)
    assert WorkersHere.filmed == []
    one, two = (np.asarray(Image.open(path)).astype(int) for path in (first, second))
    assert np.abs(one - two).max() <= 2


def test_a_contact_sheet(tmp_path: Path) -> None:
    """One picture with all beats; its folder is made if need be."""
    write_lesson(tmp_path)
    target = render_sheet(job(tmp_path), Media(tmp_path / "media"), SilentProgress(), tmp_path / "new" / "a sheet.png")
    with Image.open(target) as sheet:
        assert sheet.width > 900
    assert not list((tmp_path / "media").rglob("*.partial"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("clip", "clip: a scene cannot be written as a file without an ending. Known are .mp4, .webm,"),
        ("clip.avi", "clip.avi: a scene cannot be written as '.avi'. Known are .mp4, .webm,"),
        ("folder", "folder is a folder. Name the file in it, such as "),
        ("folder.mp4", "folder.mp4 is a folder. Name the file in it, such as "),
        ("heads.csv/clip.mp4", "heads.csv cannot be written: "),
    ],
)
def test_where_a_scene_cannot_be_written(tmp_path: Path, name: str, message: str) -> None:
    """An output place that will not do is refused before anything is filmed."""
    write_lesson(tmp_path)
    for folder in ("folder", "folder.mp4"):
        (tmp_path / folder).mkdir()
    before = contents(tmp_path)
    with pytest.raises(BadInput) as caught:
        render_scene(job(tmp_path), Media(tmp_path / "media"), SilentProgress(), tmp_path / name)
    assert message in str(caught.value)
    assert WorkersHere.filmed == []
    assert contents(tmp_path) == before


def test_media_that_cannot_be_written(tmp_path: Path) -> None:
    """The cache's place is tried before anything is filmed, too."""
    write_lesson(tmp_path)
    with pytest.raises(BadInput, match="cannot be written"):
        render_scene(job(tmp_path), Media(tmp_path / "heads.csv"), SilentProgress(), tmp_path / "a.mp4")
    assert WorkersHere.filmed == []
