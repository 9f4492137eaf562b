"""Animations that change figures in place: no copies are made of what may be hundreds of letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Animation, Group, Mobject, VMobject


class LiveChange(Animation):
    """Calls a function with the share of the time that is over.

    Manim's `UpdateFromAlphaFunc` first makes a deep copy of the mobject, which for a plot with its ticks takes longer
    than ten frames; this animation needs none.

    Parameters
    ----------
    mobject
        The lowest of what is changed: it and all that is painted after it are painted anew in each frame.
    change
        Takes a number from 0 to 1.
    """

    def __init__(self, mobject: Mobject, change: Callable[[float], Any], **options: Any) -> None:
        self._change = change
        super().__init__(mobject, **options)

    def create_starting_mobject(self) -> Mobject:
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        self._change(self.rate_func(alpha))


class Fade(Animation):
    """Fade parts in, or out of the scene, by their opacities alone; Manim's own first copies all of them, twice."""

    def __init__(self, *parts: Mobject, out: bool = False, **options: Any) -> None:
        self._out = out
        super().__init__(Group(*parts), introducer=not out, remover=out, **options)

    def begin(self) -> None:
        self._drawn = [
            (part, np.array(part.fill_rgbas[:, 3]), np.array(part.stroke_rgbas[:, 3]))
            for part in self.mobject.get_family()
            if isinstance(part, VMobject)
        ]
        super().begin()

    def create_starting_mobject(self) -> Mobject:
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        share = self.rate_func(alpha)
        strength = 1 - share if self._out else share
        for part, fill, stroke in self._drawn:
            part.fill_rgbas[:, 3] = strength * fill
            part.stroke_rgbas[:, 3] = strength * stroke
