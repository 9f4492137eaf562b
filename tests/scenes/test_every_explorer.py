"""What must hold of every figure that can be explored, for whatever is typed and wherever a hand drags its handles."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, event, given, seed, settings
from hypothesis import strategies as st

from explainers.film.capture import configure_manim
from explainers.film.check.sight import Finding
from explainers.film.witness import Gaze
from explainers.narration.silent import SilentVoice
from explainers.production.catalogue import PROJECT
from explainers.production.check_scene import EXPLORED, Looker
from explainers.spec.errors import BadInput
from explainers.spec.params import DataFolder, SceneParams, validate_params
from explainers.spec.settings import RenderSettings, ThemeName
from explainers.stage.handle import Handle
from explainers.stage.rehearsal import rehearse
from tests.scenes.legal_parameters import legal_parameters
from tests.scenes.test_every_scene import BOTH, CATALOGUE, NAMES, SETS, far_parameters, job_of, scene_class

Array = np.ndarray[Any, np.dtype[np.float64]]

EXAMPLES = 6
"""How many random figures of each scene are looked at: each takes half a second where nothing else runs."""
RULES = {"off the frame", "caption strip", "text over text", "small text", "unknown number"}
"""What must hold of any values at all; a line that just happens to lie in a colour like its own is nobody's fault."""
SHAPES = {"16:9": (480, 270), "4:3": (360, 270)}
PIXEL = 1 / 135
"""Of a canvas 1080 pixels high, in the scene's units: a hand drags by whole ones."""

EXPLORABLE = [name for name in NAMES if scene_class(name).explores()]
every_explorer = pytest.mark.parametrize("name", EXPLORABLE)


class Figure:
    """A scene's figure, built once: what it shows must not hang on what it showed before."""

    def __init__(self, name: str, shape: str, theme: ThemeName) -> None:
        self.name, self.theme, self.scene_class = name, theme, scene_class(name)
        width, height = SHAPES[shape]
        self.settings = RenderSettings(width=width, height=height, fps=2)
        self.gaze = Gaze(self.scene_class, {"rehearsal": self._rehearsed(self.params({})), "theme": theme})
        self.handles = self.gaze.scene.explore()

    def params(self, raw: dict[str, Any]) -> SceneParams:
        folder = DataFolder(PROJECT, confined=False, beside=CATALOGUE[self.name].file.parent)
        return validate_params(self.scene_class.params_class(), raw, folder)

    def findings(self, params: SceneParams) -> list[Finding]:
        """Show other parameters, and look at them as the check does: its numbers are those of `solve`."""
        self.gaze.scene.take(params)
        looker = Looker(job_of(CATALOGUE[self.name], {}), self._rehearsed(params), self.theme, 0.0)
        looker.look(self.gaze.sight(EXPLORED))
        return list(looker.found)

    def _rehearsed(self, params: SceneParams) -> Any:
        return rehearse(self.scene_class, params, SilentVoice())


@functools.cache
def figure(name: str, shape: str, theme: ThemeName, cache: Path) -> Figure:
    width, height = SHAPES[shape]
    configure_manim(RenderSettings(width=width, height=height, fps=2), cache)
    return Figure(name, shape, theme)


def broken(found: list[Finding]) -> list[Finding]:
    """Those findings that no value excuses."""
    return [finding for finding in found if finding.rule in RULES]


def dragged(handle: Handle, params: SceneParams, point: Array) -> tuple[float, ...]:
    """The value that the page sets when a hand is at a point: the nearest that is round and legal."""
    origin, axes = handle.axes(params)
    value = np.linalg.lstsq(np.column_stack([axis[:2] for axis in axes]), (point - origin)[:2], rcond=None)[0]
    step = 10.0 ** np.ceil(np.log10(PIXEL / np.linalg.norm(axes[0])))
    places = max(0, int(np.ceil(-np.log10(step))))
    rounded = [round(float(np.round(number / step) * step), places) for number in value]
    limits = handle.range(params) or [(-np.inf, np.inf)] * len(rounded)
    return tuple(min(high, max(low, number)) for number, (low, high) in zip(rounded, limits, strict=True))


def set_to(handle: Handle, params: SceneParams, value: tuple[float, ...]) -> str:
    """The parameter as the page then writes it into its form."""
    numbers = list(handle.numbers(params))
    if handle.item is not None:
        numbers[handle.item] = value[0]
    elif handle.column is not None:
        numbers[handle.column :: 2] = value
        return "{} {}; {} {}".format(*numbers)
    else:
        numbers = list(value)
    return " ".join(str(number) for number in numbers)


@st.composite
def beliefs(draw: st.DrawFn) -> dict[str, Any]:
    """A family with a prior and data that belong to it."""
    positive = st.floats(0.05, 40).map(lambda number: float(f"{number:.3g}"))
    mean = st.integers(-9, 9)
    measured = st.lists(st.integers(-400, 900).map(lambda number: number / 100), min_size=1, max_size=6)
    tosses, counts = st.sampled_from(["H T H", "7/10", "437/980", "0/3"]), st.sampled_from(["3 1 4", "0 0 1", "120 95"])
    seen = st.sampled_from(["a b a", "x:30 y:2"])
    cases: list[tuple[str, st.SearchStrategy[Any], st.SearchStrategy[Any]]] = [
        ("beta-binomial", tosses, st.tuples(positive, positive)),
        ("gamma-poisson", counts, st.tuples(positive, positive)),
        ("dirichlet-multinomial", seen, st.lists(positive, min_size=3, max_size=4)),
        ("normal", measured, st.tuples(mean, positive, positive)),
        ("normal-inverse-gamma", measured, st.tuples(mean, positive, positive, positive)),
    ]
    family, data, prior = draw(st.sampled_from(cases))
    words = data.map(lambda given: given if isinstance(given, str) else " ".join(map(str, given)))
    return {"family": family, "data": draw(words), "prior": " ".join(map(str, draw(prior)))}


def choices(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Legal parameters of a scene; of a belief also prior and data, which only the scene can know."""
    drawn = legal_parameters(scene_class(name).params_class())
    if name == "bayes-update":
        return st.builds(lambda one, other: {**one, "reference": None, **other}, drawn, beliefs())
    return drawn


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("explored")


@pytest.mark.parametrize("shape", SHAPES)
@every_explorer
def test_a_figure_passes_the_check(name: str, shape: str, cache: Path) -> None:
    """Nothing is found with the defaults and with the sets far from them, one after the other in one figure."""
    for which, raw in zip(SETS, ({}, *far_parameters(name)), strict=True):
        for theme in BOTH:
            shown = figure(name, shape, theme, cache)
            assert not shown.findings(shown.params(raw)), which


@every_explorer
def test_a_figure_follows_form_and_hand(name: str, cache: Path) -> None:
    """Whatever is typed, and wherever a handle is dragged: what was refused before is refused, all else is shown well.

    The handle's value is one that the scene accepts, and the handle is where that value belongs, inside the frame.
    """

    @seed(7)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(data=st.data())
    def look(data: st.DataObject) -> None:
        raw = data.draw(choices(name))
        shown = figure(name, data.draw(st.sampled_from(sorted(SHAPES))), data.draw(st.sampled_from(BOTH)), cache)
        try:
            params = shown.params(raw)
            found = shown.findings(params)
        except BadInput:
            event("refused")
            return
        assert not broken(found), found
        frame = shown.gaze.scene.frame
        there = [handle for handle in shown.handles if handle.is_there(params)]
        assert there
        handle = data.draw(st.sampled_from(there))
        shares = np.array([data.draw(st.floats(-0.5, 0.5)), data.draw(st.floats(-0.5, 0.5)), 0.0])
        value = dragged(handle, params, shares * [frame.width, frame.height, 0])
        origin, axes = handle.axes(params)
        belongs = origin + sum(number * axis for number, axis in zip(value, axes, strict=True))
        np.testing.assert_allclose(handle.place(*value), belongs, atol=1e-6)
        after = shown.params({**raw, handle.parameter: set_to(handle, params, value)})
        try:
            found = shown.findings(after)
        except BadInput as refusal:
            # Rates must differ: one that passes another is refused just where they meet, and the figure stays.
            if "stands there twice" not in str(refusal):
                raise
            return
        assert not broken(found), found
        assert handle.value(after) == pytest.approx(value)
        half = np.array([frame.width, frame.height]) / 2
        assert np.all(np.abs(handle.at(after)[:2]) <= half + 1e-6)

    look()
