"""All that stands on the stage while an arrow is read in two grids: the grids, the steps in each, and the panels."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from manim import DL, UR, ValueTracker, VGroup

from explainers.maths.change_of_basis import Description
from explainers.maths.linear_maps import MatrixPath, apply
from explainers.maths.pairs import Pair
from explainers.maths.shown import relation, shown
from explainers.stage.figures.arrow import LiveArrow
from explainers.stage.figures.basis_grid import BasisGrid
from explainers.stage.figures.coordinate_square import CoordinateSquare
from explainers.stage.figures.matrix_equation import matrix_equation
from explainers.stage.figures.matrix_figure import MatrixFigure
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.plane import MovingPlane, View, view_between, views_of
from explainers.stage.figures.plane_arrows import clear_turn, plane_arrow, tip_name
from explainers.stage.figures.plane_lines import DashedSegment
from explainers.stage.figures.plane_marks import overlap
from explainers.stage.plane_zones import PlaneZones, plane_zones
from explainers.stage.theme import Theme
from explainers.stage.zones import Frame, Zone

TURNS = (35, -35, 0, 60, -60, 90, -90, 120, -120)
"""On which side of a tip its name stands, the best first: degrees from the arrow's direction."""


class BasisBoard:
    """The plane with both grids, the arrow and its image with their steps, and the panels.

    Parameters
    ----------
    numbers
        The scene's numbers: `changed`, `matrix`, `old`, `new`, `new_image` (see `explainers.maths.change_of_basis`).
    time
        How far the map has acted on the arrow, from 0 to 1.
    zoom
        Which of the `views` is shown: 0 for the first, 1 for the second, between them a part of the way.

    Attributes
    ----------
    views
        For the old steps and the new axes, for the new steps, for the motion, and for the image's steps.
    """

    def __init__(self, numbers: Any, time: ValueTracker, zoom: ValueTracker, frame: Frame, theme: Theme) -> None:
        self.numbers, self.theme = numbers, theme
        self.path = MatrixPath(np.array(numbers.matrix))
        self.time = time
        zones = plane_zones(frame, stacked=5.5, band=None)
        self.zoom = zoom
        self.views = views(numbers, self.path, MovingPlane.picture_of(zones.plane))
        self.plane = MovingPlane(zones.plane, theme, self.views[0]).follow(lambda: np.eye(2), self.view_now)
        self._build_basis()
        self._build_arrow()
        self.old_steps = Steps(self.plane, numbers.old, ("bold(e)_1", "bold(e)_2"), (theme.muted, theme.muted), theme)
        colors = (theme.first_basis, theme.second_basis)
        self.new_steps = Steps(self.plane, numbers.new, ("bold(b)_1", "bold(b)_2"), colors, theme)
        self.image_steps = Steps(self.plane, numbers.new_image, ("bold(b)_1", "bold(b)_2"), colors, theme)
        self._settle(0, self.name, (0, self.old_steps), (1, self.new_steps))
        self._settle(1, self.image_name, (3, self.image_steps))
        self._build_panels(zones)

    @property
    def origin(self) -> Any:
        """Where the origin stands now."""
        return self.plane.point((0, 0))

    def image_now(self) -> Any:
        """Where the map has taken the arrow's tip by now, in the scene."""
        return self.plane.point(apply(self.path.at(self.time.get_value()), self.numbers.old.point))

    def view_now(self) -> View:
        """What part of the plane is shown now."""
        return view_between(self.views, self.zoom.get_value())

    def _build_basis(self) -> None:
        theme, changed, plane = self.theme, self.numbers.changed, self.plane
        ends = ((changed.first, theme.first_basis, -80), (changed.second, theme.second_basis, 80))
        outer = 1 if np.linalg.det(np.array(changed.basis)) > 0 else -1
        self.basis = VGroup(*(plane_arrow(plane, end, color) for end, color, _ in ends))
        self.basis_names = VGroup()
        points = self.numbers.old.point, self.numbers.new_image.point
        for j, (end, color, turn) in enumerate(ends):
            beside = [passing_side(end, other) for other in (*points, ends[1 - j][0])]
            side = clear_turn(end, beside, (outer * turn, -outer * turn))
            name = f"bold(b)_{j + 1}"
            self.basis_names.add(tip_name(plane, name, end, color, theme, turn=side, others=(-side, 0)))
        self.new_grid = BasisGrid(plane, changed.first, changed.second, (theme.first_basis, theme.second_basis))

    def _build_arrow(self) -> None:
        n, theme, plane = self.numbers, self.theme, self.plane
        self.arrow = LiveArrow((0, 0, 0), color=theme.vector).follow(self.image_now, lambda: self.origin)
        x, image = n.old.point, n.new_image.point
        # At the tips end the last steps, in either grid.
        self.turns = [
            clear_turn(x, [np.negative(n.old.second_part), np.negative(n.new.second_part)], TURNS),
            clear_turn(image, [np.negative(n.new_image.second_part), np.subtract(x, image)], TURNS),
        ]
        self.name, self.image_name = (
            tip_name(plane, name, tip, theme.vector, theme, moves=False, turn=partial(self.turns.__getitem__, j),
                     others=TURNS)
            for j, (name, tip) in enumerate((("bold(x)", x), ("A bold(x)", image)))
        )  # fmt: skip
        # What is left behind when the arrow moves.
        self.ghost = DashedSegment(lambda: self.origin, lambda: plane.point(x), color=theme.vector, stroke_width=3)

    def _settle(self, which: int, label: Any, *seen: tuple[int, Steps]) -> None:
        """Turn a name to where it covers no step's count, in the views in which both are seen."""
        first = self.turns[which]
        for turn in (first, *TURNS, first):
            self.turns[which] = turn
            if not any(self._covers_a_count(label, self.views[view], steps) for view, steps in seen):
                break
        self.plane.set_view(self.views[0])

    def _covers_a_count(self, label: Any, view: View, steps: Steps) -> bool:
        self.plane.set_view(view)
        label.update()
        return any(overlap(label, name.update()) for name in steps.names if len(name))

    def _build_panels(self, zones: PlaneZones) -> None:
        n, theme = self.numbers, self.theme
        colors = (theme.first_basis, theme.second_basis)
        self.basis_equation = self._equation("P", n.changed.basis, colors)
        self.map_equation = self._equation("A", n.matrix, ())
        self.givens = NumbersPanel(zones.givens, theme)
        self.givens.add_figure(zones.side_by_side(self.basis_equation, self.map_equation, gap=0.4))
        self.result_equation = self._equation("P^(-1) A P", n.changed.in_basis, ())
        points, coordinates = (n.old.point, n.new_image.point), (n.new.coordinates, n.new_image.coordinates)
        self.square = CoordinateSquare(points, coordinates, theme)
        self.square_panel = NumbersPanel(zones.workings(self.givens), theme)
        self.square_panel.add_figure(self.square)
        self.square.move_to(self.square_panel.box)
        # It takes the place of P and A.
        box = self.givens.box
        Zone(*(box.get_corner(side)[axis] for side, axis in ((DL, 0), (UR, 0), (DL, 1), (UR, 1)))).inset(0.2).fit(
            self.result_equation
        )

    def _equation(self, name: str, rows: Any, colors: tuple[str, ...]) -> VGroup:
        entries = np.array(rows)
        sign = relation(*entries.flat)
        return matrix_equation(f"{name} {sign}", MatrixFigure(entries, self.theme, column_colors=colors), self.theme)


class Steps(VGroup):
    """The steps along two basis vectors that lead to a point, tip to tail, each with its count."""

    def __init__(
        self,
        plane: MovingPlane,
        found: Description,
        letters: tuple[str, str],
        colors: tuple[str, str],
        theme: Theme,
    ) -> None:
        super().__init__()
        (c1, c2), corner, end = found.coordinates, found.first_part, found.point
        self.arrows = VGroup(
            plane_arrow(plane, corner, colors[0], stroke_width=5, head=0.26),
            plane_arrow(plane, end, colors[1], corner, stroke_width=5, head=0.26),
        )
        # The counts stand on the outer sides of the triangle that the steps make with the arrow.
        turn = -90.0 if corner[0] * end[1] - corner[1] * end[0] >= 0 else 90.0
        self.names = VGroup(
            self._name(plane, c1, letters[0], (0.0, 0.0), corner, colors[0], turn, theme),
            self._name(plane, c2, letters[1], corner, end, colors[1], turn, theme),
        )
        self.add(self.arrows, self.names)

    @staticmethod
    def _name(
        plane: MovingPlane, count: float, letter: str, tail: Pair, tip: Pair, color: str, turn: float, theme: Theme
    ) -> Any:
        if count == 0:
            return VGroup()
        # Between two lines of the grid, and as near to the middle as that goes.
        share = max((0.5, 0.4, 0.6, 0.35, 0.65), key=lambda part: min(0.2, abs(part * count - round(part * count))))
        middle = tail[0] + share * (tip[0] - tail[0]), tail[1] + share * (tip[1] - tail[1])
        return tip_name(
            plane,
            f"{shown(count)} thin {letter}",
            middle,
            color,
            theme,
            tail=tail,
            turn=turn,
            others=(-turn,),
            beside_line=True,
            font_size=theme.sizes.label,
            plate=True,
        )


def passing_side(direction: Pair, other: Pair) -> Pair:
    """Seen from the tip of an arrow, where another one from the same point runs by: across; (0, 0) if far from it."""
    (x, y), (u, v) = direction, other
    if x * u + y * v <= 0.5 * np.hypot(x, y) * np.hypot(u, v):
        return 0.0, 0.0
    side = 1.0 if x * v - y * u > 0 else -1.0
    return -side * y, side * x


def views(numbers: Any, path: MatrixPath, zone: Zone) -> tuple[View, ...]:
    """The views for the old steps and the new axes, for the new steps, for the motion, and for the image's steps."""
    changed, x = numbers.changed, np.array(numbers.old.point)
    always = [x, changed.first, changed.second, (1, 0), (0, 1)]
    old = np.array([*always, (x[0], 0)])
    new = np.array([*always, numbers.new.first_part])
    motion = np.array([*always, *(apply(path.at(t), x) for t in np.linspace(0, 1, 61))])
    image = np.array([*always, numbers.new_image.point, numbers.new_image.first_part])
    return views_of((old, new, motion, image), zone, margin=0.7)
