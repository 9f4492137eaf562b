"""Decks on demand: what is rendered first, what is reused, and one line for whatever goes wrong."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import render
from explainers.production import filming, progress
from explainers.production.deck import vector_stills
from explainers.production.deck.making import settings_before
from explainers.production.media import Media
from explainers.production.progress import SilentProgress
from explainers.spec.lesson import read_lesson
from tests.toy_lesson import LESSON, NoWorkers, WorkersHere, contents, write_lesson

SMALL = LESSON.replace("426x240", "128x72")


@dataclass(frozen=True)
class Bench:
    """A lesson file, and a media folder of the test's own, in which the lesson is rendered already."""

    lesson: Path
    media: Path

    @property
    def made(self) -> Path:
        """The folder of what is made of the lesson."""
        return self.media / "lessons" / "coins"

    def run(self, *arguments: str, command: str = "deck") -> Result:
        """Call render.py in this process."""
        return CliRunner().invoke(render.main, [command, str(self.lesson), "--media", str(self.media), *arguments])

    def complaint(self, *arguments: str, status: int = 2) -> str:
        """Call it wrongly; return the one line on the error stream."""
        result = self.run(*arguments)
        assert result.exit_code == status, result.output
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        return line


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The toy lesson with its deck, made once, as it is for somebody who has nothing yet."""
    folder = tmp_path_factory.mktemp("lesson")
    bench = Bench(write_lesson(folder, lesson=SMALL), folder / "media")
    with pytest.MonkeyPatch.context() as patched:
        use(patched, WorkersHere)
        result = bench.run()
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(str(bench.made / "deck.pptx"))
    return bench


@pytest.fixture
def bench(rendered: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """The rendered lesson, to be spoilt; the workers' work is done in this process."""
    use(monkeypatch, WorkersHere)
    WorkersHere.filmed.clear()
    shutil.copytree(rendered.media, tmp_path / "media")
    return Bench(rendered.lesson, tmp_path / "media")


def use(monkeypatch: pytest.MonkeyPatch, workers: type[WorkersHere]) -> None:
    """Let these workers do the work."""
    for module in (filming, vector_stills):
        monkeypatch.setattr(module, "WorkerPool", workers)


def test_a_lesson_that_is_not_rendered_is_rendered_first(rendered: Bench) -> None:
    """Asked for a deck alone, the film is made, too."""
    assert (rendered.made / "lesson.mp4").is_file()
    assert (rendered.made / "deck.pptx").is_file()
    assert [path.name for path in rendered.media.rglob("*.partial")] == []


def test_a_film_that_is_there_is_used(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for other forms, nothing is filmed again, and the film's file is not touched."""
    use(monkeypatch, NoWorkers)
    film = (bench.made / "lesson.mp4").stat().st_mtime_ns
    stale = bench.made / "slides" / "question-99.mp4"
    stale.parent.mkdir()
    stale.write_bytes(b"of a longer lesson")
    assert bench.run("--to", "html", "--to", "manim-slides", "--to", "html").exit_code == 0
    assert (bench.made / "deck.html").is_file()
    assert (bench.made / "slides" / "coins.json").is_file()
    assert not stale.exists()
    assert (bench.made / "lesson.mp4").stat().st_mtime_ns == film


class Told(SilentProgress):
    """Notes which files are written, and how many slides of each got done."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.slides: list[tuple[int, int]] = []

    def write(self, file: str, slides: int) -> None:
        self.files.append(file)
        self.slides.append((slides, 0))

    def wrote(self) -> None:
        of, done = self.slides[-1]
        self.slides[-1] = (of, done + 1)


def test_it_is_told_how_far_a_deck_is(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is named, and its slides are counted to the last one: eight, or two pictures for each question."""
    told = Told()
    monkeypatch.setattr(progress, "shown_progress", lambda *, quiet: nullcontext(told))
    forms = [word for form in ("pptx", "html", "manim-slides", "pdf") for word in ("--to", form)]
    assert bench.run(*forms).exit_code == 0
    assert told.files == ["deck.pptx", "deck.html", "coins.json", "deck.pdf"]
    assert told.slides == [(8, 8), (8, 8), (4, 4), (0, 0)]


def test_the_last_film_s_size_is_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film in another size and theme than the lesson's own serves as it is, unless a flag asks for more."""
    assert bench.run("-r", "64x64", "--theme", "light", command="lesson").exit_code == 0
    use(monkeypatch, NoWorkers)
    assert bench.run().exit_code == 0
    assert bench.run("-r", "96x64").exit_code == 1


def test_a_pdf_needs_no_film(bench: Bench) -> None:
    """Stills are drawn without the film, also in another theme; the lesson's other files stay as they are."""
    before = contents(bench.made)
    assert bench.run("--to", "pdf", "--theme", "light").exit_code == 0
    after = contents(bench.made)
    assert after.pop("deck.pdf").startswith(b"%PDF")
    assert after == before


def test_what_was_there_stays_when_a_deck_fails(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deck that cannot be written leaves the earlier one, the film, and nothing half-done."""
    before = contents(bench.media / "lessons")

    def fails(deck: object, target: Path, progress: object) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("explainers.production.deck.powerpoint.write_powerpoint", fails)
    assert "disk is full" in bench.complaint(status=1)
    assert contents(bench.media / "lessons") == before


def test_a_damaged_clip_is_named(bench: Bench) -> None:
    """A clip that was spoilt without changing its size is named, with the cure."""
    (clip,) = (bench.made / "clips").glob("02-*-mean.mp4")
    clip.write_bytes(b"\0" * clip.stat().st_size)
    line = bench.complaint(status=1)
    assert clip.name in line
    assert "Render the lesson again" in line


def test_a_lost_clip_is_made_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a file of the lesson is missing, the lesson is put together again, and the deck is the same."""
    before = (bench.made / "deck.pptx").read_bytes()
    for clip in (bench.made / "clips").iterdir():
        clip.unlink()
    use(monkeypatch, NoWorkers)
    assert bench.run().exit_code == 0
    assert len((bench.made / "deck.pptx").read_bytes()) == len(before)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "odp"), "'odp' is not one of 'pptx', 'html', 'pdf', 'manim-slides'"),
        (("-t",), "no transparency"),
        (("--theme", "grey"), "'grey' is not one of"),
    ],
)
def test_what_cannot_be_asked_for_is_said_in_a_line(
    rendered: Bench, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """A form or a colour that is not known: one line, and nothing is done."""
    assert said in Bench(rendered.lesson, tmp_path / "media").complaint(*arguments)
    assert not (tmp_path / "media").exists()


def test_a_lesson_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The name that was typed stands in the line."""
    assert "nothing.yaml" in Bench(tmp_path / "nothing.yaml", tmp_path / "media").complaint()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("learning-rate: 1", "learning-rate: 99", "99"),
        ("more, {numbers.heads:g}", "more, {numbers.haeds:g}", "there is no 'haeds'; did you mean 'heads'?"),
    ],
)
def test_a_mistake_in_the_lesson_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, said: str
) -> None:
    """What is wrong with a lesson, a value or a name in its words, is told as it is told when it is rendered."""
    use(monkeypatch, WorkersHere)
    lesson = write_lesson(tmp_path, lesson=SMALL.replace(right, wrong))
    (line,) = (number for number, text in enumerate(lesson.read_text().splitlines(), start=1) if wrong in text)
    complaint = Bench(lesson, tmp_path / "media").complaint()
    assert f"{lesson}:{line}: " in complaint
    assert said in complaint


def test_settings_of_a_lesson_that_was_never_rendered(rendered: Bench, tmp_path: Path) -> None:
    """They are those of its file."""
    settings = settings_before(read_lesson(rendered.lesson), Media(tmp_path / "media"))
    assert (settings.width, settings.height, settings.fps) == (128, 72, 10)
