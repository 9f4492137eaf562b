"""The zones of a plane and its panels: on the stage, apart from each other, in every shape of the frame."""

from __future__ import annotations

from typing import get_args

import pytest
from manim import Rectangle

from explainers.spec.shape import Shape, pixels, stage_size
from explainers.stage.plane_zones import PANEL_GAP, plane_zones
from explainers.stage.zones import Frame, Zone

SHAPES = get_args(Shape)


def frame_of(shape: Shape) -> Frame:
    width, height = pixels(shape, 1080)
    return Frame(*stage_size(width / height))


def apart(first: Zone, second: Zone) -> bool:
    """Whether two zones have nothing in common."""
    return (
        first.right <= second.left
        or second.right <= first.left
        or first.top <= second.bottom
        or second.top <= first.bottom
    )


@pytest.mark.parametrize("band", [2.5, None])
@pytest.mark.parametrize("shape", SHAPES)
def test_plane_and_panels_share_the_stage(shape: Shape, band: float | None) -> None:
    """Plane, givens and workings lie on the stage, none on another, and the plane has the greater part."""
    frame = frame_of(shape)
    zones, stage = plane_zones(frame, stacked=5.3, band=band), frame.stage
    givens = Rectangle(width=zones.givens.width, height=1.4).move_to(zones.givens.top_left, aligned_edge=[-1, 1, 0])
    given = Zone(zones.givens.left, zones.givens.right, zones.givens.top - 1.4, zones.givens.top)
    parts = [zones.plane, given, zones.workings(givens)]
    for index, part in enumerate(parts):
        assert part.width > 0.5
        assert part.height > 0.5
        assert part.left >= stage.left - 1e-9
        assert part.right <= stage.right + 1e-9
        assert part.bottom >= stage.bottom - 1e-9
        assert part.top <= stage.top + 1e-9
        assert all(apart(part, other) for other in parts[index + 1 :])
    assert zones.plane.width * zones.plane.height > 0.45 * stage.width * stage.height


def test_in_a_wide_frame_the_panels_are_a_column() -> None:
    """16:9 keeps the column of 4.7 units beside the plane, whatever the other shapes need."""
    frame = frame_of("16:9")
    zones = plane_zones(frame, stacked=5.3, band=2.5)
    assert (zones.plane, zones.givens) == frame.with_panel(4.7)


def test_workings_begin_below_the_lowest_of_the_panels_above() -> None:
    """A higher panel of givens leaves less room."""
    zones = plane_zones(frame_of("9:16"), stacked=5.3, band=2.5)
    low, high = (
        zones.workings(Rectangle(width=1, height=height).move_to(zones.givens.top_left, aligned_edge=[-1, 1, 0]))
        for height in (2.5, 1.4)
    )
    assert high.top - low.top == pytest.approx(1.1)
    assert high.top == pytest.approx(zones.givens.top - 1.4 - PANEL_GAP)


def test_what_is_given_stands_in_a_column_only_where_a_row_is_too_wide() -> None:
    """A square has height to spare beside a short panel; a wide frame has none."""
    for shape, width, levels in (("1:1", 1.0, 1), ("1:1", 3.0, 2), ("16:9", 3.0, 1)):
        zones = plane_zones(frame_of(shape), stacked=5.3, band=2.5)  # type: ignore[arg-type]
        pair = zones.side_by_side(Rectangle(width=width, height=1), Rectangle(width=width, height=1), gap=0.3)
        assert len({round(figure.get_y(), 6) for figure in pair}) == levels
