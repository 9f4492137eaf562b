"""Zones: everything inside the frame, nothing in the captions' strip, nothing on top of another zone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Rectangle

from explainers.spec.shape import stage_size
from explainers.stage.zones import Frame, Zone

FRAMES = [Frame(128 / 9, 8), Frame(8, 8), Frame(4.5, 8), Frame(19, 8)]
frames = pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: f"{frame.width:.1f}x{frame.height:.0f}")

sides = st.floats(-10, 10)
lengths = st.floats(0.5, 20)
shares = st.lists(st.floats(0.2, 5), min_size=1, max_size=5)


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    """Any zone of the plane."""
    left, bottom = draw(sides), draw(sides)
    return Zone(left, left + draw(lengths), bottom, bottom + draw(lengths))


def inside(zone: Zone, outer: Zone) -> bool:
    """Whether a zone lies in another, but for rounding."""
    return (
        zone.left >= outer.left - 1e-9
        and zone.right <= outer.right + 1e-9
        and zone.bottom >= outer.bottom - 1e-9
        and zone.top <= outer.top + 1e-9
    )


@frames
def test_zones_lie_in_the_frame_and_apart(frame: Frame) -> None:
    """From top to bottom: title, stage, captions, with no two on top of each other, at any shape of picture."""
    whole = Zone(-frame.width / 2, frame.width / 2, -frame.height / 2, frame.height / 2)
    assert all(inside(zone, whole) for zone in (frame.title, frame.stage, frame.captions))
    assert frame.title.bottom >= frame.stage.top
    assert frame.stage.bottom >= frame.captions.top
    assert min(zone.height for zone in (frame.title, frame.stage, frame.captions)) > 0.5


@frames
def test_captions_have_the_lowest_eighth(frame: Frame) -> None:
    """Players write captions there; it is as wide as the picture."""
    assert frame.captions.height == pytest.approx(frame.height / 8)
    assert frame.captions.width == pytest.approx(frame.width)
    assert frame.captions.bottom == -frame.height / 2


def test_a_panel_stands_beside_the_stage() -> None:
    """Pictures on the left and numbers on the right share the stage without touching."""
    frame = FRAMES[0]
    pictures, panel = frame.with_panel(4.2)
    assert panel.width == pytest.approx(4.2)
    assert panel.right == pytest.approx(frame.stage.right)
    assert pictures.left == frame.stage.left
    assert pictures.right < panel.left
    assert (pictures.top, pictures.bottom) == (panel.top, panel.bottom) == (frame.stage.top, frame.stage.bottom)


@pytest.mark.parametrize("aspect", [4 / 3, 1.0, 9 / 16])
def test_a_panel_stands_below_where_there_is_no_room_beside(aspect: float) -> None:
    """Frames that are not wide have the numbers under the pictures, both as wide as the stage."""
    frame = Frame(*stage_size(aspect))
    pictures, panel = frame.with_panel(panel_height=3.0)
    assert not frame.wide
    assert FRAMES[0].wide
    assert panel.height == pytest.approx(3.0)
    assert pictures.bottom > panel.top
    assert (pictures.left, pictures.right) == (panel.left, panel.right) == (frame.stage.left, frame.stage.right)


@given(zones(), shares)
def test_columns_fill_a_zone(zone: Zone, widths: list[float]) -> None:
    """Columns stand side by side from edge to edge, as wide as their shares, a gap apart."""
    gap = zone.width / 20
    columns = zone.columns(*widths, gap=gap)
    assert len(columns) == len(widths)
    assert columns[0].left == zone.left
    assert columns[-1].right == pytest.approx(zone.right)
    assert all(inside(column, zone) for column in columns)
    for column, share in zip(columns, widths, strict=True):
        assert column.width * sum(widths) == pytest.approx((zone.width - gap * (len(widths) - 1)) * share)
    for column, following in itertools.pairwise(columns):
        assert following.left - column.right == pytest.approx(gap)


@given(zones(), shares)
def test_rows_fill_a_zone(zone: Zone, heights: list[float]) -> None:
    """Rows stand from the top to the bottom, as high as their shares, a gap apart."""
    gap = zone.height / 20
    rows = zone.rows(*heights, gap=gap)
    assert rows[0].top == zone.top
    assert rows[-1].bottom == pytest.approx(zone.bottom)
    assert all(inside(row, zone) for row in rows)
    for row, following in itertools.pairwise(rows):
        assert row.bottom - following.top == pytest.approx(gap)
    assert sum(row.height for row in rows) == pytest.approx(zone.height - gap * (len(heights) - 1))


@given(zones(), lengths, lengths, st.floats(0.5, 3))
def test_what_is_fitted_lies_in_the_middle(zone: Zone, width: float, height: float, largest: float) -> None:
    """Something fitted into a zone touches its sides at most, keeps its shape, and is not blown up beyond `largest`."""
    fitted = zone.fit(Rectangle(width=width, height=height), largest)
    assert fitted.width <= zone.width + 1e-6
    assert fitted.height <= zone.height + 1e-6
    assert fitted.width <= width * largest + 1e-6
    assert fitted.width / fitted.height == pytest.approx(width / height)
    assert fitted.get_center() == pytest.approx(zone.center, abs=1e-6)


@given(zones())
def test_an_inset_is_smaller_on_every_side(zone: Zone) -> None:
    """The same middle, twice the margin less in each direction."""
    inset = zone.inset(0.1)
    assert inset.center == pytest.approx(zone.center)
    assert (inset.width, inset.height) == pytest.approx((zone.width - 0.2, zone.height - 0.2))
    assert zone.top_left == pytest.approx([zone.left, zone.top, 0])
    assert zone.bottom_left == pytest.approx([zone.left, zone.bottom, 0])
