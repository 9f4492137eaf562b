"""Many shaded shapes painted by compiled loops: cairo's pixels."""

from __future__ import annotations

from dataclasses import replace

import cairo
import numpy as np
import pytest

from explainers.film import draw_shaded
from explainers.film.paint import Painter
from explainers.film.picture import Array, Picture, Pixels, ShadedShapes, Window

WIDTH, HEIGHT = 640, 360


@pytest.fixture
def left_to_cairo(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the shapes that the loops leave to cairo."""
    left: list[int] = []
    with_cairo = draw_shaded.draw_shaded

    def counting(context: object, shapes: ShadedShapes, *, bgra: bool, only: int | None = None) -> None:
        left.append(only or 0)
        with_cairo(context, shapes, bgra=bgra, only=only)

    monkeypatch.setattr(draw_shaded, "draw_shaded", counting)
    return left


def faces(corners: Array, seed: int, width: float = 0.02, bend: float = 0.1) -> ShadedShapes:
    """Faces with random colours and slightly bent sides: `corners` is (k, n, 2)."""
    random = np.random.default_rng(seed)
    count, sides, _ = corners.shape
    starts, ends = corners, np.roll(corners, -1, axis=1)
    bends = bend * random.normal(size=(count, sides, 2, 2)) * np.linalg.norm(ends - starts, axis=2)[..., None, None]
    handles = [starts + (ends - starts) * share + bends[:, :, number] for number, share in enumerate((1 / 3, 2 / 3))]
    points = np.stack([starts, *handles, ends], axis=2).reshape(-1, 2)
    firsts = np.arange(count) * 4 * sides
    return ShadedShapes(
        points=points,
        subpaths=np.stack([firsts, firsts + 4 * sides, np.ones(count)], axis=1).astype(np.int32),
        first_subpaths=np.arange(count + 1, dtype=np.int32),
        fills=random.uniform(0, 1, (count, 2, 4)),
        strokes=random.uniform(0, 1, (count, 2, 4)),
        lines=corners[:, [0, 2]],
        widths=np.full(count, width),
        joins=np.zeros(count, np.int32),
        caps=np.zeros(count, np.int32),
    )


def scattered(count: int, seed: int, size: float) -> Array:
    """Four-cornered faces of all forms and places, some beyond the edge of the picture, some thin as a line."""
    random = np.random.default_rng(seed)
    angles = np.sort(random.uniform(0, 2 * np.pi, (count, 4)), axis=1)
    around = np.stack([np.cos(angles), np.sin(angles)], axis=2) * random.uniform(0.3, size, (count, 1, 1))
    around[:, :, 1] *= random.uniform(0.02, 1, (count, 1))
    corners: Array = around + random.uniform([-7.5, -4.5], [7.5, 4.5], (count, 1, 2))
    return corners


def painted(shapes: ShadedShapes, monkeypatch: pytest.MonkeyPatch, *, compiled: bool) -> Pixels:
    """Paint shapes on grey, by the loops or with cairo."""
    monkeypatch.setattr(draw_shaded, "MANY", 0 if compiled else 10**9)
    picture = Picture(Window(0, 0, 14.2, 8), (90, 80, 70, 255), (shapes,))
    return Painter(WIDTH, HEIGHT).paint(picture).copy()


@pytest.mark.parametrize("width", [0.0, 0.001, 0.02, 0.1, 0.17])
@pytest.mark.parametrize("size", [0.4, 3.0])
def test_the_loops_paint_as_cairo_does(
    width: float, size: float, monkeypatch: pytest.MonkeyPatch, left_to_cairo: list[int]
) -> None:
    """A layer of faces at a time, 99.8 % of the values are within two levels, whatever the form and the stroke."""
    for seed in range(4):
        shapes = faces(scattered(60, seed, size), seed, width, bend=0.05 * seed)
        expected = painted(shapes, monkeypatch, compiled=False)
        left_to_cairo.clear()
        found = painted(shapes, monkeypatch, compiled=True)
        assert not left_to_cairo
        difference = np.abs(found.astype(int) - expected.astype(int))
        assert np.ptp(expected[..., :3]) > 100
        assert (difference > 2).mean() < 0.002, (seed, difference.max())


def test_what_the_loops_cannot_paint_is_left_to_cairo(
    monkeypatch: pytest.MonkeyPatch, left_to_cairo: list[int]
) -> None:
    """Round joints and shapes of several pieces, one by one, at their place among the others."""
    shapes = faces(scattered(70, 5, 1.0), 5)
    joins = shapes.joins.copy()
    joins[[3, 40]] = cairo.LineJoin.ROUND
    first_subpaths = np.delete(shapes.first_subpaths, 10)
    kept = {
        name: np.delete(getattr(shapes, name), 10, axis=0) for name in ("fills", "strokes", "lines", "widths", "caps")
    }
    shapes = replace(shapes, first_subpaths=first_subpaths, joins=np.delete(joins, 10), **kept)
    expected = painted(shapes, monkeypatch, compiled=False)
    left_to_cairo.clear()
    found = painted(shapes, monkeypatch, compiled=True)
    assert left_to_cairo == [3, 9, 39]
    assert (np.abs(found.astype(int) - expected.astype(int)) > 2).mean() < 0.002


def test_half_a_pixel_is_half_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A white square from pixel 100.5 to 200.5, on black: grey at its rim, white within, nothing without."""
    scale = np.array([WIDTH / 14.2, -HEIGHT / 8])
    corners = (np.array([[100.5, 50], [200.5, 50], [200.5, 150], [100.5, 150]]) - [WIDTH / 2, HEIGHT / 2]) / scale
    shapes = faces(corners[None], 0, width=0, bend=0)
    shapes = replace(shapes, fills=np.ones((1, 2, 4)))
    monkeypatch.setattr(draw_shaded, "MANY", 0)
    pixels = Painter(WIDTH, HEIGHT).paint(Picture(Window(0, 0, 14.2, 8), (0, 0, 0, 255), (shapes,)))
    assert pixels[100, [99, 100, 101, 199, 200, 201], 0].tolist() == [0, 128, 255, 255, 128, 0]
    assert pixels[[49, 50, 149, 150], 150, 1].tolist() == [0, 255, 255, 0]
