"""What is painted and converted anew is all that changed, and as little as can be told cheaply."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explainers.film.convert import LargeConverter
from explainers.film.damage import TILE, Damage, Place, Places
from explainers.film.paint import Painter
from explainers.film.picture import Outline, Paint, Picture, Pixels, Shape, Stroke, Window

WIDTH, HEIGHT = 320, 180
WINDOW = Window(0, 0, 16, 9)
BLACK = (0, 0, 0, 255)
WHITE = Paint(np.array([[1.0, 1.0, 1.0, 0.7]]))
MATRIX = (20.0, 0.0, 0.0, -20.0, 160.0, 90.0)
"""From the window to pixels: 20 to a unit, upwards."""


def line(corners: Sequence[tuple[float, float]], width: float = 0.05, join: int = 0, filled: bool = False) -> Shape:
    """Straight lines from point to point."""
    curves = np.concatenate([np.linspace(start, end, 4) for start, end in pairwise(np.array(corners, float))])
    closed = filled and len(corners) > 2
    stroke = Stroke(WHITE, width, join, 0) if width else None
    outline = Outline(curves, ((0, len(curves), closed),))
    return Shape(outline, None, Paint(np.array([[0.2, 0.5, 1.0, 0.6]])) if filled else None, stroke)


places = st.floats(-9, 9, allow_subnormal=False)
widths = st.sampled_from([0.02, 0.1, 0.4])
lines = st.builds(
    lambda corners, width, join, filled: line(corners, width, join, filled),
    st.lists(st.tuples(places, places), min_size=3, max_size=5),
    widths,
    st.sampled_from([0, 1, 2]),
    st.booleans(),
)


def bent(corners: Sequence[tuple[float, float]], width: float, closed: bool) -> Shape:
    """Curves whose every point is anywhere: also where one ends and the next begins, which is then drawn as one."""
    points = np.array(corners[: len(corners) // 4 * 4], float)
    return Shape(Outline(points, ((0, len(points), closed),)), None, None, Stroke(WHITE, width, 0, 0))


bends = st.builds(bent, st.lists(st.tuples(places, places), min_size=4, max_size=12), widths, st.booleans())
SPIKE = line([(-7.9, 0.1), (0.0, 0.0), (-7.9, -0.1)], width=0.4)
"""Its mitre stands out further than the line is wide."""


@st.composite
def films(draw: st.DrawFn) -> list[tuple[Shape, ...]]:
    """Pictures of a few shapes each, in any order, of which most come again."""
    pool = draw(st.lists(lines | bends, min_size=2, max_size=7))
    return draw(st.lists(st.lists(st.sampled_from(pool), max_size=6, unique_by=id).map(tuple), min_size=2, max_size=6))


def painted(shapes: Sequence[Shape]) -> Pixels:
    """Paint one picture by itself."""
    return Painter(WIDTH, HEIGHT).paint(Picture(WINDOW, BLACK, tuple(shapes))).copy()


@settings(max_examples=120, deadline=None)
@example([(SPIKE,), ()])
@example([(line([(-7, -4), (7, 4)]), line([(1, 3), (2, 3)])), (line([(-7, -4), (7, 4)]), line([(1, 3), (2, 3.1)]))])
@given(films())
def test_each_picture_is_as_if_painted_alone(shown: list[tuple[Shape, ...]]) -> None:
    """To the last level of the last pixel, and nothing has changed outside of what is said to have changed."""
    painter = Painter(WIDTH, HEIGHT)
    before = None
    for shapes in shown:
        found = painter.paint(Picture(WINDOW, BLACK, shapes)).copy()
        np.testing.assert_array_equal(found, painted(shapes))
        if painter.changed is not None:
            assert before is not None
            for left, top, right, bottom in painter.changed:
                before[top:bottom, left:right] = found[top:bottom, left:right]
            np.testing.assert_array_equal(before, found)
        before = found


def test_what_moves_little_is_all_that_is_painted() -> None:
    """A dot that moves beside a still line damages the tiles it left and entered."""
    still = line([(-7, -4), (7, -4)])
    painter = Painter(WIDTH, HEIGHT)
    for x in (0.0, 0.1, 0.2):
        painter.paint(Picture(WINDOW, BLACK, (line([(x, 2), (x + 0.2, 2)]), still)))
    assert painter.changed is not None
    assert sum((right - left) * (bottom - top) for left, top, right, bottom in painter.changed) <= 4 * TILE**2


def test_two_that_change_places_are_painted_anew() -> None:
    """The same shapes in another order are another picture."""
    below = line([(-2, -2), (2, -2), (2, 2), (-2, 2)], filled=True)
    above = line([(-1, -1), (3, -1), (3, 3), (-1, 3)], filled=True)
    painter = Painter(WIDTH, HEIGHT)
    painter.paint(Picture(WINDOW, BLACK, (below, above)))
    np.testing.assert_array_equal(painter.paint(Picture(WINDOW, BLACK, (above, below))), painted((above, below)))


@given(st.lists(st.integers(0, 2**10 - 1), min_size=6, max_size=6))
def test_rectangles_are_the_tiles(rows: list[int]) -> None:
    """Every damaged tile is in one rectangle, no other is in any, and none reaches out of the frame."""
    covered = np.zeros((HEIGHT, WIDTH), int)
    damage = Damage(tuple(rows), WIDTH, HEIGHT)
    for left, top, right, bottom in damage.rectangles():
        assert 0 <= left < right <= WIDTH
        assert 0 <= top < bottom <= HEIGHT
        covered[top:bottom, left:right] += 1
    wanted = np.array([[row >> column & 1 for column in range(10)] for row in rows])
    np.testing.assert_array_equal(covered, np.kron(wanted, np.ones((TILE, TILE), int))[:HEIGHT, :WIDTH])
    assert damage.share == pytest.approx(wanted.mean())
    damaged = np.flatnonzero(wanted.any(axis=1))
    top, bottom = (damaged[0] * TILE, min(HEIGHT, (damaged[-1] + 1) * TILE)) if len(damaged) else (0, 0)
    assert damage.band == (top, bottom)


def test_places_of_what_cannot_be_told() -> None:
    """A point that is no number may be anywhere; a shape without points is nowhere."""
    places = Places(WIDTH, HEIGHT)
    places.look_through(MATRIX)
    assert places.of(line([(0, 0), (np.nan, 1)])) == Place(0, (0b1111111111,) * 6)
    assert places.of(Shape(Outline(np.zeros((0, 2)), ()), None, None, None)) == Place(0, ())
    assert places.of(line([(0, 0), (1, 1)], width=0)) == Place(2, (0b110000,))


def test_what_lies_within_the_bend_of_a_line_is_not_where_it_is() -> None:
    """A line about the frame damages the tiles along the edge; filled, all that it goes around."""
    places = Places(WIDTH, HEIGHT)
    places.look_through(MATRIX)
    around = [(-7.5, -4), (7.5, -4), (7.5, 4), (-7.5, 4), (-7.5, -4)]
    edge = (0b1111111111, *(0b1000000001,) * 4, 0b1111111111)
    assert places.of(line(around, join=1)) == Place(0, edge)
    assert places.of(line(around, join=1, filled=True)) == Place(0, (0b1111111111,) * 6)
    # Across the frame from corner to corner, no row of tiles is damaged over more than its part of the way.
    assert max(row.bit_count() for row in places.of(line([(-7.9, -4.4), (7.9, 4.4)], join=1)).rows) <= 4


def test_only_what_changed_is_converted() -> None:
    """The rest of the frame stays as it was; all together is what the whole picture gives."""
    before, after = np.random.default_rng(3).integers(0, 256, (2, 64, 96, 4), dtype=np.uint8)
    rectangle = (32, 0, 64, 32)
    mixed = before.copy()
    mixed[0:32, 32:64] = after[0:32, 32:64]
    converter = LargeConverter(96, 64)
    converter.frame(before)
    found = converter.frame(after, [rectangle]).to_ndarray().copy()
    np.testing.assert_array_equal(found, LargeConverter(96, 64).frame(mixed).to_ndarray())
