"""Animations that nobody sees: brought to their end with less work than Manim's, and the same outcome.

Measured on the flagship scenes: a third of the time to a picture in the middle went into copies that an animation makes
to come back to, and into steps that its last one overrides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from manim import (
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    MoveToTarget,
    ReplacementTransform,
    Scene,
    Transform,
    VMobject,
    Wait,
)
from manim.animation.transform import _MethodAnimation

_FADES = frozenset({FadeIn, FadeOut})
_TRANSFORMS = frozenset({Transform, ReplacementTransform, MoveToTarget, _MethodAnimation})
_GROUPS = frozenset({AnimationGroup, LaggedStart})
_OTHERS = frozenset({Create, Wait})
"""They are left as they are, and do nothing to what others move."""


def begin_unseen(scene: Scene) -> bool:
    """Begin the animations of a scene that are finished before anybody looks.

    Where each is of a kind that is known, and no two move the same thing, a fade does nothing, for it leaves a thing
    as it found it, and a transformation is taken to its end alone. All else begins as ever.

    Returns
    -------
    bool
        Whether all are known, and need not be stepped before they are finished.
    """
    animations = scene.animations or ()
    known = _apart(animations)
    if known:
        for animation in _flat(animations):
            _shorten(animation)
    for animation in animations:
        animation._setup_scene(scene)
        animation.begin()
    return known


def _flat(animations: Iterable[Animation]) -> Iterator[Animation]:
    for animation in animations:
        if type(animation) in _GROUPS:
            yield from _flat(animation.animations)
        else:
            yield animation


def _apart(animations: Iterable[Animation]) -> bool:
    """Whether all are of known kinds, end where their time ends, and each moves things of its own."""
    moved: set[Any] = set()
    for animation in _flat(animations):
        kind = type(animation)
        if kind not in _FADES and kind not in _TRANSFORMS and kind not in _OTHERS:
            return False
        if animation.rate_func(1) != 1 or animation.reverse_rate_function:
            return False
        family = animation.mobject.get_family() if animation.mobject is not None else []
        before = len(moved)
        moved.update(family)
        if len(moved) < before + len(family):
            return False
    return True


def _shorten(animation: Animation) -> None:
    kind = type(animation)
    if kind in _FADES:
        animation.__class__ = _UNSEEN_FADES[kind]
    elif kind in _TRANSFORMS and all(isinstance(part, VMobject) for part in animation.mobject.get_family()):
        animation.__class__ = _UNSEEN_TRANSFORMS[kind]


class _UnseenFade:
    """Fades from and to a thing as it is: at its end the thing is there, or gone, and unchanged."""

    mobject: Mobject
    suspend_mobject_updating: bool

    def begin(self) -> None:
        if self.suspend_mobject_updating:
            self.mobject.suspend_updating()

    def interpolate(self, alpha: float) -> None:
        """Nobody looks."""

    def update_mobjects(self, dt: float) -> None:
        """There are no copies."""


class _UnseenTransform:
    """Keeps no copy of the beginning, and takes the last step alone."""

    mobject: Mobject

    def create_starting_mobject(self) -> Mobject:
        return self.mobject

    def interpolate(self, alpha: float) -> None:
        if alpha == 1:
            super().interpolate(alpha)  # type: ignore[misc]


_UNSEEN_FADES: dict[type[Any], type[Any]] = {
    kind: type(f"Unseen{kind.__name__}", (_UnseenFade, kind), {}) for kind in _FADES
}
_UNSEEN_TRANSFORMS: dict[type[Any], type[Any]] = {
    kind: type(f"Unseen{kind.__name__}", (_UnseenTransform, kind), {}) for kind in _TRANSFORMS
}
