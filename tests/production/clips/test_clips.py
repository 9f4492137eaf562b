"""Clips of a lesson: each beat by itself in every format, opened again by others, and never painted twice."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import av
import numpy as np
import pypdfium2
import pytest
import resvg_py
from PIL import Image

from explainers.film.workshops import Workbench
from explainers.production import filming
from explainers.production.clips import filming as clip_filming
from explainers.production.clips.formats import NAMES
from explainers.production.clips.making import make_clips
from explainers.production.clips.plan import ClipPlan, plan_clips, recorded
from explainers.production.clips.writing import write_beat
from explainers.production.filming import render_lesson
from explainers.production.media import Media
from explainers.production.plan import plan_lesson
from explainers.production.progress import SilentProgress
from explainers.spec.clip_list import Clip, ClipList
from explainers.spec.lesson import read_lesson
from explainers.spec.manifest import SoundCue
from explainers.spec.settings import RenderSettings
from explainers.spec.shape import Shape
from tests.toy_lesson import LESSON, NoWorkers, WorkersHere, contents, write_lesson

FPS = 10
WIDTH, HEIGHT = 426, 240
BEATS = ["01-title-title", "02-toy-count", "02-toy-mean", "02-toy-pause", "03-again-mean", "03-again-pause"]


@pytest.fixture(autouse=True)
def _workers_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the workers' work in this process, and count it."""
    monkeypatch.setattr(filming, "WorkerPool", WorkersHere)
    monkeypatch.setattr(clip_filming, "WorkerPool", WorkersHere)
    WorkersHere.filmed.clear()


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of what is painted from now on."""
    keys: list[str] = []
    paint = Workbench.paint

    def counted(self: Workbench, key: str, segment: object) -> None:
        keys.append(key)
        paint(self, key, segment)  # type: ignore[arg-type]

    monkeypatch.setattr(Workbench, "paint", counted)
    return keys


def planned(path: Path, media: Media, *formats: str, shape: Shape | None = None, loops: bool = False) -> ClipPlan:
    """Plan a lesson's clips, in a shape of its own or in another."""
    lesson = read_lesson(path)
    settings = RenderSettings.of(base=lesson.spec.settings(), shape=shape)
    return plan_clips(lesson, settings, media, formats, loops=loops)


def clips(path: Path, media: Media, *formats: str, shape: Shape | None = None, loops: bool = False) -> ClipList:
    """Plan and write a lesson's clips."""
    plan = planned(path, media, *formats, shape=shape, loops=loops)
    (written,) = make_clips([plan], media, SilentProgress(), workers=1)
    return written


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Media, ClipList]:
    """The toy lesson's clips in every format, from one run: its file, its media and the list."""
    folder = tmp_path_factory.mktemp("clips – ünïcode")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clip_filming, "WorkerPool", WorkersHere)
        path, media = write_lesson(folder), Media(folder / "media")
        WorkersHere.filmed.clear()
        written = clips(path, media, *NAMES)
        assert len(WorkersHere.filmed) == 3, "each scene runs once for all formats"
        return path, media, written


@pytest.fixture
def folder(made: tuple[Path, Media, ClipList]) -> Path:
    """Where the clips are."""
    return made[1].lesson("coins") / "clips" / "16x9"


def each(made: tuple[Path, Media, ClipList], *formats: str) -> Iterator[tuple[Clip, Path]]:
    """Every clip of some formats, with its file."""
    for clip in made[2].clips:
        if clip.format in formats:
            yield clip, made[1].lesson("coins") / "clips" / "16x9" / clip.file


def rgba(path: Path, format_: str) -> np.ndarray:
    """A still as other programs show it, in the size of the film."""
    if format_ == "svg":
        file = io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=path.read_text(encoding="utf-8"))))
        return np.array(Image.open(file).convert("RGB"))
    if format_ == "pdf":
        with pypdfium2.PdfDocument(path) as document:
            assert len(document) == 1
            page = document[0]
            return np.array(page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB"))
    return np.array(Image.open(path).convert("RGB"))


# --- what is made ---------------------------------------------------------------------------------------------------


def test_every_beat_is_there_in_every_format(folder: Path, made: tuple[Path, Media, ClipList]) -> None:
    """A file for each beat that the lesson shows and each format, and the list; nothing half done."""
    expected = [f"{beat}.{name}" for beat in BEATS for name in NAMES]
    assert sorted(contents(folder)) == sorted([*expected, "clips.json"])
    assert [clip.file for clip in made[2].clips] == expected
    assert not list(made[1].root.rglob("*.partial"))


def test_the_list_says_what_is_in_the_files(folder: Path, made: tuple[Path, Media, ClipList]) -> None:
    """Scene, beat, words, alternative text, length, size: enough for a page to show one; no path of this machine."""
    text = (folder / "clips.json").read_text(encoding="utf-8")
    assert ClipList.model_validate_json(text) == made[2]
    assert str(made[0].parent) not in text
    assert (made[2].lesson, made[2].title, made[2].shape) == ("coins", "Coins, & how to count them", "16x9")
    mean = next(clip for clip in made[2].clips if clip.file == "02-toy-mean.mp4")
    assert (mean.scene, mean.beat, mean.title) == ("toy", "mean", "The mean")
    assert (mean.words, mean.alt) == ("That makes 4.00 a toss. Not half.", "A square moves.")
    assert next(clip.words for clip in made[2].clips if clip.file == "03-again-mean.gif") == "Once more, 12 heads."
    for clip in made[2].clips:
        assert (clip.width, clip.height, clip.loop) == (WIDTH, HEIGHT, False)
        assert clip.bytes == (folder / clip.file).stat().st_size
        assert clip.transparent is (clip.format in ("webm", "mov"))


@pytest.mark.parametrize(
    ("format_", "codec", "exact"),
    [("mp4", "h264", 1e-6), ("webm", "vp9", 0.001), ("mov", "prores", 1e-6), ("gif", "gif", 0.005)],
)
def test_films_play(made: tuple[Path, Media, ClipList], format_: str, codec: str, exact: float) -> None:
    """Each opens with its size, its length as exact as its clock, and every picture; with alpha where it should."""
    for clip, path in each(made, format_):
        assert seconds(path) == pytest.approx(clip.seconds, abs=exact)
        frames = decoded(path, codec)
        assert frames[0].shape == (HEIGHT, WIDTH, 4)
        if clip.transparent:
            assert frames[-1][0, 0, 3] < 4, "the corner is empty"
            assert frames[-1][..., 3].max() > 200, "and something is shown"
        else:
            assert frames[-1][..., 3].min() == 255


def seconds(path: Path) -> float:
    """How long a film lasts, as its file says."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        if stream.duration is None:
            return (film.duration or 0) / av.time_base
        return float(stream.duration * (stream.time_base or Fraction(0)))


def decoded(path: Path, codec: str) -> list[np.ndarray]:
    """Every picture of a film, with its alpha, which FFmpeg's own decoder of VP9 leaves out."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        assert stream.codec_context.name == codec
        decoder = stream.codec_context
        if codec == "vp9":
            created = av.CodecContext.create("libvpx-vp9", "r")
            assert isinstance(created, av.VideoCodecContext)
            decoder = created
        packets = [packet for packet in film.demux(stream) if packet.size]
        frames = [frame.to_ndarray(format="rgba") for packet in [*packets, None] for frame in decoder.decode(packet)]
        assert len(frames) == len(packets)
        return frames


@pytest.mark.parametrize("format_", ["svg", "pdf"])
def test_stills_show_the_poster(made: tuple[Path, Media, ClipList], format_: str) -> None:
    """SVG and PDF, drawn by resvg and pdfium, are the picture of the PNG: the beat's last one."""
    posters = {(clip.scene, clip.beat): path for clip, path in each(made, "png")}
    for clip, path in each(made, format_):
        poster = rgba(posters[clip.scene, clip.beat], "png")
        assert poster.shape == (HEIGHT, WIDTH, 3)
        drawn = rgba(path, format_)
        drawn = np.array(Image.fromarray(drawn).resize((WIDTH, HEIGHT)))
        assert np.abs(drawn.astype(int) - poster).mean() < 2
        assert clip.seconds == 0


def test_an_svg_holds_shapes(made: tuple[Path, Media, ClipList]) -> None:
    """It is XML with paths, and no picture of pixels in it."""
    for _, path in each(made, "svg"):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}
        assert "path" in tags
        assert "image" not in tags


def test_the_poster_is_the_end_of_the_film(made: tuple[Path, Media, ClipList]) -> None:
    """What stands on a slide before and after the film is the film's last picture."""
    posters = {(clip.scene, clip.beat): path for clip, path in each(made, "png")}
    for clip, path in each(made, "mp4"):
        poster = rgba(posters[clip.scene, clip.beat], "png").astype(int)
        last = decoded(path, "h264")[-1][..., :3]
        assert np.abs(poster - last).mean() < 4


# --- what is not made again -----------------------------------------------------------------------------------------


def test_a_second_run_does_nothing(
    made: tuple[Path, Media, ClipList], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process begins, and no file is written, not even from the cache: it may have been emptied."""
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    monkeypatch.setattr(clip_filming, "WorkerPool", NoWorkers)
    kept = Media(made[1].root.parent / "elsewhere")
    plan = plan_clips(read_lesson(made[0]), read_lesson(made[0]).spec.settings(), kept, NAMES, output=folder.parent)
    assert make_clips([plan], kept, SilentProgress(), 1) == (made[2],)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_what_is_missing_comes_from_the_cache(
    made: tuple[Path, Media, ClipList], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clip that was deleted or damaged is written again, the same to the byte, and no process begins."""
    before = contents(folder)
    (folder / "02-toy-mean.gif").unlink()
    (folder / "02-toy-mean.mp4").write_bytes(b"half")
    monkeypatch.setattr(clip_filming, "WorkerPool", NoWorkers)
    clips(made[0], made[1], *NAMES)
    assert contents(folder) == before


def test_a_lesson_that_was_rendered_has_painted_its_clips(tmp_path: Path, painted: list[str]) -> None:
    """After `lesson`, MP4 and posters cost no run; a further format costs one, and posters are not painted again."""
    path, media = write_lesson(tmp_path), Media(tmp_path / "media")
    lesson = read_lesson(path)
    render_lesson(plan_lesson(lesson, lesson.spec.settings(), media), media, SilentProgress(), 1)
    WorkersHere.filmed.clear()
    painted.clear()
    clips(path, media, "mp4", "png")
    assert (WorkersHere.filmed, painted) == ([], [])
    clips(path, media, "gif")
    assert (len(WorkersHere.filmed), len(painted)) == (3, 6), "a GIF of each beat, and nothing else"


def test_loops_share_what_was_painted(made: tuple[Path, Media, ClipList], folder: Path, painted: list[str]) -> None:
    """Only the way back of each beat that moves is painted for an MP4; stills do not loop; the other clips stay."""
    written = clips(made[0], made[1], "mp4", "png", loops=True)
    loops = [clip for clip in written.clips if clip.loop]
    assert [clip.file for clip in loops] == [f"{beat}-loop.mp4" for beat in BEATS]
    assert len(painted) == len(loops)
    assert len(written.clips) == len(made[2].clips) + len(loops)
    for clip in loops:
        frames = decoded(folder / clip.file, "h264")
        plain = decoded(folder / clip.file.replace("-loop", ""), "h264")
        assert np.abs(frames[0].astype(int) - frames[-1]).mean() < 1
        assert all(np.array_equal(one, other) for one, other in zip(plain, frames, strict=False))
        with av.open(str(folder / clip.file)) as film:
            stream = film.streams.video[0]
            assert float((stream.duration or 0) * (stream.time_base or 0)) == pytest.approx(clip.seconds)
    for name in contents(folder):
        if "-loop" in name:
            (folder / name).unlink()


# --- what changes ---------------------------------------------------------------------------------------------------


@pytest.fixture
def lesson(tmp_path: Path) -> tuple[Path, Media]:
    """A lesson with posters, which are made fastest."""
    path, media = write_lesson(tmp_path), Media(tmp_path / "media")
    clips(path, media, "png", "svg")
    WorkersHere.filmed.clear()
    return path, media


def test_what_the_lesson_no_longer_says_is_removed(lesson: tuple[Path, Media]) -> None:
    """With other words, what shows the old ones goes, in formats not asked for, too; what others put there stays."""
    path, media = lesson
    folder = media.lesson("coins") / "clips" / "16x9"
    (folder / "my-own.png").write_bytes(b"mine")
    write_lesson(path.parent, lesson=LESSON.replace("[mean, pause]", "[mean]").replace("Once more", "Again"))
    written = clips(path, media, "png")
    assert WorkersHere.filmed == ["again 0"]
    toy = [f"{beat}.{name}" for beat in BEATS[:4] for name in ("png", "svg")]
    assert [clip.file for clip in written.clips] == [*toy, "03-again-mean.png"]
    assert sorted(contents(folder)) == sorted([*toy, "03-again-mean.png", "clips.json", "my-own.png"])


def test_another_theme_replaces_what_is_asked_for(lesson: tuple[Path, Media]) -> None:
    """The files of the formats that are asked for are written anew; those of the others are right as they are."""
    path, media = lesson
    folder = media.lesson("coins") / "clips" / "16x9"
    before = contents(folder)
    write_lesson(path.parent, lesson=LESSON + "theme: light\n")
    written = clips(path, media, "png")
    after = contents(folder)
    assert {clip.theme for clip in written.clips if clip.format == "png"} == {"light"}
    assert {clip.theme for clip in written.clips if clip.format == "svg"} == {"dark"}
    assert {name for name in after if before[name] != after[name]} == {*(f"{b}.png" for b in BEATS), "clips.json"}


def test_shapes_have_folders_of_their_own(lesson: tuple[Path, Media]) -> None:
    """Square and upright stills come from one call, in their sizes, laid out anew and not cut out of a wide frame."""
    path, media = lesson
    plans = [planned(path, media, "png", shape=shape) for shape in ("1:1", "9:16")]
    square, upright = make_clips(plans, media, SilentProgress(), 1)
    assert (square.shape, upright.shape) == ("1x1", "9x16")
    for shape, width, height in (("1x1", 240, 240), ("9x16", 240, 426)):
        names = sorted(file.name for file in (media.lesson("coins") / "clips" / shape).glob("*.png"))
        assert names == [f"{beat}.png" for beat in BEATS]
        with Image.open(media.lesson("coins") / "clips" / shape / names[1]) as image:
            assert image.size == (width, height)
            shown = np.array(image.convert("L")).astype(int)
        middle = shown[height // 2]
        square_pixels = int((np.abs(middle - middle[0]) > 40).sum())
        assert 20 < square_pixels < width // 2, "the square of two units is whole, and not as cut out of a wide frame"


def test_a_list_that_cannot_be_read_is_written_anew(lesson: tuple[Path, Media]) -> None:
    """Whatever stands in it: nothing outside of the folder is ever touched."""
    path, media = lesson
    folder = media.lesson("coins") / "clips" / "16x9"
    listed = json.loads((folder / "clips.json").read_text())
    outside = media.root / "outside.png"
    outside.write_bytes(b"mine")
    listed["clips"][0] |= {"file": "../../../../outside.png", "content": "other", "bytes": 4}
    for text in (json.dumps(listed), "", "[]", "{"):
        (folder / "clips.json").write_text(text)
        assert len(clips(path, media, "png").clips) == len(BEATS)
    assert outside.read_bytes() == b"mine"


def test_a_run_that_is_stopped_keeps_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, painted: list[str]
) -> None:
    """Scenes that were done are written and listed; the next run paints the others alone."""
    path, media = write_lesson(tmp_path), Media(tmp_path / "media")
    film: Callable[..., Iterator[object]] = WorkersHere.film_renditions

    def stopped(self: WorkersHere, *arguments: object) -> Iterator[object]:
        done = film(self, *arguments)
        yield next(done)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(WorkersHere, "film_renditions", stopped)
        with pytest.raises(KeyboardInterrupt):
            clips(path, media, "png", "gif")
    folder = media.lesson("coins") / "clips" / "16x9"
    first = contents(folder)
    listed = ClipList.model_validate_json(first["clips.json"])
    assert {clip.scene for clip in listed.clips} == {"toy"}
    assert sorted(first) == sorted([*(clip.file for clip in listed.clips), "clips.json"])
    assert not list(media.root.rglob("*.partial"))
    painted.clear()
    clips(path, media, "png", "gif")
    assert len(WorkersHere.filmed) == 3
    assert all(contents(folder)[name] == first[name] for name in first if name != "clips.json")
    assert len(contents(folder)) == 2 * len(BEATS) + 1


@pytest.mark.parametrize(("format_", "codec"), [("mp4", "aac"), ("webm", "opus")])
def test_words_that_are_heard_are_in_the_clip(
    made: tuple[Path, Media, ClipList], tmp_path: Path, format_: str, codec: str
) -> None:
    """The sounds of a beat begin where they did in the scene; a loop has none."""
    tone = tmp_path / "tone.wav"
    with wave.open(str(tone), "wb") as file:
        file.setparams((1, 2, 48000, 0, "NONE", ""))
        file.writeframes((8000 * np.sin(np.arange(24000) * 0.05)).astype("<i2").tobytes())
    (wanted,) = planned(made[0], made[1], format_).scenes[1].wanted
    scene = recorded(made[1], planned(made[0], made[1], format_).scenes[1].job, wanted)
    assert scene is not None
    beat = scene.beats[1].model_copy(update={"sounds": (SoundCue(file=str(tone), start=0.5, gain=None),)})
    write_beat(beat, wanted.rendition, made[1], tmp_path / f"said.{format_}")
    write_beat(beat, replace(wanted.rendition, loops=True), made[1], tmp_path / f"loop.{format_}")
    with av.open(str(tmp_path / f"said.{format_}")) as film:
        assert film.streams.audio[0].codec_context.name == codec
        heard = np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])
        rate = film.streams.audio[0].rate
    loud = np.flatnonzero(np.abs(heard) > 0.05) / rate
    assert (loud[0], loud[-1]) == (pytest.approx(0.5, abs=0.06), pytest.approx(1.0, abs=0.06))
    with av.open(str(tmp_path / f"loop.{format_}")) as film:
        assert not film.streams.audio
