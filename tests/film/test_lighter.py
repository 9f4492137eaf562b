"""What is done with less work comes out as Manim's own ways do."""

from __future__ import annotations

import copy
import importlib
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import RED, YELLOW, Camera, Circle, Dot, Mobject, Square, Text, VGroup, VMobject

from explainers.film.lighter import lighten_manim


@pytest.fixture(scope="module")
def originals() -> dict[str, Any]:
    """Manim's own methods, from its modules loaded once more; the lighter ones are in place."""
    lighten_manim()
    return {
        "copy": _source("manim.mobject.mobject", "Mobject").__deepcopy__,
        "family": _source("manim.mobject.mobject", "Mobject").get_family,
        "update": _source("manim.mobject.mobject", "Mobject").update,
        "ground": _source("manim.camera.camera", "Camera").init_background,
        "rgbas": _source("manim.mobject.types.vectorized_mobject", "VMobject").generate_rgbas_array,
    }


def _source(module: str, name: str) -> Any:
    specification = importlib.util.find_spec(module)
    assert specification is not None
    assert specification.loader is not None
    fresh = ModuleType(module)
    fresh.__package__ = module.rpartition(".")[0]
    fresh.__file__ = specification.origin
    specification.loader.exec_module(fresh)
    return getattr(fresh, name)


def tree() -> VGroup:
    """A group with a part twice, a part within a part, colours, an updater, a target."""
    dot, square = Dot(color=RED), Square(fill_opacity=0.5)
    group = VGroup(dot, VGroup(square, VGroup()), Circle(stroke_color=[RED, YELLOW]))
    group.submobjects.append(dot)
    group.add_updater(lambda mobject: mobject)
    square.target = Circle()
    square.shared = dot
    return group


def alike(first: Any, second: Any, seen: set[int]) -> None:
    """Compare two trees of mobjects, attribute by attribute."""
    assert type(first) is type(second)
    if id(first) in seen:
        return
    seen.add(id(first))
    if isinstance(first, Mobject):
        assert first.__dict__.keys() == second.__dict__.keys()
        for name, value in first.__dict__.items():
            alike(value, second.__dict__[name], seen)
    elif isinstance(first, (list, tuple)):
        assert len(first) == len(second)
        for one, other in zip(first, second, strict=True):
            alike(one, other, seen)
    elif isinstance(first, np.ndarray):
        assert np.array_equal(first, second)
    elif not isinstance(first, dict):
        assert first == second


def test_a_copy_is_as_manims_own(originals: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Attribute by attribute; what is shared within stays shared, and nothing with what was copied."""
    group = tree()
    ours = copy.deepcopy(group)
    monkeypatch.setattr(Mobject, "__deepcopy__", originals["copy"])
    alike(ours, copy.deepcopy(group), set())
    assert ours.submobjects[0] is ours.submobjects[3]
    assert ours.submobjects[1].submobjects[0].shared is ours.submobjects[0]
    assert not np.shares_memory(ours.submobjects[0].points, group.submobjects[0].points)
    ours.submobjects[0].set_fill(YELLOW)
    assert not np.array_equal(ours.submobjects[0].fill_rgbas, group.submobjects[0].fill_rgbas)


def test_a_family_is_listed_as_manim_lists_it(originals: dict[str, Any]) -> None:
    """The same mobjects in the same order: repeated ones once, a circle of parts no trap."""
    group = tree()
    ring = VGroup(Dot())
    ring.submobjects.append(VGroup(ring))
    for each in (group, ring, Dot(), VGroup(group, ring, group), Text("a b")):
        assert each.get_family() == originals["family"](each)


@given(
    colour=st.sampled_from([None, RED, "#12345678", "#abcdef", [RED, YELLOW]]),
    opacity=st.one_of(st.none(), st.floats(0, 1), st.just([0.2, 0.7])),
    sheen=st.sampled_from([0.0, 0.3]),
)
def test_arrays_of_colours_are_manims(originals: dict[str, Any], colour: Any, opacity: Any, sheen: float) -> None:
    """One colour or many, with and without sheen; and each call gives an array of its own."""
    mobject = VMobject(sheen_factor=sheen)
    ours = mobject.generate_rgbas_array(colour, opacity)
    expected = originals["rgbas"](mobject, colour, opacity)
    assert ours.dtype == expected.dtype
    assert np.array_equal(ours, expected)
    ours[:] = 0
    assert np.array_equal(mobject.generate_rgbas_array(colour, opacity), expected)


def test_updaters_are_called_as_manim_calls_them(originals: dict[str, Any]) -> None:
    """In the same order, with the time where they ask for it; none of what is suspended."""
    called: list[tuple[str, float | None]] = []

    class Bell:
        """Something that is called, and cannot be looked up in a table."""

        __hash__ = None  # type: ignore[assignment]

        def __call__(self, mobject: Mobject, dt: float) -> None:
            called.append(("bell", dt))

    def note(name: str) -> Any:
        return lambda mobject: called.append((name, None))

    inner, quiet = Dot().add_updater(note("inner")), Dot().add_updater(note("quiet"))
    quiet.suspend_updating()
    outer = VGroup(VGroup(Dot(), inner), quiet, Dot().add_updater(Bell()))
    outer.add_updater(lambda mobject, dt: called.append(("outer", dt)))
    outer.add_updater(lambda mobject: mobject.submobjects[0].add(Dot().add_updater(note("late"))))
    originals["update"](outer, 0.25)
    expected = called.copy()
    outer.submobjects[0].remove(outer.submobjects[0][-1])
    called.clear()
    outer.update(0.25)
    assert called == expected == [("outer", 0.25), ("inner", None), ("late", None), ("bell", 0.25)]
    assert outer.has_time_based_updater()
    assert not inner.has_time_based_updater()


@pytest.mark.parametrize(("color", "opacity"), [("#0E1218", 1.0), ("#FBFAF6", 0.5), (RED, 0.0)])
def test_grounds(originals: dict[str, Any], color: Any, opacity: float) -> None:
    """Of the same bytes, which may be painted over."""
    camera = Camera(background_color=color, background_opacity=opacity, pixel_width=7, pixel_height=5)
    lighter = camera.background
    originals["ground"](camera)
    assert lighter is not camera.background
    assert np.array_equal(lighter, camera.background)
    assert (lighter.dtype, lighter.strides, lighter.flags.writeable) == (np.uint8, (28, 4, 1), True)
