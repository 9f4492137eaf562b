"""What is kept from picture to picture is never seen: each looks as if it were painted alone."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.film.paint import Painter
from explainers.film.picture import Element, Mesh, MeshBall, Outline, Paint, Picture, Shape, Skin, Window

WIDTH, HEIGHT = 48, 32
WINDOW = Window(0, 0, 6, 4)


def square(left: float, bottom: float, colour: tuple[float, float, float]) -> Shape:
    """A half-transparent square of side 2: what is painted twice is darker."""
    corners = np.add([[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]], [left, bottom])
    curves = np.concatenate([np.linspace(start, end, 4) for start, end in pairwise(corners)])
    return Shape(Outline(curves, ((0, 16, True),)), None, Paint(np.array([[*colour, 0.5]])), None)


def sheet(size: float) -> Mesh:
    """A flat square mesh."""
    x, y = np.meshgrid([-size, size], [size, -size])
    skin = Skin(
        colours=np.full((2, 2, 3), 0.5, np.float32),
        visible=np.ones((1, 1), bool),
        values=np.zeros((2, 2), np.float32),
        levels=np.zeros(0, np.float32),
        ink=np.array([0, 0, 0, 1], np.float32),
        width=0.0,
    )
    return Mesh(np.stack([x, y, 0 * x], axis=-1).astype(np.float32), skin, 1.0)


SMALL, LARGE = sheet(0.6), sheet(1.2)
POOL: tuple[Element, ...] = (
    square(-2, -1, (1, 0, 0)),
    square(-1, 0, (0, 1, 0)),
    square(0, -2, (0, 0, 1)),
    SMALL,
    LARGE,
    MeshBall(SMALL, (0, 0, 0.2), 0.4, (1, 1, 0, 1), (0, 0, 0, 1), 0.1, 0.2),
    MeshBall(LARGE, (0.5, 0, 0.2), 0.4, (1, 0, 1, 1), (0, 0, 0, 1), 0.1, 0.2),
)
pictures = st.builds(
    Picture,
    st.sampled_from([WINDOW, Window(1, 0, 6, 4)]),
    st.sampled_from([(0, 0, 0, 255), (255, 255, 255, 255)]),
    st.lists(st.sampled_from(POOL), max_size=5).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pictures, min_size=1, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_what_is_kept_changes_no_pixel(shown: list[Picture], told: list[bool]) -> None:
    """Whatever came before, and whether or not the painter is told what comes next."""
    painter = Painter(WIDTH, HEIGHT)
    for number, picture in enumerate(shown):
        following = shown[number + 1] if told[number] and number + 1 < len(shown) else None
        np.testing.assert_array_equal(painter.paint(picture, following), Painter(WIDTH, HEIGHT).paint(picture))
