"""Beats: each declared one once and in order, as long as its words or its animations, to the frame."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from manim import RIGHT, Dot, FadeIn, Scene, Square, config, tempconfig
from pydantic import Field

from explainers.film.capture import configure_manim, film
from explainers.film.picture import Picture
from explainers.narration.silent import SilentVoice
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.params import SceneParams
from explainers.spec.script import Beat, Question
from explainers.spec.settings import RenderSettings
from explainers.stage.explainer_scene import BREATH, ExplainerScene
from explainers.stage.rehearsal import rehearse

ROOT = Path(__file__).parents[2]
FPS = 10
WORDS = "Seven words that take a little while."


@pytest.fixture(autouse=True)
def _manims_settings(tmp_path: Path) -> Iterator[None]:
    """Film small and seldom; leave Manim's global settings as they were."""
    with tempconfig({}):
        configure_manim(RenderSettings(width=128, height=72, fps=FPS, theme="dark"), tmp_path)
        yield


class FrameCounter:
    """A sink that counts the frames of each section."""

    def __init__(self, every_frame: bool = False) -> None:
        self.every_frame = every_frame
        self.frames: dict[str, int] = {}
        self.pictures = 0
        self._name = "before any section"

    def begin_section(self, name: str) -> None:
        self._name = name
        self.frames[name] = 0

    def write(self, picture: Picture, repeat: int) -> None:
        self.pictures += repeat

    def advance(self, frames: int) -> None:
        self.frames[self._name] = self.frames.get(self._name, 0) + frames

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        """Sounds do not matter here."""

    def add_caption(self, text: str, start: float, end: float) -> None:
        """Nor do captions."""


def scene_with(
    construct: Callable[[Any], None], beats: dict[str, str | Beat] | None = None
) -> type[ExplainerScene[SceneParams]]:
    """Make a scene class from its construct and its beats, two silent ones if not given."""

    class Toy(ExplainerScene[SceneParams]):
        title = "Toy"

    Toy.beats = {"one": "", "two": ""} if beats is None else beats
    Toy.construct = construct
    return Toy


def frames_of(scene: type[Scene], *, every_frame: bool = False) -> dict[str, int]:
    """Film a scene; return the frames of each beat."""
    counter = FrameCounter(every_frame)
    film(scene, {}, counter)
    if every_frame:
        assert counter.pictures == sum(counter.frames.values())
    return counter.frames


def complaint(construct: Callable[[Any], None], beats: dict[str, str | Beat] | None = None) -> str:
    """Film a scene that breaks the rules; return the one line that is said of it."""
    with pytest.raises(MathframesError) as caught:
        frames_of(scene_with(construct, beats))
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("Toy")
    return message


def played(scene: Any, *names: str) -> None:
    """Play beats that hold nothing."""
    for name in names:
        with scene.beat(name):
            pass


# --- the rules ------------------------------------------------------------------------------------------------------


def test_declared_beats_are_the_sections() -> None:
    """A scene that uses each declared beat once, in order, is filmed with those sections."""
    assert list(frames_of(scene_with(lambda self: played(self, "one", "two")))) == ["one", "two"]


def test_an_undeclared_beat() -> None:
    """The line names the beat and those that are declared."""
    said = complaint(lambda self: played(self, "one", "tow"))
    assert said == "Toy: beat 'tow' is not declared. Declared are one, two."


def test_beats_out_of_order() -> None:
    """The line names the beat and the one whose turn it is."""
    assert complaint(lambda self: played(self, "two", "one")) == "Toy: beat 'two' is out of order: 'one' is due."


@pytest.mark.parametrize(("names", "due"), [(("one", "one"), "'two' is due"), (("one", "two", "two"), "all have been")])
def test_a_beat_played_twice(names: tuple[str, ...], due: str) -> None:
    """A beat has its turn once."""
    said = complaint(lambda self: played(self, *names))
    assert said.startswith(f"Toy: beat '{names[-1]}' is out of order: {due}")


@pytest.mark.parametrize(("names", "left"), [((), "'one', 'two'"), (("one",), "'two'")])
def test_beats_left_out(names: tuple[str, ...], left: str) -> None:
    """A scene that ends early names every beat that it owes."""
    assert complaint(lambda self: played(self, *names)) == f"Toy: construct ends without the declared beat {left}."


def test_a_beat_within_a_beat() -> None:
    """Beats stand one behind the other."""

    def construct(self: Any) -> None:
        with self.beat("one"):
            played(self, "two")

    assert complaint(construct) == "Toy: beat 'two' begins inside of beat 'one'."


@pytest.mark.parametrize("play", [lambda self: self.play(FadeIn(Dot())), lambda self: self.wait(1)])
@pytest.mark.parametrize("before", [(), ("one",), ("one", "two")])
def test_an_animation_outside_of_a_beat(play: Callable[[Any], None], before: tuple[str, ...]) -> None:
    """Before, between and after beats nothing may move, for no clip would hold it."""

    def construct(self: Any) -> None:
        played(self, *before)
        play(self)

    said = complaint(construct)
    assert said == "Toy: an animation is played outside of any beat. Put it into a 'with self.beat()'."


def test_sections_are_beats_alone() -> None:
    """Manim's own sections would take the rest of a beat away from it."""

    def construct(self: Any) -> None:
        with self.beat("one"):
            self.next_section("mine")

    assert complaint(construct) == "Toy: a section is begun with 'with self.beat()', not next_section."


def test_a_scene_without_beats() -> None:
    """What declares no beats has nothing to show or say."""
    assert complaint(lambda self: None, {}).startswith("Toy declares no beats.")


@pytest.mark.parametrize("name", ["a/b", "", "a b", "..", "a.b"])
def test_beats_name_files(name: str) -> None:
    """A clip is called after its beat, so a beat's name has no slashes, dots or spaces."""
    assert f"beat '{name}' names files" in complaint(lambda self: None, {name: ""})


def test_what_is_raised_in_construct_comes_out() -> None:
    """A mistake in a scene is not swallowed by the beat it happens in, nor turned into one about beats."""

    def construct(self: Any) -> None:
        with self.beat("one"):
            raise ZeroDivisionError("division by zero")

    with pytest.raises(ZeroDivisionError):
        frames_of(scene_with(construct))


# --- times ----------------------------------------------------------------------------------------------------------


def expected_frames(words: str, animated: int) -> int:
    """The frames of a beat: of its words and a breath, or of its animations, whichever are more; a breath at least."""
    spoken = SilentVoice().speak(words).duration
    asked = spoken + BREATH if spoken else (0 if animated else BREATH)
    return max(math.ceil(max(asked, BREATH) * FPS - 1e-6), animated)


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("every_frame", [False, True])
@pytest.mark.parametrize(
    ("words", "run_times"),
    [
        ("", ()),
        ("", (0.2,)),
        ("", (1.0,)),
        ("", (0.33, 0.33, 0.34)),
        ("Why?", ()),
        ("Why?", (0.5,)),
        (WORDS, (1.0, 0.7)),
        (WORDS, (3.0, 0.1, 2.0)),
        (WORDS, (SilentVoice().speak(WORDS).duration + BREATH,)),
    ],
)
def test_a_beat_lasts_as_long_as_its_words_or_its_animations(
    words: str, run_times: tuple[float, ...], every_frame: bool, moving: bool
) -> None:
    """Whichever is longer, to the frame: with and without something that moves by itself, painted or not."""

    def construct(self: Any) -> None:
        square = Square()
        if moving:
            self.add(Dot().add_updater(lambda dot, dt: dot.shift(dt * RIGHT)))
        for name in ("one", "two"):
            with self.beat(name):
                for run_time in run_times:
                    self.play(square.animate.shift(0.1 * RIGHT), run_time=run_time)

    # Manim draws ceil(run_time * rate) frames of an animation.
    animated = sum(math.ceil(run_time * FPS - 1e-9) for run_time in run_times)
    found = frames_of(scene_with(construct, {"one": words, "two": words}), every_frame=every_frame)
    assert found == {"one": expected_frames(words, animated), "two": expected_frames(words, animated)}


def test_many_short_waits_add_up() -> None:
    """Rounding does not add up over a hundred little steps."""

    def construct(self: Any) -> None:
        with self.beat("one"):
            for _ in range(100):
                self.wait(0.1, frozen_frame=False)
        played(self, "two")

    assert frames_of(scene_with(construct))["one"] == 100


def test_what_moves_by_itself_moves_on_while_words_are_said() -> None:
    """An updater runs in each frame of a beat's rest and is told the time; Manim tells 0 for the first of a wait."""
    seen: list[float] = []

    def construct(self: Any) -> None:
        self.add(Dot().add_updater(lambda dot, dt: seen.append(dt)))
        played(self, "one", "two")

    frames = frames_of(scene_with(construct, {"one": WORDS, "two": ""}))
    assert sum(seen) == pytest.approx(sum(frames.values()) / FPS, abs=2.1 / FPS)


def test_shares_of_a_beats_time() -> None:
    """A beat says how long part of its words lasts, and how long it is until a word; never less than is visible."""
    clocks: list[tuple[float, float, float, float]] = []

    def construct(self: Any) -> None:
        with self.beat("one") as beat:
            self.wait(1.0)
            clocks.append((beat.elapsed, beat.share(0.5), beat.until(1), beat.until(0)))
        played(self, "two")

    frames_of(scene_with(construct, {"one": WORDS, "two": ""}))
    words_last = SilentVoice().speak(WORDS).duration
    assert clocks[0] == pytest.approx((1.0, words_last / 2, words_last - 1, 0.6))


# --- parameters, numbers, words -------------------------------------------------------------------------------------


class RateParams(SceneParams):
    """A rate."""

    rate: float = Field(0.5, gt=0, description="A rate")


@dataclass(frozen=True)
class RateNumbers:
    """Twice the rate."""

    double: float


class Rated(ExplainerScene[RateParams]):
    """Doubles a rate."""

    title = "Doubling"
    beats: ClassVar = {"one": "Twice {params.rate} is {numbers.double}."}
    practice: ClassVar = [Question("How much is twice {params.rate}?", lambda numbers: numbers.double)]

    @staticmethod
    def solve(params: RateParams) -> RateNumbers:
        if params.rate > 9:
            raise ValueError("rate: 9 is\nthe most")
        return RateNumbers(double=2 * params.rate)


class StillRated(Rated):
    """A scene built on another: same parameters."""


def test_the_parameters_class_is_found() -> None:
    """It stands in brackets behind the base class, of an ancestor, too."""
    assert Rated.params_class() is StillRated.params_class() is RateParams
    assert scene_with(lambda self: None).params_class() is SceneParams


def test_a_rehearsal_knows_numbers_words_and_answers() -> None:
    """Before a frame is drawn, everything that is said is known, for the parameters given."""
    rehearsal = rehearse(Rated, RateParams(rate=1.5), SilentVoice(), title="My own")
    (spoken,) = rehearsal.beats
    assert (rehearsal.title, rehearsal.numbers.double, spoken.beat.words) == ("My own", 3.0, "Twice 1.5 is 3.0.")
    assert [(question.text, question.answer) for question in rehearsal.practice] == [("How much is twice 1.5?", "3")]


def test_own_words_for_an_unknown_beat() -> None:
    """A lesson's words for a beat that is not there are refused, with the nearest."""
    with pytest.raises(BadInput, match=r"^words: Beat 'onee' is not known. Did you mean 'one'\?$"):
        rehearse(Rated, RateParams(), SilentVoice(), words={"onee": "x"})


def test_mathematics_that_refuses() -> None:
    """What solve raises as ValueError is the user's one line."""
    with pytest.raises(BadInput) as caught:
        rehearse(Rated, RateParams(rate=10), SilentVoice())
    assert str(caught.value) == "rate: 9 is the most"


@pytest.mark.parametrize("title", ["", "A title so long " * 6, 'Odd $ # * _ ` <x> @y \\ [z] "q"'])
def test_any_title_stands_in_its_zone(title: str) -> None:
    """No title, a very long one, and one of markup's characters: none leaves the title line or breaks it."""
    Titled = scene_with(lambda self: played(self, "one", "two"))
    Titled.title = title
    scene: Any = film(Titled, {}, FrameCounter())
    zone = scene.frame.title
    assert scene.heading.width <= zone.width + 1e-6
    if title:
        assert scene.heading.get_left()[0] == pytest.approx(zone.left, abs=1e-6)
        assert scene.heading.get_bottom()[1] > zone.bottom - 0.2


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_background_is_the_themes(theme: str) -> None:
    """What is filmed stands on the colour of the theme that was asked for."""
    pictures = []

    class Keeper(FrameCounter):
        def write(self, picture: Picture, repeat: int) -> None:
            pictures.append(picture)

    scene: Any = film(scene_with(lambda self: played(self, "one", "two")), {"theme": theme}, Keeper())
    wanted = tuple(bytes.fromhex(scene.theme.background[1:]))
    assert pictures[-1].ground == (*wanted, 255)


def test_randomness_follows_the_seed() -> None:
    """The same seed gives the same film."""
    import numpy as np

    drawn: list[float] = []

    def construct(self: Any) -> None:
        drawn.append(float(np.random.random()))
        played(self, "one", "two")

    frames_of(scene_with(construct))
    frames_of(scene_with(construct))
    assert drawn[0] == drawn[1]


def test_manims_own_command_runs_a_scene(tmp_path: Path) -> None:
    """`manim FILE CLASS` films an explainer scene with its defaults, its data beside it, from any folder."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "heads.csv").write_text("toss\nH\nT\n")
    (tmp_path / "toy.py").write_text(
        "from manim import Square, Create\n"
        "from explainers.stage import DataFile, ExplainerScene, SceneParams\n"
        "class ToyParams(SceneParams):\n"
        "    data: DataFile = 'heads.csv'\n"
        "class Toy(ExplainerScene[ToyParams]):\n"
        "    title = 'Toy'\n"
        "    beats = {'one': 'From {params.data.name}.'}\n"
        "    def construct(self):\n"
        "        with self.beat('one'):\n"
        "            self.play(Create(Square()))\n"
        "        print('BEATS DONE AT', self.time)\n"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "manim",
            str(tmp_path / "toy.py"),
            "Toy",
            "-ql",
            "--dry_run",
            "--media_dir",
            str(tmp_path),
        ],
        cwd=tmp_path / "elsewhere",
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "BEATS DONE AT 1.7" in done.stdout


def test_filming_leaves_manims_cache_of_typesetting_where_it_is_told(tmp_path: Path) -> None:
    """Typesetting goes into the cache that production names, not into the shell's folder."""
    assert Path(config.get_dir("tex_dir")) == tmp_path / "typesetting"
