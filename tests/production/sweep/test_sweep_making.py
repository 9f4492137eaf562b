"""Sweeps made: files that others open, rows that fail and rows that do not, answers that stay apart."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import pytest
from click.testing import CliRunner, Result
from PIL import Image, ImageSequence
from playwright.sync_api import Page, sync_playwright

import render
from explainers.production.jobs import SceneJob
from explainers.production.pool import WorkerPool
from explainers.production.sweep import filming
from explainers.spec.errors import MathframesError
from explainers.spec.manifest import RenderedScene
from explainers.spec.rendition import Rendition
from explainers.spec.sweep_index import SweepIndex
from tests.browser import opened
from tests.toy_lesson import NoWorkers, WorkersHere, contents

SCENE = '''"""A number, multiplied."""

from dataclasses import dataclass
from typing import ClassVar

from manim import RIGHT, FadeIn, Square
from pydantic import Field

from explainers.stage import Beat, ExplainerScene, LossText, Question, SceneParams


class TimesParams(SceneParams):
    """What may be changed."""

    factor: int = Field(2, ge=-4, le=4, description="What three is multiplied by")
    loss: LossText = Field("booth", description="A loss")


@dataclass(frozen=True)
class TimesNumbers:
    """The product."""

    product: int


class Times(ExplainerScene[TimesParams]):
    """A product."""

    title = "Three times"
    beats: ClassVar = {
        "question": Beat("What is three times {params.factor}?", alt="A square."),
        "answer": Beat("It is {numbers.product}.", alt="The square has moved by {numbers.product}."),
    }
    practice: ClassVar = [Question("What is 3 times {params.factor}?", lambda numbers: numbers.product)]

    @staticmethod
    def solve(params: TimesParams) -> TimesNumbers:
        if params.factor == 0:
            raise ValueError("factor: zero makes no product to speak of")
        return TimesNumbers(3 * params.factor)

    def construct(self) -> None:
        if self.params.factor == 4:
            raise RuntimeError("four is too far")
        square = Square(0.5 + abs(self.params.factor) / 2, fill_opacity=1, color=self.theme.shape)
        with self.beat("question"):
            self.play(FadeIn(square), run_time=0.2)
        with self.beat("answer"):
            self.play(square.animate.shift(RIGHT * self.params.factor), run_time=0.2)
'''

TABLE = "name,factor\none,1\ntwo,2\nminus,-3\n"
Run = Callable[..., Result]


class SweepHere(WorkersHere):
    """Stands in for the pool of processes; a job that fails is told of, and the others go on."""

    def attempts(self, work: Callable[[Any, Path], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        """Do one task after the other."""
        for task in tasks:
            try:
                yield work(task, self._cache)
            except MathframesError as error:
                yield error

    def film_renditions(
        self,
        wanted: Sequence[tuple[SceneJob, tuple[Rendition, ...]]],
        folder: Path,
        tell: Any,
        failed: Callable[[SceneJob, MathframesError], None] | None = None,
    ) -> Iterator[tuple[SceneJob, tuple[RenderedScene, ...]]]:
        """Film one job after the other."""
        assert failed is not None
        for each in wanted:
            try:
                yield from super().film_renditions([each], folder, tell)
            except MathframesError as error:
                failed(each[0], error)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a small sweep of the scene in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(filming, "WorkerPool", SweepHere)
    WorkersHere.filmed.clear()
    (tmp_path / "times.py").write_text(SCENE, encoding="utf-8")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")

    def sweep(*arguments: str) -> Result:
        small = ("-r", "128x72", "--fps", "5", "-o", "out")
        result = CliRunner().invoke(render.main, ["sweep", "times.py", *arguments, *small])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return sweep


def index() -> SweepIndex:
    """The index that was written."""
    return SweepIndex.model_validate_json(Path("out/index.json").read_bytes())


def seconds(file: str) -> float:
    """How long ffmpeg's libraries say that a film is."""
    with av.open(file) as container:
        assert container.duration is not None
        return container.duration / 1_000_000


def test_every_row_is_a_film(run: Run) -> None:
    """A row is a film of its own length, with its own words as captions' text, in the order of the table."""
    assert run("table.csv").exit_code == 0
    assert [row.file for row in index().rows] == ["one.mp4", "two.mp4", "minus.mp4"]
    for row in index().rows:
        assert seconds(f"out/{row.file}") == pytest.approx(row.seconds, abs=0.2)
    assert "It is -9." in index().rows[2].words
    with Image.open("out/stills/minus.png") as left, Image.open("out/stills/two.png") as right:
        assert left.size == (128, 72)
        assert left.tobytes() != right.tobytes()


def test_the_sheet_shows_every_row(run: Run) -> None:
    """The contact sheet grows with its rows: four pictures in two columns are twice as high as two."""
    run("table.csv", "--still")
    with Image.open("out/sheet.png") as sheet:
        two_rows = sheet.height
    Path("table.csv").write_text("name,factor\none,1\ntwo,2\n", encoding="utf-8")
    run("table.csv", "--still")
    with Image.open("out/sheet.png") as sheet:
        assert two_rows > 1.6 * sheet.height - 100


@pytest.mark.parametrize(("format_", "begins"), [("gif", b"GIF8"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_every_format_opens(run: Run, format_: str, begins: bytes) -> None:
    """Each format is what its ending says, of the beat that was asked for, and the page's still stands beside it."""
    Path("table.csv").write_text("name,factor\none,1\ntwo,2\n", encoding="utf-8")
    result = run("table.csv", "--to", format_, "--beat", "question")
    assert result.exit_code == 0, result.output
    for row in index().rows:
        assert Path("out", row.file).read_bytes().startswith(begins)
        assert Path("out", row.still).is_file()
        assert "It is" not in row.words
    if format_ == "gif":
        with Image.open("out/two.gif") as film:
            lasting = sum(frame.info["duration"] for frame in ImageSequence.Iterator(film)) / 1000
        assert lasting == pytest.approx(index().rows[1].seconds, abs=0.3)


def test_a_second_run_starts_no_process_and_writes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there stays byte for byte, and no worker is asked: of a table, and of what was drawn."""
    for arguments in (("table.csv",), ("--seeds", "1..3", "--vary", "factor", "--still")):
        monkeypatch.setattr(filming, "WorkerPool", SweepHere)
        assert run(*arguments).exit_code == 0
        before = contents(Path("out"))
        times = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
        monkeypatch.setattr(filming, "WorkerPool", NoWorkers)
        again = run(*arguments)
        assert again.exit_code == 0, again.output
        assert "made before" in again.output
        assert contents(Path("out")) == before
        assert times == {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}


def test_only_what_is_missing_is_filmed(run: Run) -> None:
    """A row that is new is filmed, the others are not; a file that was lost comes back from the cache."""
    run("table.csv", "--still")
    WorkersHere.filmed.clear()
    Path("table.csv").write_text(TABLE + "three,3\n", encoding="utf-8")
    Path("out/one.png").unlink()
    assert run("table.csv", "--still").exit_code == 0
    assert WorkersHere.filmed == ["three"]
    assert Path("out/one.png").is_file()


def test_bad_rows_are_named_and_the_others_are_made(run: Run) -> None:
    """A value out of range, one that cannot be solved, one that fails while it is filmed: a line each, in order."""
    Path("table.csv").write_text("name,factor\na,1\nb,12\nc,0\n\nd,4\ne,2,7\nf,2\n", encoding="utf-8")
    result = run("table.csv", "--still")
    assert result.exit_code == 1
    lines = [line for line in result.output.splitlines() if line.startswith("Error")]
    assert len(lines) == 4
    assert lines[0] == "Error: table.csv:3: factor: 12 is more than 4, the largest allowed"
    assert lines[1].startswith("Error: table.csv:4: factor: zero")
    assert lines[2].startswith("Error: table.csv:6: times.py:")
    assert lines[2].endswith("four is too far")
    assert lines[3].startswith("Error: table.csv:7: has 3 cells")
    assert [row.name for row in index().rows] == ["a", "f"]
    assert [row.name for row in index().failed] == ["b", "c", "d", "e"]


def test_a_slip_of_the_pen_loses_nothing(run: Run) -> None:
    """A row that fails now keeps what an earlier run made of it; a row that is gone from the table does not."""
    run("table.csv", "--still")
    Path("table.csv").write_text("name,factor\none,99\ntwo,2\n", encoding="utf-8")
    assert run("table.csv", "--still").exit_code == 1
    assert Path("out/one.png").is_file()
    assert not Path("out/minus.png").exists()


@pytest.mark.parametrize(
    ("arguments", "table", "said"),
    [
        (["table.csv"], "name,facter\na,1\n", "table.csv:1: Parameter 'facter' is not known. Did you mean 'factor'?"),
        (["table.csv", "--facter", "1"], TABLE, "Parameter 'facter' is not known. Did you mean 'factor'?"),
        (["table.csv", "--factor", "1"], TABLE, "factor: is a column of the table, and a flag."),
        (["table.csv", "--vary", "factor"], TABLE, "vary: factor is given, too."),
        (["table.csv", "--vary", "facter"], "name\na\n", "vary: Parameter 'facter' is not known."),
        (["table.csv", "--vary", "loss"], "name\na\n", "vary: loss has no range to draw from."),
        (["table.csv", "--beat", "anser"], TABLE, "Beat 'anser' is not known. Did you mean 'answer'?"),
        (["table.csv", "--to", "mp3"], TABLE, "Format 'mp3' is not known."),
        (["table.csv", "--still", "--to", "svg"], TABLE, "still and to:"),
        (["table.csv", "--loss", "nonsense("], TABLE, "loss:"),
        (["tabel.csv"], TABLE, "there is no such file. Did you mean 'table.csv'?"),
        (["table.csv", "--seeds", "1..3"], TABLE, "one of them"),
        ([], TABLE, "one of them"),
        (["table.csv", "more.csv"], TABLE, "name one scene, and a table"),
        (["--seeds", "1..3"], TABLE, "seeds: the seed changes none of the numbers of 'times'."),
    ],
)
def test_a_wrong_call_is_one_line_and_nothing_is_filmed(run: Run, arguments: list[str], table: str, said: str) -> None:
    """What is wrong with the whole sweep is said once, before the first frame, with status 2; no folder is left."""
    Path("table.csv").write_text(table, encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    (line,) = result.output.splitlines()
    assert said in line
    assert WorkersHere.filmed == []
    assert not Path("out").exists()


def test_exercises_do_not_hold_their_answers(run: Run) -> None:
    """The folder for students has questions and no answers, in no file and no film's words; the answers are right."""
    result = run("--seeds", "1..8", "--vary", "factor=-3..3")
    assert result.exit_code == 0, result.output
    with open("out/questions.csv", encoding="utf-8-sig", newline="") as file:
        asked = list(csv.DictReader(file))
    with open("out-answers.csv", encoding="utf-8-sig", newline="") as file:
        answered = list(csv.DictReader(file))
    record = json.loads(Path("out-answers.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in asked] == [f"Seed {seed}" for seed in range(1, 9)]
    for question, answer, row in zip(asked, answered, index().rows, strict=True):
        factor = int(question["factor"])
        assert factor != 0
        assert int(answer["answer 1"]) == 3 * factor
        assert question["question 1"] == f"What is 3 times {factor}?" == row.questions[0]
        assert record[row.name]["numbers"] == {"product": 3 * factor}
        assert row.words == f"What is three times {factor}?"
        assert "moved" not in row.alt
        assert seconds(f"out/{row.file}") < 4
    assert not any("answer" in name for name in contents(Path("out")))
    told = Path("out/index.html").read_text(encoding="utf-8") + Path("out/index.json").read_text(encoding="utf-8")
    assert "It is" not in told
    assert "product" not in told


def test_draws_are_the_same_again_and_skip_what_cannot_be_made(run: Run) -> None:
    """Seeds draw the same in another run, whichever others are asked for; zero, which cannot be solved, never comes."""
    run("--seeds", "1..12", "--vary", "factor=-1..1", "--still")
    first = {row.name: row.params["factor"] for row in index().rows}
    run("--seeds", "12,3", "--vary", "factor=-1..1", "--still")
    assert {row.name: row.params["factor"] for row in index().rows} == {
        name: first[name] for name in ("times-seed-12", "times-seed-03")
    }
    assert set(first.values()) == {-1, 1}


def test_a_class_list_gets_draws_of_its_own(run: Run) -> None:
    """A table of names alone, with something that varies, is an exercise for each name."""
    Path("class.csv").write_text("name\nAda\nAlan\nAda\n", encoding="utf-8")
    result = run("class.csv", "--vary", "factor=1..3", "--still")
    assert result.exit_code == 0, result.output
    assert [row.file for row in index().rows] == ["Ada.png", "Alan.png", "Ada-2.png"]
    assert Path("out-answers.csv").is_file()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of a browser without a screen."""
    with sync_playwright() as playwright:
        browser = opened(playwright)
        yield browser.new_page()
        browser.close()


def test_the_page_shows_and_plays_every_row_without_a_network(run: Run, page: Page) -> None:
    """Films play and stills show in Chromium; markup in a name is shown as it is written; nothing else is asked for."""
    Path("table.csv").write_text('name,factor\n<b>Ada & "Bob"</b>,1\nzwei,2\n', encoding="utf-8")
    run("table.csv", "--to", "webm")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(Path("out/index.html").resolve().as_uri())
    assert page.locator("h2").all_inner_texts() == ['<b>Ada & "Bob"</b>', "zwei"]
    length = (
        page.locator("video")
        .nth(1)
        .evaluate(
            "video => new Promise((yes, no) => { video.onloadeddata = () => yes(video.duration);"
            " video.onerror = () => no(video.error.message); video.preload = 'auto'; video.load() })"
        )
    )
    assert length == pytest.approx(index().rows[1].seconds, abs=0.3)
    assert all(url.startswith("file:") for url in asked)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_real_processes_do_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With workers of its own, a sweep names the rows that fail in any way, and makes the others."""
    monkeypatch.setattr(filming, "WorkerPool", WorkerPool)
    Path("table.csv").write_text("name,factor\na,1\nb,12\nc,4\nd,2\n", encoding="utf-8")
    call = ["sweep", "times.py", "table.csv", "--still", "-r", "128x72", "--workers", "2", "-o", "out"]
    result = CliRunner().invoke(render.main, call)
    assert result.exit_code == 1, result.output
    assert [line.split()[1] for line in result.output.splitlines() if line.startswith("Error")] == [
        "table.csv:3:",
        "table.csv:4:",
    ]
    assert [row.name for row in index().rows] == ["a", "d"]
