"""The commands as a user types them: what they print, what they write, and one line for whatever goes wrong."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest
from click.testing import CliRunner, Result

import render
from explainers.commands.options import SceneCommand
from explainers.production import filming, pool
from explainers.production.catalogue import scenes
from explainers.production.jobs import SceneJob
from explainers.production.worker import scene_class
from explainers.spec.settings import RenderSettings
from tests.toy_lesson import LESSON, SCENE, NoWorkers, WorkersHere, contents, write_lesson

ROOT = Path(__file__).parents[1]
SMALL = ["-r", "128x72", "--fps", "10"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shell's folder, with the toy lesson in it; the workers' work is done in this process."""
    folder = tmp_path / "my lesson"
    write_lesson(folder)
    monkeypatch.chdir(folder)
    for module in (filming, pool):
        monkeypatch.setattr(module, "WorkerPool", WorkersHere)
    WorkersHere.filmed.clear()
    return folder


def run(*arguments: str) -> Result:
    """Call render.py in this process."""
    return CliRunner().invoke(render.main, list(arguments))


def complaint(*arguments: str, status: int = 2) -> str:
    """Call render.py wrongly; return the one line on the error stream, without its 'Error: '."""
    result = run(*arguments)
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    assert "Traceback" not in line
    return line.removeprefix("Error: ")


# --- what works -----------------------------------------------------------------------------------------------------


def test_list(here: Path) -> None:
    """Scenes by topic and lessons, a line each; as JSON, the same names."""
    result = run("list")
    assert result.exit_code == 0
    listed = json.loads(run("list", "--json").stdout)
    assert set(listed) == {"scenes", "lessons"}
    for entry in (*listed["scenes"], *listed["lessons"]):
        assert re.search(rf"^  {entry['name']} ", result.stdout, re.MULTILINE)


def test_show(here: Path) -> None:
    """Parameters with ranges and defaults, beats with words, practice with answers; as JSON, too."""
    shown = run("show", "toy.py").stdout
    for part in (
        "toy: Tosses\nTosses of a coin, counted.\n",
        "--learning-rate (number, more than 0, at most 10)\n      Size of a step. Default: 0.5\n",
        "--matrix (numbers)\n      A matrix. Default: 3 1; 0 2\n",
        "--rule (choice, left, midpoint, right)",
        "--seed (whole number",
        "\n  count, 2.7 s: There are 12 heads in all.\n",
        "\n  pause, 0.5 s\n",
        "How many heads? 12\n",
    ):
        assert part in shown
    outline = json.loads(run("show", "toy.py", "--json").stdout)
    assert [beat["name"] for beat in outline["beats"]] == ["count", "mean", "pause"]
    assert outline["practice"] == [["How many heads?", "12"]]


def test_numbers(here: Path) -> None:
    """Everything the scene computes, as JSON, for the numbers given; data are found from the shell's folder."""
    (here / "mine.csv").write_text("day;heads\n1;5\n")
    assert json.loads(run("numbers", "toy.py").stdout) == {"heads": 12.0, "mean": 4.0}
    assert json.loads(run("numbers", "toy.py:Tosses", "--data", "mine.csv").stdout)["heads"] == 5


def test_numbers_from_anywhere(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From another folder, the scene's default data lie beside it, and a flag's path starts at the shell."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert json.loads(run("numbers", "../my lesson/toy.py").stdout)["heads"] == 12
    (tmp_path / "elsewhere" / "own.csv").write_text("heads\n3\n")
    assert json.loads(run("numbers", f"{here}/toy.py", "--data=own.csv").stdout)["heads"] == 3


@pytest.mark.parametrize(
    ("command", "loss"), [("scene", "-log(x**2 + 1)"), ("scene", "-exp(-y**2)"), ("numbers", "-sinh(x)**2")]
)
def test_a_value_may_begin_with_a_minus(here: Path, command: str, loss: str) -> None:
    """What a parser of options would read as -o, -q, -r or -h is the value of the flag before it."""
    result = run(command, "toy.py", "--loss", loss, "--start", "-1 2", *(SMALL if command == "scene" else []))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("media/scenes/toy/toy.mp4" if command == "scene" else "{")


def test_scene(here: Path) -> None:
    """A film in its own folder of media, its path printed; or the file that -o names, with spaces and umlauts."""
    result = run("scene", "toy.py", *SMALL, "--quiet")
    assert (result.exit_code, result.stdout) == (0, "media/scenes/toy/toy.mp4\n")
    named = run("scene", "toy.py", *SMALL, "-o", "out/Größe 1.mp4", "--learning-rate", "2", "--theme", "light")
    assert named.stdout == "out/Größe 1.mp4\n"
    with av.open("out/Größe 1.mp4") as film:
        context = film.streams.video[0].codec_context
        assert (context.width, context.height) == (128, 72)


def test_sheet(here: Path) -> None:
    """A picture with all beats."""
    result = run("sheet", "toy.py", *SMALL, "-o", "sheet.png", "--media", "else where")
    assert (result.exit_code, result.stdout) == (0, "sheet.png\n")
    assert (here / "sheet.png").stat().st_size > 1000
    assert not (here / "media").exists()


def test_lesson(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--plan says what would be done and does nothing; then it is done; then it is reused without a worker."""
    plan = run("lesson", "coins.yaml", "--plan", *SMALL)
    assert plan.stdout.splitlines()[0] == "coins: 128x72 at 10 frames a second, dark"
    assert not (here / "media").exists()
    done = run("lesson", "coins.yaml", *SMALL)
    assert re.fullmatch(r"media/lessons/coins/lesson.mp4: done, 0:\d\d in 6 beats\n", done.stdout)
    monkeypatch.setattr(filming, "WorkerPool", NoWorkers)
    again = run("lesson", "coins.yaml", *SMALL)
    assert again.stdout == done.stdout.replace("done", "unchanged")
    assert run("lesson", "coins.yaml", "--plan", *SMALL).stdout.endswith("  nothing has changed: all of it is reused\n")


def test_the_same_lesson_twice(here: Path) -> None:
    """Given twice, it is made once; two lessons that share a scene film it once."""
    (here / "other.yaml").write_text(
        "title: B\ntitle_card: false\nscenes: [{scene: toy.py, params: {data: heads.csv}}]\n"
    )
    result = run("lesson", "coins.yaml", "coins.yaml", "other.yaml", *SMALL)
    assert [line.split("/")[2] for line in result.stdout.splitlines()] == ["coins", "other"]
    assert sorted(WorkersHere.filmed) == ["again", "title", "toy"]


def test_new(here: Path) -> None:
    """The files are named, and the scene is shown at once."""
    assert run("new", "chain-rule").stdout.endswith("chain_rule.py\n")
    assert "chain-rule: Chain rule" in run("show", "chain_rule.py").stdout


def test_doctor(here: Path) -> None:
    """A line for each thing looked at."""
    result = run("doctor")
    assert "ok       typesetting" in result.stdout
    assert result.exit_code in (0, 1)


def test_no_option_hides_a_parameter() -> None:
    """A scene's own parameters are flags, too: no command that takes them has an option of the same name."""
    options = {
        option
        for command in render.main.commands.values()
        if isinstance(command, SceneCommand)
        for parameter in command.params
        for option in parameter.opts
    }
    taken = {
        (source.name, name)
        for source in scenes()
        for name in scene_class(SceneJob(source.name, source, {}, ROOT, RenderSettings())).params_class().model_fields
        if f"--{name.replace('_', '-')}" in options
    }
    assert taken == set()


def test_help_and_version() -> None:
    """Every command says what it does."""
    assert run("--version").stdout == "mathframes, version 0.1.0\n"
    for command in render.main.commands:
        result = run(command, "--help")
        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: ")


# --- what is wrong with the call ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("lessen x", "Command 'lessen' is not known. Did you mean 'lesson'?"),
        ("show tyo.py", "There is no file 'tyo.py'. Did you mean 'toy.py'?"),
        ("show toy.py:Toses", "toy.py: class 'Toses' is not known. Did you mean 'Tosses'?"),
        ("numbers no-such-scene-at-all", "Scene 'no-such-scene-at-all' is not known."),
        ("scene", "Missing argument 'SCENE'."),
        ("lesson", "Missing argument 'LESSON...'."),
        ("lesson conis.yaml", "There is no lesson file 'conis.yaml'. Did you mean 'coins.yaml'?"),
        ("lesson no-such-lesson", "Lesson 'no-such-lesson' is not known."),
        ("lesson coins.yaml --qality m", "No such option '--qality'."),
        ("scene toy.py -q z", "Invalid value for '-q' / '--quality': 'z' is not one of 'l', 'm', 'h', 'p', 'k'."),
        ("scene toy.py --theme blue", "Invalid value for '--theme': 'blue' is not one of 'dark', 'light'."),
        ("scene toy.py --fps 0", "Invalid value for '--fps': 0 is not in the range 1<=x<=120."),
        ("scene toy.py -r big", "resolution: 'big' is not a size. Write width x height, such as 1280x720."),
        ("scene toy.py -r 1281x720", "width: 1281 is odd; video needs an even number of pixels, such as 1282"),
        ("show toy.py 3", "'3' is not understood. A scene's parameters are written --name value."),
        ("show toy.py --matrix", "--matrix: its value is missing."),
        ("show toy.py --seed 1 --seed 2", "--seed is given twice."),
        ("new 2d", "'2d' cannot be a scene's name."),
        ("new x --topic calclus", "Topic 'calclus' is not known. Did you mean 'calculus'?"),
        ("scene toy.py -o clip.avi", "clip.avi: a scene cannot be written as '.avi'. Known are .mp4, .webm"),
        ("scene toy.py -o .", ". is a folder. Name the file in it, such as toy.mp4."),
        ("scene toy.py -o heads.csv/a.mp4", "heads.csv cannot be written: "),
        ("scene toy.py --media heads.csv", "heads.csv/scenes/toy cannot be written: "),
        ("lesson coins.yaml --media /proc/no", "/proc/no/lessons/coins cannot be written: "),
        ("sheet toy.py -o a.mp4", "a.mp4: a contact sheet cannot be written as '.mp4'. Known are .png."),
    ],
)
def test_a_wrong_call(here: Path, arguments: str, message: str) -> None:
    """One line that names the thing and the cure, exit status 2, and nothing written."""
    before = contents(here)
    assert complaint(*arguments.split(" ")).startswith(message)
    assert contents(here) == before
    assert WorkersHere.filmed == []


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--learnin-rate", "1"], "Parameter 'learnin_rate' is not known. Did you mean 'learning_rate'?"),
        (["--learning-rate", "12"], "learning_rate: 12 is more than 10, the largest allowed"),
        (["--learning-rate", "nan"], "learning_rate: nan is not a finite number"),
        (["--learning-rate", "inf"], "learning_rate: inf is not a finite number"),
        (["--learning-rate", "fast"], "learning_rate: 'fast' is not a number"),
        (["--matrix", "1 2 3; 4 5 6"], "matrix: '1 2 3; 4 5 6' is not a 2x2 matrix."),
        (["--matrix", "a b; c d"], "matrix: 'a b' is not a matrix of numbers"),
        (["--rule", "midpont"], "rule: 'midpont' is not one of left, midpoint, right. Did you mean 'midpoint'?"),
        (["--start", "9 9"], "start: is outside of the domain; take numbers from -5 to 5"),
        (["--loss", "rosenbrok"], "loss: "),
        (["--loss", "x + z"], "loss: "),
        (["--loss", "__import__('os').remove('heads.csv')"], "loss: "),
        (["--loss", "open('x')"], "loss: "),
        (["--loss", "x +"], "loss: "),
        (["--prior", "0 1"], "prior: its parameters must be positive"),
        (["--data", "haeds.csv"], "data: there is no file 'haeds.csv'. Did you mean 'heads.csv'?"),
        (["--column", "haeds"], "heads.csv: has no column 'haeds'. Did you mean 'heads'?"),
        (["--column", "day"], "heads.csv, row 1 (line 2), column 'day': 'Monday' is not a number."),
    ],
)
@pytest.mark.parametrize("command", ["numbers", "scene"])
def test_a_wrong_parameter(here: Path, command: str, flags: list[str], message: str) -> None:
    """Names, values, expressions and data: one line that begins with the parameter or the file, before any frame."""
    said = complaint(command, "toy.py", *flags)
    assert said.startswith(message)
    assert WorkersHere.filmed == []
    assert (here / "heads.csv").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "bad.csv: is empty."),
        ("heads\n", "bad.csv: has a header, but no row below it."),
        ("heads\n1\n\n2\n", "bad.csv, row 2 (line 3): the line is blank."),
        ("heads\n-1\n", "bad.csv, row 1 (line 2), column 'heads': '-1' is negative. A count is 0, 1, 2, ..."),
        ("heads,b\n,1\n", "bad.csv, row 1 (line 2), column 'heads': is blank."),
        ("heads\nmany\n", "bad.csv, row 1 (line 2), column 'heads': 'many' is not a number."),
    ],
)
def test_wrong_data(here: Path, text: str, message: str) -> None:
    """Row and column are named."""
    (here / "bad.csv").write_text(text)
    assert complaint("numbers", "toy.py", "--data", "bad.csv").startswith(message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("summary:", "sumary:"), "coins.yaml:3: unknown key 'sumary'. Did you mean 'summary'?"),
        (("fps: 10", "fps: 10\nqualty: m"), "coins.yaml:6: unknown key 'qualty'. Did you mean 'quality'?"),
        (("learning-rate: 1", "learning-rate: 12"), "coins.yaml:16: learning_rate: 12 is more than 10"),
        (("learning-rate: 1", "learning-rat: 1"), "coins.yaml:16: Parameter 'learning_rat' is not known. Did you mean"),
        (("learning-rate: 1", "matrix: [[1]]"), "coins.yaml:16: matrix: '[[1]]' is not a 2x2 matrix."),
        (("data: heads.csv", "data: ../heads.csv"), "coins.yaml:9: data: '../heads.csv' leaves the lesson's folder."),
        (("toy.py:Tosses\n    id", "../toy.py\n    id"), "coins.yaml:10: "),
        (("toy.py:Tosses\n    id", "bays\n    id"), "coins.yaml:10: Scene 'bays' is not known."),
        (("scenes:\n", "scenes:\n\t"), "coins.yaml:7: is not YAML: "),
    ],
)
def test_a_wrong_lesson(here: Path, change: tuple[str, str], message: str) -> None:
    """File and line, what is wrong, and the nearest that is right; nothing is filmed."""
    (here / "coins.yaml").write_text(LESSON.replace(*change))
    assert complaint("lesson", "coins.yaml", *SMALL).startswith(message)
    assert WorkersHere.filmed == []


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        (('title = "Tosses"', 'title = = "Tosses"'), 2, "toy.py:39: is not Python: invalid syntax."),
        (
            ("from neighbour import SIDE", "from neighbor import SIDE"),
            1,
            "toy.py:12: ModuleNotFoundError: No module",
        ),
        (("from neighbour import SIDE", "SIDE = 1 / 0"), 1, "toy.py:12: ZeroDivisionError: division by zero"),
        (('title = "Tosses"', 'title = "{"; raise SystemExit(3)'), 1, "toy.py:39: SystemExit: 3"),
        (("{numbers.mean:.2f}", "{numbers.men:.2f}"), 2, "Tosses, beat 'mean': the words 'That makes"),
        (('with self.beat("pause")', 'with self.beat("puase")'), 1, "toy.py:62: Tosses: beat 'puase' is not"),
        (("Square(SIDE", "Sqare(SIDE"), 1, "toy.py:57: NameError: name 'Sqare' is not defined"),
        (("Square(SIDE", "1 / 0; Square(SIDE"), 1, "toy.py:57: ZeroDivisionError: division by zero"),
        (("Square(SIDE", "raise_('two\\nlines') or Square(SIDE"), 1, "toy.py:57: NameError"),
        (
            ("ExplainerScene[TossesParams]):", "Scene):"),
            1,
            "toy.py:57: AttributeError: 'Tosses' object has no attribute",
        ),
    ],
)
def test_a_wrong_scene(here: Path, change: tuple[str, str], status: int, message: str) -> None:
    """Mistakes in somebody's scene: file, line, the error, and how to see more; earlier outputs stay as they were."""
    assert run("scene", "toy.py", *SMALL).exit_code == 0
    before = contents(here / "media" / "scenes")
    text = SCENE.replace(*change).replace("import RIGHT,", "import RIGHT, Scene,")
    (here / "toy.py").write_text(text)
    said = complaint("scene", "toy.py", *SMALL, status=status)
    assert said.startswith(message)
    assert ("--debug" in said) == ("Error: " in said or "SystemExit" in said)
    assert contents(here / "media" / "scenes") == before
    assert not list(here.rglob("*.partial"))


def test_debug_shows_the_traceback(here: Path) -> None:
    """With --debug, and only then, the whole story follows the line."""
    (here / "toy.py").write_text(SCENE.replace("Square(SIDE", "Sqare(SIDE"))
    result = run("--debug", "scene", "toy.py", *SMALL)
    assert result.exit_code == 1
    assert 'toy.py", line 57, in construct' in result.stderr
    assert result.stderr.splitlines()[0] == "Error: toy.py:57: NameError: name 'Sqare' is not defined"


def test_our_own_mistakes_are_one_line_too(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw has no traceback either, but the way to see it."""

    def unforeseen() -> str:
        raise RuntimeError("this should\nnot happen")

    monkeypatch.setattr("explainers.production.listing.listing", unforeseen)
    said = complaint("list", status=1)
    assert said == "RuntimeError: this should not happen ('render.py --debug ...' shows where)"


# --- processes ------------------------------------------------------------------------------------------------------


def start(folder: Path, *arguments: str, file_size: int | None = None) -> subprocess.Popen[str]:
    """Start render.py as a process of its own, as a terminal does: the head of its group."""

    def limit() -> None:
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    return subprocess.Popen(
        [sys.executable, str(ROOT / "render.py"), *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=limit,
    )


SLOW = SCENE.replace(
    'with self.beat("mean"):',
    'with self.beat("mean"):\n            if self.params.learning_rate == 1:\n'
    "                import os, pathlib, time\n"
    "                pathlib.Path('filming').write_text(str(os.getpid()))\n"
    "                time.sleep(600)",
)
"""The scene with id 'again' says that it is being filmed, and never ends."""


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a file appears, as long as the process lives."""
    while not path.exists() or not path.read_text():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


def left_over(folder: Path) -> list[Path]:
    """What is half done."""
    return list(folder.rglob("*.partial"))


def test_a_lesson_from_beginning_to_end(tmp_path: Path) -> None:
    """As a user has it: real worker processes, a relative path, a quiet pipe; then Ctrl-C, then a killed worker."""
    folder = tmp_path / "Vorlesung 1"
    write_lesson(folder)
    process = start(tmp_path, "lesson", "Vorlesung 1/coins.yaml", *SMALL)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert re.fullmatch(r"media/lessons/coins/lesson.mp4: done, 0:\d\d in 6 beats\n", out)
    before = contents(tmp_path / "media" / "lessons")

    # Ctrl-C reaches every process of the group, as from a terminal.
    write_lesson(folder, scene=SLOW)
    process = start(folder, "lesson", "coins.yaml", "--workers", "2", "--media", "../media", *SMALL)
    wait_for(folder / "filming", process)
    cached = tmp_path / "media" / "cache" / "scenes"
    while len(list(cached.glob("*.json"))) < 4:
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert err == "Stopped. What was finished is kept; run the same command again to go on.\n"
    assert contents(tmp_path / "media" / "lessons") == before
    assert left_over(tmp_path) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "filming").read_text()), 0)

    # What was finished is kept; a worker that is killed from outside is one line.
    (folder / "filming").unlink()
    process = start(folder, "lesson", "coins.yaml", "--media", "../media", *SMALL)
    wait_for(folder / "filming", process)
    os.kill(int((folder / "filming").read_text()), signal.SIGKILL)
    out, err = process.communicate()
    assert process.returncode == 1
    (line,) = err.splitlines()
    assert line.startswith("Error: A rendering process was ended from outside, perhaps for want of memory. Run again:")
    assert contents(tmp_path / "media" / "lessons") == before
    assert left_over(tmp_path) == []


def test_stopping_while_scenes_are_read(tmp_path: Path) -> None:
    """Ctrl-C before the first frame ends the workers, too: nobody waits for what a scene does when it is imported."""
    waits = "import os, pathlib, time\npathlib.Path('importing').write_text(str(os.getpid()))\ntime.sleep(600)\n"
    write_lesson(tmp_path, scene=waits + SCENE)
    process = start(tmp_path, "numbers", "toy.py")
    wait_for(tmp_path / "importing", process)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err == "Stopped. What was finished is kept; run the same command again to go on.\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "importing").read_text()), 0)


def test_a_full_disk(tmp_path: Path) -> None:
    """A worker that cannot write its clip ends in one line, and leaves what was there before as it was."""
    write_lesson(tmp_path, scene=SCENE.replace("fill_opacity=1,", "fill_opacity=1, stroke_width=40,"))
    process = start(tmp_path, "scene", "toy.py", "-r", "426x240", "--fps", "30", "-o", "a.mp4", file_size=6000)
    out, err = process.communicate()
    assert err == "Error: The disk is full. Free some space and run again: what is done is kept.\n"
    assert (process.returncode, out) == (1, "")
    assert left_over(tmp_path) == []
    assert not (tmp_path / "a.mp4").exists()
