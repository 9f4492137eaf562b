"""The depth buffer: what is nearest is seen, edges are as smooth as their pixels are covered, and nothing leaks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainers.film.digests import Digests
from explainers.film.draw_mesh import MeshDrawer
from explainers.film.paint import Painter
from explainers.film.picture import Floats, Mesh, MeshBall, MeshLine, Picture, Skin, Window

WIDTH, HEIGHT = 96, 64
UNIT = 8.0
WINDOW = Window(0.0, 0.0, WIDTH / UNIT, HEIGHT / UNIT)
MATRIX = WINDOW.matrix(WIDTH, HEIGHT)
RED, WHITE = (1.0, 0.0, 0.0), (1.0, 1.0, 1.0)


def floats(values: object) -> Floats:
    return np.asarray(values, np.float32)


def skin(rows: int, columns: int, **changes) -> Skin:
    """One colour, all faces, no lines."""
    plain = Skin(
        colours=np.broadcast_to(floats(RED), (rows, columns, 3)).copy(),
        visible=np.ones((rows - 1, columns - 1), bool),
        values=np.zeros((rows, columns), np.float32),
        levels=np.zeros(0, np.float32),
        ink=floats([0, 0, 0, 1]),
        width=0.0,
    )
    return replace(plain, **changes)


def mesh(points, **changes) -> Mesh:
    grid = np.asarray(points, np.float32)
    return Mesh(grid, skin(*grid.shape[:2], **changes), 1.0)


def sheet(rows=2, columns=2, *, half=3.0, height=lambda x, y: 0 * x) -> np.ndarray:
    """A square grid around the origin, with heights towards the viewer."""
    x, y = np.meshgrid(np.linspace(-half, half, columns), np.linspace(half, -half, rows))
    return np.stack([x, y, height(x, y)], axis=-1)


def drawn(*elements, ground=(0, 0, 0, 0), width=WIDTH, height=HEIGHT, window=WINDOW) -> np.ndarray:
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[:] = ground
    drawer = MeshDrawer()
    for element in elements:
        drawer.draw(element, pixels, window.matrix(width, height))
    return pixels.astype(int)


def polygon_area(corners: np.ndarray) -> float:
    """The shoelace formula."""
    x, y = corners.T
    return float(abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 2 * np.pi), st.floats(0.1, 1.4), st.integers(2, 9))
def test_a_tilted_plane_covers_its_projected_area(azimuth: float, tilt: float, points: int) -> None:
    """The sum of all coverage is the area of the outline, however the plane is cut into faces."""
    turn = np.array([[np.cos(azimuth), -np.sin(azimuth), 0], [np.sin(azimuth), np.cos(azimuth), 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    grid = sheet(points, points, half=2.7) @ (lean @ turn).T + [0.013, 0.029, 0]
    outline = grid[[0, 0, -1, -1], [0, -1, -1, 0], :2] * UNIT
    covered = drawn(mesh(grid))[..., 3].sum() / 255
    assert covered == pytest.approx(polygon_area(outline), rel=0.005, abs=1.0)


def test_faces_meet_without_a_gap() -> None:
    """However crooked the faces are, inside the outline every pixel is covered whole."""
    grid = sheet(14, 17)
    inner = np.random.default_rng(3).uniform(-0.1, 0.1, (12, 15, 3))
    grid[1:-1, 1:-1] += inner
    alpha = drawn(mesh(grid))[..., 3]
    left, top = WIDTH // 2 - 24, HEIGHT // 2 - 24
    assert (alpha[top : top + 48, left : left + 48] == 255).all()
    assert alpha.sum() == 48 * 48 * 255


def test_edges_are_smooth_and_symmetric() -> None:
    """A square on its corner looks the same turned by half a turn; its edge pixels are covered in many degrees."""
    angle = 0.3
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    alpha = drawn(mesh(sheet() @ turn.T))[..., 3]
    np.testing.assert_array_equal(alpha, alpha[::-1, ::-1])
    assert len(np.unique(alpha)) >= 12


@pytest.mark.parametrize("slope", [0.0, 1 / 3, 3.0])
def test_an_edge_pixel_is_as_opaque_as_it_is_covered(slope: float) -> None:
    """Along a straight edge each pixel's alpha is the share of its area on the inner side, to a sixteenth or two."""
    grid = sheet()
    grid[:, :, 1] *= 1.5
    grid[:, 0, 0] = -1.03 + slope * grid[:, 0, 1]
    alpha = drawn(mesh(grid))[..., 3] / 255
    fine = np.linspace(0, 1, 40, endpoint=False) + 1 / 80
    x = (np.arange(WIDTH)[:, None] + fine) / UNIT - WIDTH / UNIT / 2
    y = HEIGHT / UNIT / 2 - (np.arange(HEIGHT)[:, None] + fine) / UNIT
    inside = x[None, :, None, :] >= -1.03 + slope * y[:, None, :, None]
    expected = inside.mean(axis=(2, 3))
    middle = slice(HEIGHT // 2 - 5, HEIGHT // 2 + 5), slice(0, WIDTH // 2 + 20)
    np.testing.assert_allclose(alpha[middle], expected[middle], atol=0.13)


def test_colours_are_blended_at_the_middles_of_pixels() -> None:
    """Where colours are linear in the place, each pixel has the colour of its middle."""
    grid = sheet(5, 7)
    x, y = grid[..., 0], grid[..., 1]
    colours = np.stack([(x + 4) / 8, (y + 4) / 8, (x - y + 7) / 14], axis=-1).astype(np.float32)
    pixels = drawn(mesh(grid, colours=colours))
    column, row = np.arange(30, 66), np.arange(14, 50)
    at_x, at_y = np.meshgrid((column + 0.5) / UNIT - 6, 4 - (row + 0.5) / UNIT)
    expected = 255 * np.stack([(at_x + 4) / 8, (at_y + 4) / 8, (at_x - at_y + 7) / 14], axis=-1)
    np.testing.assert_allclose(pixels[14:50, 30:66, :3], expected, atol=0.51)


def two_planes(offset: float) -> Mesh:
    """A red sheet that rises to the right, and a white one that falls: they meet at x = offset."""
    first, second = sheet(height=lambda x, y: x - offset), sheet(height=lambda x, y: offset - x)
    colours = floats([[RED, RED], [RED, RED], [WHITE, WHITE], [WHITE, WHITE]])
    visible = np.array([[True], [False], [True]])
    return mesh(np.concatenate([first, second]), colours=colours, visible=visible)


@pytest.mark.parametrize("offset", [0.0, 0.4, -1.0 / 32])
def test_crossing_planes_meet_in_the_right_line(offset: float) -> None:
    """Each is seen where it is nearer; the pixels of the line are shared as the line shares them."""
    pixels = drawn(two_planes(offset))[HEIGHT // 2, :, 1] / 255
    line = (offset + 6) * UNIT
    white = np.clip(line - np.arange(WIDTH), 0, 1)
    inside = slice(WIDTH // 2 - 20, WIDTH // 2 + 20)
    np.testing.assert_allclose(pixels[inside], white[inside], atol=0.04)


def test_faces_without_area_are_left_out() -> None:
    """A grid that is seen from its edge, or is a point, paints nothing and harms nothing."""
    flat = sheet(4, 4)
    flat[..., 1] = 0.3
    assert drawn(mesh(flat)).sum() == 0
    assert drawn(mesh(np.zeros((3, 3, 3)))).sum() == 0


def test_faces_with_a_corner_that_is_no_number_are_left_out() -> None:
    """They leave the same gap as faces that are said to be absent."""
    whole, gap = sheet(5, 5), sheet(5, 5)
    gap[2, 2] = np.nan
    visible = np.ones((4, 4), bool)
    visible[1:3, 1:3] = False
    np.testing.assert_array_equal(drawn(mesh(gap)), drawn(mesh(whole, visible=visible)))
    assert drawn(mesh(gap))[HEIGHT // 2, WIDTH // 2].sum() == 0
    assert drawn(mesh(np.full((3, 3, 3), np.nan))).sum() == 0


def test_what_leaves_the_picture_is_cut_off() -> None:
    """A part of a mesh is painted as it is in the whole; one that lies beside the picture is not painted."""
    wavy = mesh(sheet(20, 20, half=9.0, height=lambda x, y: np.sin(2 * x) * np.cos(3 * y)) @ _leaning().T)
    wide = drawn(wavy, width=3 * WIDTH, height=3 * HEIGHT, window=Window(0, 0, 3 * WINDOW.width, 3 * WINDOW.height))
    np.testing.assert_array_equal(drawn(wavy), wide[HEIGHT : 2 * HEIGHT, WIDTH : 2 * WIDTH])
    beside = mesh(sheet() + np.array([40, 0, 0]))
    assert drawn(beside, ground=(9, 9, 9, 9)).tolist() == np.full((HEIGHT, WIDTH, 4), 9).tolist()


def _leaning() -> np.ndarray:
    return np.array([[1, 0, 0], [0, 0.6, 0.8], [0, -0.8, 0.6]])


def test_opacity_is_of_the_surface_as_a_whole() -> None:
    """Half of it lets half of the ground through, also where parts of the surface lie behind each other."""
    pixels = drawn(replace(two_planes(0.0), opacity=0.5), ground=(0, 0, 255, 255))
    assert pixels[HEIGHT // 2, WIDTH // 2 + 10].tolist() == pytest.approx([128, 0, 128, 255], abs=1)
    assert pixels[HEIGHT // 2, WIDTH // 2 - 10].tolist() == pytest.approx([128, 128, 255, 255], abs=1)
    assert pixels[0, 0].tolist() == [0, 0, 255, 255]


@pytest.mark.parametrize("points", [2, 9])
def test_contour_lines_run_at_their_level_in_their_width(points: int) -> None:
    """On a ramp the line stands where the value is the level; across it there is as much ink as it is wide."""
    grid = sheet(points, points)
    values = ((grid[..., 0] + 3) / 6).astype(np.float32)
    level, width = 0.55, 2.6
    lined = mesh(grid, values=values, levels=floats([level]), width=width / UNIT)
    row = drawn(lined)[HEIGHT // 2, :, 0]
    ink = np.where(np.abs(np.arange(WIDTH) - WIDTH // 2) < 20, 1 - row / 255, 0)
    assert ink.sum() == pytest.approx(width, abs=0.03)
    middle = (ink * (np.arange(WIDTH) + 0.5)).sum() / ink.sum()
    assert middle == pytest.approx((6 * level + 3) * UNIT, abs=0.04)


def hill() -> Mesh:
    """A ridge along x at the height of the eye: what stands at y > 0 and far away is behind it."""
    return mesh(sheet(31, 9, height=lambda x, y: 5 * np.exp(-(y**2))))


def test_a_ball_behind_a_hill_is_hidden_and_one_before_it_is_seen() -> None:
    """By the depth of its middle alone, at the same place on the screen; hidden it keeps the share that it is given."""
    ridge = hill()
    ground = drawn(ridge)
    blue = (0.0, 0.0, 1.0, 1.0)
    for depth, hidden, share in ((9.0, 0.0, 1.0), (1.0, 0.0, 0.0), (1.0, 0.4, 0.4)):
        ball = MeshBall(ridge, (0.0, 0.0, depth), 0.5, blue, (0, 0, 0, 0), 0.0, hidden)
        pixel = drawn(ridge, ball)[HEIGHT // 2, WIDTH // 2]
        before = ground[HEIGHT // 2, WIDTH // 2]
        expected = (1 - share) * before + share * np.array([0, 0, 255, 255])
        np.testing.assert_allclose(pixel, expected, atol=1)


def test_a_ball_that_rests_on_a_plane_is_seen_whole() -> None:
    """A ball that touches a leaning plane from above has its whole disc, of the area of a disc, and its rim."""
    plane = mesh(sheet(9, 9) @ _leaning().T)
    normal = _leaning() @ np.array([0, 0, 1])
    radius, rim = 1.0, 0.25
    clear, blue = (0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 1.0, 1.0)
    for fill, ring, area in (
        (blue, clear, np.pi * radius**2),
        (clear, blue, np.pi * ((radius + rim / 2) ** 2 - (radius - rim / 2) ** 2)),
    ):
        ball = MeshBall(plane, tuple((radius * normal).tolist()), radius, fill, ring, rim, 0.0)
        blueness = drawn(plane, ball)[..., 2].sum() / 255
        assert blueness == pytest.approx(area * UNIT**2, rel=0.01)


def test_a_line_on_the_surface_is_seen_and_one_under_it_is_faint() -> None:
    """A line on a wavy surface is painted in its whole width; sunk, it has the hidden share of its colour."""
    wavy = mesh(sheet(25, 25, height=lambda x, y: 0.3 * np.sin(2 * x)) @ _leaning().T)
    x = np.linspace(-2, 2, 60)
    path = np.stack([x, 0 * x, 0.3 * np.sin(2 * x)], axis=-1) @ _leaning().T
    for sunk, hidden, share in ((0.0, 0.0, 1.0), (1.0, 0.3, 0.3), (1.0, 0.0, 0.0)):
        low = (path - sunk * _leaning()[:, 2]).astype(np.float32)
        pieces = np.stack([low[:-1], low[1:]], axis=1)
        pixels = drawn(wavy, MeshLine(wavy, pieces, 0.5, (0, 0, 1, 1), hidden))
        length = np.linalg.norm(np.diff(low[:, :2], axis=0), axis=1).sum() * UNIT
        width = 0.5 * UNIT
        expected = share * (length * width + np.pi * width**2 / 4)
        assert pixels[..., 2].sum() / 255 == pytest.approx(expected, rel=0.03, abs=0.5)


def test_a_piece_without_length_is_a_dot() -> None:
    """It covers a disc as wide as the line."""
    plane = mesh(sheet())
    dot = MeshLine(plane, np.zeros((1, 2, 3), np.float32), 1.0, (0, 0, 1, 1), 0.0)
    assert drawn(plane, dot)[..., 2].sum() / 255 == pytest.approx(np.pi * 0.25 * UNIT**2, rel=0.02)


def test_crossing_pieces_of_one_line_are_no_darker_where_they_cross() -> None:
    """A half-transparent line is blended once."""
    plane = mesh(sheet())
    cross = floats([[[-2, 0, 0], [2, 0, 0]], [[0, -2, 0], [0, 2, 0]]])
    pixels = drawn(plane, MeshLine(plane, cross, 1.0, (0, 0, 1, 0.5), 0.0))
    assert pixels[HEIGHT // 2, WIDTH // 2, 2] == pytest.approx(pixels[HEIGHT // 2, WIDTH // 2 + 12, 2], abs=1)


def test_the_painter_draws_meshes_over_what_lies_below() -> None:
    """Painted twice, kept or anew, a picture with a mesh has the same pixels; red is red."""
    picture = Picture(WINDOW, (0, 0, 0, 255), (mesh(sheet()),))
    painter = Painter(WIDTH, HEIGHT)
    first = painter.paint(picture).copy()
    np.testing.assert_array_equal(first, painter.paint(picture))
    assert first[HEIGHT // 2, WIDTH // 2].tolist() == [255, 0, 0, 255]


def test_a_mesh_is_looked_at_anew_when_it_or_the_view_changed() -> None:
    """What was kept of the last mesh is not taken for another."""
    drawer, pixels = MeshDrawer(), np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    small, large = mesh(sheet(half=1.0)), mesh(sheet(half=2.0))
    for element, window, expected in (
        (small, WINDOW, 4),
        (large, WINDOW, 16),
        (large, Window(0, 0, WINDOW.width * 2, WINDOW.height * 2), 4),
    ):
        pixels[:] = 0
        drawer.draw(element, pixels, window.matrix(WIDTH, HEIGHT))
        assert pixels[..., 3].sum() / 255 == pytest.approx(expected * UNIT**2, rel=0.01)


def test_what_lies_on_a_mesh_is_another_picture_when_the_mesh_is_another() -> None:
    """A line's digest tells of its mesh, as that decides what is hidden of it."""
    pieces = np.zeros((1, 2, 3), np.float32)
    first, second = mesh(sheet()), mesh(sheet(half=2.0))
    digests = Digests()
    shown = [
        digests.of(Picture(WINDOW, (0, 0, 0, 255), (MeshLine(on, pieces, 1.0, (0, 0, 1, 1), 0.0),)))
        for on in (first, second, mesh(sheet()))
    ]
    assert shown[0] != shown[1]
    assert shown[0] == shown[2]
