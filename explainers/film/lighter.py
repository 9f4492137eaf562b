"""Small things that Manim does hundreds of thousands of times a film, done with less work and the same outcome.

Measured on a scene with much text: copies of figures, walks over families and arrays of one colour take half of the
time in which a scene is built and its animations begin.
"""

from __future__ import annotations

import copy
import inspect
import weakref
from types import FunctionType
from typing import Any

import numpy as np
from manim import BLACK, Camera, ManimColor, Mobject, VMobject
from manim.utils.color import color_to_int_rgba
from manim.utils.iterables import remove_list_redundancies
from svgelements import Path

_SAME_IN_COPIES = frozenset({int, float, str, bool, type(None), bytes, complex, np.float64, FunctionType, ManimColor})
"""Values that never change; functions are not copied by `copy.deepcopy` either."""

_SIGNATURES: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()

_generate_rgbas_array = VMobject.generate_rgbas_array
_init_background = Camera.init_background


def lighten_manim() -> None:
    """Put the lighter ways in place of Manim's own, once."""
    for kind in (ManimColor, Path):
        # The path that a glyph was read from is not looked at again.
        kind.__deepcopy__ = _itself
    Mobject.__deepcopy__ = _copied
    Mobject.get_family = _family
    Mobject.update = _updated
    Mobject.has_time_based_updater = _keeps_time
    VMobject.generate_rgbas_array = _rgbas
    Camera.init_background = _painted_ground


def _painted_ground(self: Any) -> None:
    """Fill the ground pixel by pixel, not byte by byte: cameras do it three times before anything is shown."""
    if self.background_image is not None or self.n_channels != 4 or np.dtype(self.pixel_array_dtype) != np.uint8:
        _init_background(self)
        return
    rgba = color_to_int_rgba(self.background_color, self.background_opacity).astype(np.uint8)
    pixels = np.full((self.pixel_height, self.pixel_width), rgba.view(np.uint32)[0])
    self.background = pixels.view(np.uint8).reshape(*pixels.shape, 4)


def _itself(value: Any, memo: Any) -> Any:
    return value


def _copied(self: Any, memo: dict[int, Any]) -> Any:
    """Copy a mobject with all that hangs on it: Manim asks `copy.deepcopy` for every number and colour, too."""
    result = object.__new__(type(self))
    memo[id(self)] = result
    attributes = result.__dict__
    for name, value in self.__dict__.items():
        kind = type(value)
        if kind in _SAME_IN_COPIES:
            attributes[name] = value
        elif kind is np.ndarray and not value.dtype.hasobject:
            known = memo.get(id(value))
            if known is None:
                known = memo[id(value)] = value.copy("K")
            attributes[name] = known
        else:
            attributes[name] = copy.deepcopy(value, memo)
    result.original_id = str(id(self))
    return result


def _family(self: Any, recurse: bool = True) -> list[Any]:
    """List a mobject and all that it is made of; most are made of nothing."""
    if not self.submobjects:
        return [self]
    members: list[Any] = []
    _gather(self, members, set())
    if len(set(members)) == len(members):
        return members
    return list(remove_list_redundancies(members))


def _gather(mobject: Any, members: list[Any], above: set[Any]) -> None:
    if mobject in above:
        return
    members.append(mobject)
    above.add(mobject)
    for part in mobject.submobjects:
        if part.submobjects:
            _gather(part, members, above)
        else:
            members.append(part)
    above.remove(mobject)


def _updated(self: Any, dt: float = 0, recursive: bool = True) -> Any:
    """Call the updaters of a mobject and of its parts; most have none, nor parts, and are not asked."""
    if self.updating_suspended:
        return self
    for updater in self.updaters:
        if _takes_time(updater):
            updater(self, dt)
        else:
            updater(self)
    if recursive:
        for part in self.submobjects:
            if part.updaters or part.submobjects or "update" in part.__dict__ or type(part).update is not _updated:
                part.update(dt, recursive=recursive)
    return self


def _keeps_time(self: Any) -> bool:
    return any(_takes_time(updater) for updater in self.updaters)


def _takes_time(updater: Any) -> bool:
    """Whether an updater asks for the time that has passed; its signature is looked at once."""
    try:
        known = _SIGNATURES.get(updater)
        if known is None:
            known = _SIGNATURES[updater] = "dt" in inspect.signature(updater).parameters
    except TypeError:
        # What cannot be hashed, or not be referred to weakly.
        return "dt" in inspect.signature(updater).parameters
    return known


def _rgbas(self: Any, color: Any, opacity: Any) -> Any:
    """Make the array of one colour, which nearly all are, without lists."""
    if color is None:
        color = BLACK
    if type(color) is not ManimColor or isinstance(opacity, (tuple, list, np.ndarray)) or self.get_sheen_factor():
        return _generate_rgbas_array(self, color, opacity)
    rgba = color._internal_value.copy()
    rgba[3] = 0.0 if opacity is None else opacity
    return rgba[np.newaxis]
