"""Where the scenes about descent stand in a frame of any shape: a map, curves and numbers share the stage.

A map has the proportions of its window, so each layout asks the window which of two ways makes the map the larger.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from explainers.stage.arrangement import way_of
from explainers.stage.figures.contour_map import LABEL_ROOM, NAME_ROOM, fit_window
from explainers.stage.figures.polylines import Rectangle
from explainers.stage.figures.runner import ROW_HEIGHT
from explainers.stage.zones import Frame, Zone

GAP = 0.3
PANEL = 2.6
"""Height of a panel with five numbers."""
STRIP = 0.75
"""Height of a panel with as many on one line."""
LONG_LABELS = 0.3
"""More room at the left of a map whose numbers may be long."""


@dataclass(frozen=True)
class FieldZones:
    """For the gradient: the map, the formula, the panel, the slope in every direction, and what follows from it."""

    map: Zone
    formula: Zone
    panel: Zone
    chart: Zone
    results: Zone


def field_zones(frame: Frame, window: Rectangle) -> FieldZones:
    """Put everything in a column beside the map where there is room; else the chart, or all of it, below the map."""
    stage, way = frame.stage, way_of(frame)
    if frame.wide:
        # A map that is not wide leaves its room to the chart.
        width = min(0.53 * stage.width, width_of_map(stage.height, window))
        map_zone, right = stage.columns(width, stage.width - width - 0.6, gap=0.6)
        return FieldZones(map_zone, *right.rows(0.55, 1.45, 2.6, 0.95, gap=0.15))
    if way == "beside":
        map_zone, right = stage.columns(1.1, 1, gap=0.4)
        return FieldZones(map_zone, *right.rows(0.55, 1.45, right.height - 3.5, 1.05, gap=0.15))
    if way == "stacked":
        map_height = height_of_map(stage.width, window, most=stage.height - 6.0)
        rest = stage.height - map_height - 2.95 - 4 * GAP
        formula, map_zone, panel, chart, results = stage.rows(0.55, map_height, 1.45, rest, 0.95, gap=GAP)
        return FieldZones(map_zone, formula, panel, chart, results)
    above, chart = stage.rows(stage.height - 3.2, 2.9, gap=GAP)
    map_zone, right = above.columns(1.12, 1, gap=GAP)
    formula, panel, results, _ = right.rows(0.55, 1.45, 1.0, right.height - 3.6, gap=0.2)
    square = FieldZones(map_zone, formula, panel, chart, results)
    map_zone, below = _map_above(stage, window, least_below=3.6)
    left, chart = below.columns(1, 1, gap=0.4)
    long = FieldZones(map_zone, *_with(left.rows(0.55, 1.45, 1.0, left.height - 3.6, gap=0.2)[:3], chart))
    return max(square, long, key=lambda zones: fit_window(zones.map, window)[0])


def _with(column: tuple[Zone, ...], chart: Zone) -> tuple[Zone, Zone, Zone, Zone]:
    formula, panel, results = column
    return formula, panel, chart, results


@dataclass(frozen=True)
class WalkZones:
    """For a walk on a surface: formula and rule, the surface between them or beside them, map, loss, and panel.

    Attributes
    ----------
    words
        Formula at the top, rule at the bottom.
    surface
        None if it stands between formula and rule.
    """

    words: Zone
    surface: Zone | None
    map: Zone
    chart: Zone
    panel: Zone


def walk_zones(frame: Frame, window: Rectangle) -> WalkZones:
    """Give a wide map the whole width, with the panel beside the chart; put the panel beside a map that is not wide."""
    stage, way = frame.stage, way_of(frame)
    if way == "halves":
        return max(_walk_in_square(stage, window), key=lambda zones: fit_window(zones.map, window)[0])
    if way == "stacked":
        surface, rest = stage.rows(4.7, stage.height - 4.7 - GAP, gap=GAP)
    elif frame.wide:
        surface, rest = stage.columns(6.0, 7.0, gap=0.35)
    else:
        surface, rest = stage.columns(5.0, 6.1, gap=0.35)
    extra = rest.height - 5.85 if not frame.wide else 0.0
    wide_map, below = rest.rows(2.85 + 0.4 * extra, 2.8 + 0.6 * extra, gap=0.2)
    chart, panel = below.columns(rest.width - 2.584, 2.35, gap=0.3)
    wide = WalkZones(surface, None, wide_map, chart, panel)
    if way == "beside" and not frame.wide:
        wide = _walk_above_a_strip(stage, window)
    above, chart = rest.rows(3.45 + 0.5 * extra, 2.25 + 0.5 * extra, gap=0.15)
    map_zone, panel = above.columns(rest.width - 2.684, 2.4, gap=0.3)
    return max(
        wide, WalkZones(surface, None, map_zone, chart, panel), key=lambda zones: fit_window(zones.map, window)[0]
    )


def _walk_above_a_strip(stage: Zone, window: Rectangle) -> WalkZones:
    """Put the numbers on a line of their own, where there is no room for a panel beside the chart."""
    above, strip = stage.rows(stage.height - STRIP - 0.15, STRIP, gap=0.15)
    surface, rest = above.columns(4.5, 5.6, gap=0.35)
    height = height_of_map(rest.width, window, most=2.85)
    map_zone, chart = rest.rows(height, rest.height - height - 0.2, gap=0.2)
    return WalkZones(surface, None, map_zone, chart, strip)


def _walk_in_square(stage: Zone, window: Rectangle) -> tuple[WalkZones, WalkZones]:
    """Return the two ways: the map beside the surface, or below it."""
    above, below = stage.rows(4.9, stage.height - 4.9 - GAP, gap=GAP)
    surface, map_zone = above.columns(1, 0.92, gap=GAP)
    chart, panel = below.columns(stage.width - 3.0, 2.6, gap=0.4)
    beside = WalkZones(surface, None, map_zone, chart, panel)
    middle = max(height_of_map(stage.width - 3.0, window, most=2.9), PANEL)
    top, map_row, chart = stage.rows(3.0, middle, stage.height - 3.0 - middle - 0.4, gap=0.2)
    words, surface = top.columns(4.7, stage.width - 4.8, gap=0.1)
    map_zone, panel = map_row.columns(stage.width - 3.0, 2.6, gap=0.4)
    return beside, WalkZones(words, surface, map_zone, chart, replace(panel, bottom=panel.top - PANEL))


@dataclass(frozen=True)
class RaceZones:
    """For several walks: the picture they walk on, the table of who walks, the curves; a line of rates, if wanted."""

    picture: Zone
    table: Zone
    chart: Zone


def race_zones(frame: Frame, window: Rectangle, rows: int) -> RaceZones:
    """Put a wide map above the chart, any other beside it; the table stands where room is left."""
    stage, way = frame.stage, way_of(frame)
    table_height = ROW_HEIGHT * rows
    if way == "stacked":
        picture, below = _map_above(stage, window, least_below=table_height + 3.2)
        return RaceZones(picture, *below.rows(table_height, below.height - table_height - GAP, gap=GAP))
    if way == "beside":
        beside = 6.3 if frame.wide else 5.6
        left, right = stage.columns(beside, stage.width - beside - 0.35, gap=0.35)
        chart, table = right.rows(stage.height - table_height - 0.2, table_height, gap=0.2)
        tall = RaceZones(left, table, chart)
        width = stage.width - 5.0
        height = max(height_of_map(width, window, most=stage.height - 2.55), table_height)
        top, chart = stage.rows(height, stage.height - height - 0.15, gap=0.15)
        picture, table = top.columns(width, 4.6, gap=0.4)
        long = RaceZones(picture, _middle(table, table_height), chart)
    else:
        above, table = stage.rows(stage.height - table_height - 0.2, table_height, gap=0.2)
        left, right = above.columns(1.12, 1, gap=0.35)
        tall = RaceZones(left, table, right)
        picture, below = _map_above(stage, window, least_below=table_height + 2.6)
        long = RaceZones(picture, *below.rows(table_height, below.height - table_height - GAP, gap=GAP))
    return max(tall, long, key=lambda zones: fit_window(zones.picture, window)[0])


def valley_zones(frame: Frame, window: Rectangle, rows: int) -> RaceZones:
    """Put a long map above the whole width, table and chart below it; in an upright frame the map stands at the left.

    There it is a map of the window turned by a quarter.
    """
    stage, way = frame.stage, way_of(frame)
    table_height = ROW_HEIGHT * rows
    if way == "stacked":
        above, table = stage.rows(stage.height - table_height - GAP, table_height, gap=GAP)
        width = height_of_map(above.height, window, most=3.0)
        picture, chart = above.columns(width, stage.width - width - 0.35, gap=0.35)
        return RaceZones(picture, table, chart)
    picture, below = _map_above(stage, window, least_below=2.7)
    if way == "beside":
        width = 5.9 if frame.wide else 5.4
        table, chart = below.columns(width, stage.width - width - 0.5, gap=0.5)
        return RaceZones(picture, _middle(table, table_height), chart)
    table, chart = below.rows(table_height, below.height - table_height - GAP, gap=GAP)
    return RaceZones(picture, table, chart)


@dataclass(frozen=True)
class RateZones:
    """For learning rates on one parabola: the parabola, the table of rates, the chart, and the line of rates."""

    plot: Zone
    table: Zone
    chart: Zone
    line: Zone


def rate_zones(frame: Frame, rows: int) -> RateZones:
    """Put table and chart beside the parabola, or below it; the line of rates is at the bottom."""
    stage, way = frame.stage, way_of(frame)
    table_height = ROW_HEIGHT * rows
    top, line = stage.rows(stage.height - 1.28, 1.2, gap=0.08)
    if way == "beside":
        shares = (6.9, 6.0) if frame.wide else (1.1, 1.0)
        plot, right = top.columns(*shares, gap=0.4)
        table, chart = right.rows(table_height, right.height - table_height - 0.15, gap=0.15)
        return RateZones(plot, table, chart, line)
    below = 2.6 if way == "halves" else table_height + 3.0
    plot, rest = top.rows(top.height - below - GAP, below, gap=GAP)
    if way == "halves":
        chart, table = rest.columns(1, 1, gap=0.4)
        return RateZones(plot, table, chart, line)
    table, chart = rest.rows(table_height, rest.height - table_height - 0.2, gap=0.2)
    return RateZones(plot, table, chart, line)


@dataclass(frozen=True)
class LandscapeZones:
    """For a model of data: the data, the map of its weights, and the numbers."""

    data: Zone
    map: Zone
    panel: Zone


def landscape_zones(frame: Frame) -> LandscapeZones:
    """Put data and map side by side, with the numbers beside them or in a row below; else all below each other."""
    stage, way = frame.stage, way_of(frame)
    if frame.wide:
        return LandscapeZones(*stage.columns(5.4, 5.0, 2.6, gap=0.35))
    if way == "beside":
        above, panel = stage.rows(stage.height - 1.15, 0.95, gap=0.2)
        data, map_zone = above.columns(1, 1, gap=0.45)
        return LandscapeZones(data, map_zone, panel)
    panel_height = 0.95 if way == "halves" else 1.55
    share = (stage.height - panel_height - 2 * GAP) / 2
    data, map_zone, panel = stage.rows(share, share, panel_height, gap=GAP)
    return LandscapeZones(data, replace(map_zone, left=map_zone.left + LONG_LABELS), panel)


def height_of_map(width: float, window: Rectangle, *, most: float) -> float:
    """Return how high a map of a window is that is so wide, with its labels; at most `most`."""
    room = LABEL_ROOM + NAME_ROOM
    return min(most, (width - room) * (window[3] - window[2]) / (window[1] - window[0]) + room)


def width_of_map(height: float, window: Rectangle) -> float:
    """Return how wide a map of a window is that is so high, with its labels."""
    room = LABEL_ROOM + NAME_ROOM
    return (height - room) * (window[1] - window[0]) / (window[3] - window[2]) + room


def _map_above(stage: Zone, window: Rectangle, *, least_below: float) -> tuple[Zone, Zone]:
    """Cut off as much at the top as a map takes, and leave some height below it at least."""
    height = height_of_map(stage.width, window, most=stage.height - least_below - GAP)
    above, below = stage.rows(height, stage.height - height - GAP, gap=GAP)
    return above, below


def _middle(zone: Zone, height: float) -> Zone:
    """Return the part of a zone that is so high, in its middle; all of it if it is not so high."""
    spare = max(0.0, zone.height - height) / 2
    return replace(zone, bottom=zone.bottom + spare, top=zone.top - spare)
