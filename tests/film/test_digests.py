"""Digests of pictures: equal ones paint equal, and any other value gives another digest."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.film.digests import Digests
from explainers.film.paint import Painter
from explainers.film.picture import (
    Backdrop,
    Cloud,
    Element,
    Image,
    Inset,
    Outline,
    Paint,
    Picture,
    Raster,
    ShadedShapes,
    Shape,
    Stroke,
    Window,
)


def paints(random: np.random.Generator, colours: int) -> Paint:
    return Paint(random.uniform(0.1, 1, (colours, 4)), random.uniform(-1, 1, (2, 2)) if colours > 1 else None)


def shape(random: np.random.Generator) -> Shape:
    points = random.uniform(-3, 3, (12, 2))
    stroke = Stroke(paints(random, int(random.integers(1, 3))), float(random.uniform(0.1, 0.5)), 1, 0)
    return Shape(Outline(points, ((0, 8, True), (8, 12, False))), stroke, paints(random, 2), stroke)


def shaded(random: np.random.Generator) -> ShadedShapes:
    return ShadedShapes(
        points=random.uniform(-3, 3, (16, 2)),
        subpaths=np.array([[0, 8, 1], [8, 16, 0]], np.int32),
        first_subpaths=np.array([0, 1, 2], np.int32),
        fills=random.uniform(0.1, 1, (2, 2, 4)),
        strokes=random.uniform(0.1, 1, (2, 2, 4)),
        lines=random.uniform(-1, 1, (2, 2, 2)),
        widths=random.uniform(0.1, 0.4, 2),
        joins=np.array([0, 1], np.int32),
        caps=np.array([1, 0], np.int32),
    )


def image(random: np.random.Generator) -> Image:
    pixels = random.integers(0, 256, (3, 4, 4)).astype(np.uint8)
    return Image(Raster(pixels), random.uniform(-3, 3, (4, 2)), int(random.choice([0, 2, 3])))


def inset(random: np.random.Generator) -> Inset:
    inner = Picture(Window(0, 0, 4, 3), (0, 0, 40, 255), (shape(random), image(random)))
    corners = np.array([[-2, 2], [2, 2], [-2, -1], [2, -1]], float) + random.uniform(-0.3, 0.3, (4, 2))
    return Inset(inner, 0.4, 0.3, corners, 2)


def cloud(random: np.random.Generator) -> Cloud:
    return Cloud(random.uniform(-3, 3, (5, 2)), random.uniform(0, 1, (5, 4)), int(random.integers(1, 5)))


def picture(seed: int) -> Picture:
    """A picture of a few elements of any kind, the same for the same seed."""
    random = np.random.default_rng(seed)
    makers: list[Callable[[np.random.Generator], Element]] = [shape, shaded, image, inset, cloud]
    elements: tuple[Element, ...] = tuple(makers[random.integers(len(makers))](random) for _ in range(4))
    grey = Backdrop(np.full((36, 64, 4), 255, np.uint8))
    return Picture(Window(0, 0, 8, 4.5), (20, 30, 40, 255) if random.random() < 0.7 else grey, elements)


def changed(value: Any) -> Iterator[Any]:
    """Copies of a value, each with one of all its numbers changed."""
    if isinstance(value, np.ndarray):
        for place in np.ndindex(value.shape):
            other = value.copy()
            other[place] = other[place] ^ 1 if value.dtype.kind in "iu" else np.nextafter(other[place], np.inf)
            yield other
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from ((*value[:number], other, *value[number + 1 :]) for other in changed(part))
        yield value[1:]
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from (replace(value, **{field.name: other}) for other in changed(getattr(value, field.name)))
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1 if isinstance(value, int) else float(np.nextafter(value, np.inf))


@given(st.integers(0, 2**32))
def test_equal_digests_paint_equal(seed: int) -> None:
    """Copies with the same values have the same digest, whoever reads them, and the same pixels."""
    first, second = picture(seed), pickle.loads(pickle.dumps(picture(seed)))
    assert all(one is not other for one, other in zip(first.elements, second.elements, strict=True))
    digests = Digests()
    assert digests.of(first) == digests.of(second) == Digests().of(first)
    np.testing.assert_array_equal(Painter(64, 36).paint(first), Painter(64, 36).paint(second))


@settings(max_examples=8)
@given(st.integers(0, 2**32))
def test_any_other_value_is_another_digest(seed: int) -> None:
    """Every single number in a picture counts, to its last bit, and so do the number and the order of its elements."""
    original = picture(seed)
    digests = Digests()
    seen = {digests.of(original)}
    count = 1
    for other in changed(original):
        seen.add(digests.of(other))
        count += 1
    assert len(seen) == count > 50


@given(st.integers(0, 2**32))
def test_arrays_of_the_same_bytes_are_not_the_same(seed: int) -> None:
    """Where the bytes are alike, shape and type decide."""
    pixels = np.random.default_rng(seed).integers(0, 256, (2, 6, 4)).astype(np.uint8)
    corners = np.zeros((4, 2))
    pictures = [
        Picture(Window(0, 0, 8, 4.5), (0, 0, 0, 255), (Image(Raster(each), corners, 0),))
        for each in (pixels, pixels.reshape(6, 2, 4), pixels.reshape(3, 4, 4))
    ]
    assert len({Digests().of(each) for each in pictures}) == len(pictures)
