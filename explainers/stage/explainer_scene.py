"""The scene that all others are written with: a Manim scene whose timeline is made of beats."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_origin

from manim import UL, Camera, Scene

from explainers.narration.silent import SilentVoice
from explainers.spec.errors import MathframesError
from explainers.spec.invariant import Invariant
from explainers.spec.params import DataFolder, SceneParams, validate_params
from explainers.spec.script import Beat, Question
from explainers.spec.settings import ThemeName
from explainers.stage.camera import StageCamera
from explainers.stage.handle import Handle
from explainers.stage.rehearsal import Rehearsal, SpokenBeat, rehearse, solved
from explainers.stage.theme import THEMES, Theme
from explainers.stage.typesetting import Text
from explainers.stage.zones import Frame

P = TypeVar("P", bound=SceneParams)

BREATH = 0.5
"""Seconds of silence after the words of a beat."""


class BeatClock:
    """How much time a beat has."""

    def __init__(self, scene: Scene, spoken: SpokenBeat) -> None:
        self.words_last = spoken.speech.duration
        self._scene = scene
        self._start: float = scene.time

    @property
    def elapsed(self) -> float:
        """Seconds since the beat began."""
        return float(self._scene.time - self._start)

    def share(self, fraction: float, least: float = 0.6) -> float:
        """Seconds that a fraction of the words lasts: what an animation takes that goes along with them."""
        return max(least, fraction * self.words_last)

    def until(self, fraction: float, least: float = 0.6) -> float:
        """Seconds from now until a fraction of the words is said."""
        return max(least, fraction * self.words_last - self.elapsed)


class ExplainerScene(Scene, Generic[P]):
    """A scene with parameters, mathematics, words and pictures in one class.

    Subclasses give their parameters as ``ExplainerScene[Params]``, a `title`, the `beats`, `solve`, and `construct`, in
    which ``with self.beat(name):`` stands once for each declared beat, in order.

    Parameters
    ----------
    rehearsal
        The scene with its parameters settled; the defaults with a silent voice if left out, so that
        ``manim scenes/calculus/gradient_descent.py`` works.
    theme
        ``dark`` or ``light``.
    """

    title: ClassVar[str] = ""
    beats: ClassVar[Mapping[str, str | Beat]] = {}
    practice: ClassVar[Sequence[Question]] = ()

    def __init__(
        self,
        rehearsal: Rehearsal | None = None,
        theme: ThemeName = "dark",
        camera_class: type[Camera] = StageCamera,
        **options: Any,
    ) -> None:
        rehearsal = rehearsal or rehearse(type(self), self._defaults(), SilentVoice())
        seed = rehearsal.params.seed
        super().__init__(camera_class=camera_class, random_seed=options.pop("random_seed", seed), **options)
        self.rehearsal = rehearsal
        self.params: P = rehearsal.params  # type: ignore[assignment]
        self.numbers = rehearsal.numbers
        self.theme: Theme = THEMES[theme]
        self.frame = Frame(self.camera.frame_width, self.camera.frame_height)
        self.heading = Text(rehearsal.title, font_size=self.theme.sizes.title, color=self.theme.text, weight="semibold")
        self._to_come = list(rehearsal.beats)
        self._in_beat: str | None = None

    @classmethod
    def params_class(cls) -> type[SceneParams]:
        """The parameters' class, as given in ``ExplainerScene[Params]``."""
        for ancestor in cls.__mro__:
            for base in getattr(ancestor, "__orig_bases__", ()):
                origin = get_origin(base)
                if isinstance(origin, type) and issubclass(origin, ExplainerScene):
                    (found,) = get_args(base)
                    if isinstance(found, type) and issubclass(found, SceneParams):
                        return found
        return SceneParams

    @classmethod
    def _defaults(cls) -> SceneParams:
        beside = Path(inspect.getfile(cls)).parent
        return validate_params(cls.params_class(), {}, DataFolder(Path.cwd(), confined=False, beside=beside))

    @staticmethod
    def solve(params: Any) -> Any:
        """The scene's mathematics: parameters in, a frozen dataclass of numbers out."""
        return None

    @classmethod
    def solve_figure(cls, params: Any) -> Any:
        """What `explore` shows of the numbers; all of them, unless the story's own take long."""
        return cls.solve(params)

    def invariants(self) -> Iterable[Invariant]:
        """What must hold of the drawing now; `render.py check` asks in the frames that it looks at."""
        return ()

    def explore(self) -> Sequence[Handle]:
        """Build the figure without the story: all of it follows `self.params` and `self.numbers`, which will change.

        Returns
        -------
        sequence of Handle
            The points of the figure that can be dragged. A scene that has no `explore` cannot be explored.
        """
        raise NotImplementedError

    @classmethod
    def explores(cls) -> bool:
        """Whether the scene offers its figure without the story."""
        return cls.explore is not ExplainerScene.explore

    def take(self, params: P) -> None:
        """Go on with other parameters.

        Raises
        ------
        BadInput
            If the numbers cannot be worked out: then all stays as it is.
        """
        self.numbers = solved(type(self).solve_figure, params)
        self.params = params

    def setup(self) -> None:
        """Paint the background and write the title line."""
        self.camera.background_color = self.theme.background
        self.camera.init_background()
        zone = self.frame.title
        if self.heading.width > zone.width:
            self.heading.scale_to_fit_width(zone.width)
        self.heading.move_to(zone.top_left, aligned_edge=UL)
        self.add(self.heading)

    @contextmanager
    def beat(self, name: str) -> Iterator[BeatClock]:
        """Play one beat: it lasts as long as its animations or its words, whichever is longer."""
        spoken = self._next_beat(name)
        self._in_beat = name
        super().next_section(name)
        clock = BeatClock(self, spoken)
        yield clock
        lasts = clock.words_last + BREATH if clock.words_last else max(BREATH, clock.elapsed)
        self._hold(lasts - clock.elapsed)
        self._in_beat = None
        # Our own renderer keeps the beat's last picture; Manim's has no use for it.
        getattr(self.renderer, "end_section", lambda: None)()

    def next_section(self, *arguments: Any, **options: Any) -> None:
        """Refuse sections that are not beats: part of a beat would be lost in them."""
        raise MathframesError(f"{type(self).__name__}: a section is begun with 'with self.beat()', not next_section.")

    def play(self, *animations: Any, **options: Any) -> None:
        if self._in_beat is None:
            raise MathframesError(
                f"{type(self).__name__}: an animation is played outside of any beat. Put it into a 'with self.beat()'."
            )
        super().play(*animations, **options)

    def tear_down(self) -> None:
        """Refuse an end that leaves out a declared beat."""
        if self._to_come:
            left = ", ".join(f"'{spoken.beat.name}'" for spoken in self._to_come)
            raise MathframesError(f"{type(self).__name__}: construct ends without the declared beat {left}.")

    def _next_beat(self, name: str) -> SpokenBeat:
        scene = type(self).__name__
        if self._in_beat is not None:
            raise MathframesError(f"{scene}: beat '{name}' begins inside of beat '{self._in_beat}'.")
        if name not in self.beats:
            raise MathframesError(f"{scene}: beat '{name}' is not declared. Declared are {', '.join(self.beats)}.")
        if not self._to_come or self._to_come[0].beat.name != name:
            due = f"'{self._to_come[0].beat.name}' is due" if self._to_come else "all have been played"
            raise MathframesError(f"{scene}: beat '{name}' is out of order: {due}.")
        return self._to_come.pop(0)

    def _hold(self, seconds: float) -> None:
        """Wait a whole number of frames, so that beats end where their clips end."""
        frame_rate = self.camera.frame_rate
        frames = math.ceil(seconds * frame_rate - 1e-6)
        if frames <= 0:
            return
        moving = (
            self.always_update_mobjects
            or bool(self.updaters)
            or any(mobject.has_time_based_updater() for mobject in self.get_mobject_family_members())
        )
        # Manim rounds a moving wait up and a frozen one down: half a frame to the right side makes both exact.
        self.wait((frames - 0.5 if moving else frames + 0.5) / frame_rate, frozen_frame=not moving)
