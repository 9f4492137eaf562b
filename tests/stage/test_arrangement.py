"""How a picture and two things share a frame: nothing overlaps, everything is used, in every shape."""

from __future__ import annotations

import itertools

import pytest

from explainers.spec.shape import stage_size
from explainers.stage.arrangement import Arrangement, arranged, way_of
from explainers.stage.zones import Frame, Zone

SHAPES = {"16:9": 16 / 9, "4:3": 4 / 3, "1:1": 1.0, "9:16": 9 / 16}


def frame_of(shape: str) -> Frame:
    return Frame(*stage_size(SHAPES[shape]))


def shared(shape: str, *, halves: float | None = 3.0, picture_first: bool = True) -> Arrangement:
    return arranged(
        frame_of(shape), column=4.0, stacked=5.0, halves=halves, shares=(2, 1), gap=0.2, picture_first=picture_first
    )


def apart(one: Zone, other: Zone) -> bool:
    beside = one.right <= other.left + 1e-9 or other.right <= one.left + 1e-9
    return beside or one.bottom >= other.top - 1e-9 or other.bottom >= one.top - 1e-9


@pytest.mark.parametrize("picture_first", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_three_zones_stand_apart_inside_the_stage(shape: str, picture_first: bool) -> None:
    """No two zones overlap, none leaves the stage, and together they take at least nine tenths of it."""
    stage, places = frame_of(shape).stage, shared(shape, picture_first=picture_first)
    zones = (places.picture, places.first, places.second)
    assert all(apart(one, other) for one, other in itertools.combinations(zones, 2))
    for zone in zones:
        assert stage.left - 1e-9 <= zone.left < zone.right <= stage.right + 1e-9
        assert stage.bottom - 1e-9 <= zone.bottom < zone.top <= stage.top + 1e-9
    assert sum(zone.width * zone.height for zone in zones) > 0.88 * stage.width * stage.height


def test_each_shape_has_its_way() -> None:
    """A column in 16:9 and 4:3, halves below in a square, one below the other in 9:16."""
    assert [way_of(frame_of(shape)) for shape in SHAPES] == ["beside", "beside", "halves", "stacked"]


def test_a_column_is_as_wide_as_it_was_asked_to_be() -> None:
    """Beside the picture the width is the caller's, heights are as the shares; left of it if the picture is last."""
    places, mirrored = shared("16:9"), shared("16:9", picture_first=False)
    assert places.first.width == pytest.approx(4.0)
    assert places.first.height == pytest.approx(2 * places.second.height)
    assert places.picture.right < places.first.left
    assert mirrored.first.right < mirrored.picture.left


@pytest.mark.parametrize(("shape", "height"), [("1:1", 3.0), ("9:16", 5.0)])
def test_below_the_picture_the_height_is_the_caller_s(shape: str, height: float) -> None:
    """Both things together are as high as was asked for; above the picture where it comes last."""
    places, mirrored = shared(shape), shared(shape, picture_first=False)
    assert places.first.top - places.second.bottom == pytest.approx(height)
    assert places.picture.bottom > places.first.top
    assert mirrored.picture.top < mirrored.second.bottom


def test_what_cannot_be_halved_is_stacked_in_a_square() -> None:
    """Without a height for halves, a square frame has one thing below the other."""
    places = shared("1:1", halves=None)
    assert places.way == "stacked"
    assert places.first.bottom > places.second.top
