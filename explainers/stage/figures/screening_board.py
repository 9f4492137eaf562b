"""The board of a detector's alarms: crowd, square and curve in one place, counts and Bayes' rule beside or below it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, RIGHT, UP, Mobject, Rectangle, VGroup, VMobject

from explainers.maths.screening import Crowd, Screening
from explainers.maths.screening_story import Story
from explainers.stage.arrangement import arranged
from explainers.stage.figures.crowd import CrowdFigure
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.polylines import discs_to_points, pieces_to_points
from explainers.stage.figures.ticks import nice_ticks, number_markup
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone


class ScreeningBoard:
    """Everything that the story shows; each is added to the scene when its time comes.

    Parameters
    ----------
    test, crowd
        The detector, and whom it looked at.
    curve
        Prevalence and the share of right alarms, in rising order.
    story
        What things are called.
    rng
        Chooses who gets a false alarm.
    """

    def __init__(
        self,
        frame: Frame,
        theme: Theme,
        test: Screening,
        crowd: Crowd,
        curve: Sequence[tuple[float, float]],
        story: Story,
        rng: np.random.Generator,
    ) -> None:
        self.theme, self.test, self.story = theme, test, story
        places = arranged(frame, column=4.6, halves=2.3, stacked=4.1, shares=(2.9, 2.6))
        header, body = places.picture.rows(0.494, places.picture.height - 0.694, gap=0.2)
        self.rates, self.large_rates = self._rates(header, body if places.way == "beside" else frame.stage)
        self.crowd = CrowdFigure(body, theme, crowd, rng)
        self.panel, self.counts = self._counts(places.first, crowd)
        self.formula = self._formula(places.second)
        self.side = min(body.height - 0.6, body.width)
        self.square, self.areas, self.strips = self._square(body)
        self.axes, self.curve, self.point = self._chart(body, curve)

    def _rates(self, zone: Zone, body: Zone) -> tuple[VGroup, VGroup]:
        """Return the detector's rates in one line, and large, one below the other."""
        theme, test = self.theme, self.test
        texts = (
            (f"{self.story.found}: {100 * test.prevalence:.4g} %", theme.text),
            (f"found: {100 * test.sensitivity:.4g} %", theme.warning),
            (f"left alone: {100 * test.specificity:.4g} %", theme.curve),
        )
        rows = VGroup(*(Text(text, font_size=theme.sizes.label, color=color) for text, color in texts))
        level(*rows.arrange(RIGHT, buff=0.7))
        rows.scale(min(1, zone.width / rows.width)).move_to([zone.left, zone.center[1], 0], aligned_edge=LEFT)
        large = rows.copy().scale(1.8).arrange(DOWN, aligned_edge=LEFT, buff=0.55)
        return rows, large.move_to([body.left + 0.6, body.center[1], 0], aligned_edge=LEFT)

    def _counts(self, zone: Zone, crowd: Crowd) -> tuple[NumbersPanel, tuple[Mobject, ...]]:
        """Return the panel, empty, and its rows."""
        theme, story = self.theme, self.story
        panel = NumbersPanel(zone, theme)
        counts = (
            ("ill", story.found, crowd.ill, theme.text),
            ("true", f"with {story.alarm}", crowd.true_positives, theme.warning),
            ("false", f"false {story.alarms}", crowd.false_positives, theme.curve),
            ("all", f"all {story.alarms}", crowd.positives, theme.text),
        )
        rows = []
        for key, name, count, color in counts:
            number = LiveNumber(count, decimals=0, font_size=theme.sizes.body, color=color, signed=False)
            panel.add_row(key, f'upright("{name}")', float(count), color=color, number=number)
            rows.append(panel.row(key))
        panel.rows.remove(*rows)
        return panel, tuple(rows)

    def _formula(self, zone: Zone) -> VGroup:
        """Return Bayes' rule with the two areas."""
        theme, test = self.theme, self.test
        right, wrong = f"{test.true_positive_share:.4g}", f"{test.false_positive_share:.4g}"
        answer = "" if test.posterior is None else f"= {test.posterior:.4g}"
        name = Text(f"share of {self.story.alarms} that are right", font_size=theme.sizes.small, color=theme.muted)
        markup = f"{{{{ {right} : top }}}} / ({{{{ {right} : first }}}} + {{{{ {wrong} : second }}}}) {answer}"
        fraction = Formula(markup, font_size=theme.sizes.large, color=theme.text)
        for part, color in (("top", theme.warning), ("first", theme.warning), ("second", theme.curve)):
            fraction.select(part).set_color(color)
        group = VGroup(name, fraction).arrange(DOWN, aligned_edge=LEFT, buff=0.3)
        group.scale(min(1, zone.width / group.width))
        return group.move_to(zone.top_left, aligned_edge=UP + LEFT)

    def _square(self, zone: Zone) -> tuple[Rectangle, VGroup, VGroup]:
        """Return the square, its coloured areas, and its two strips with their names."""
        theme, test, side = self.theme, self.test, self.side
        left, bottom = zone.center[0] - side / 2, zone.bottom + 0.5
        strip = test.prevalence * side
        square = Rectangle(width=side, height=side, stroke_color=theme.axis, stroke_width=2)
        square.move_to([left, bottom, 0], aligned_edge=DOWN + LEFT)
        sizes = (
            (left, strip, test.sensitivity * side, theme.warning),
            (left + strip, side - strip, (1 - test.specificity) * side, theme.curve),
        )
        areas = VGroup()
        for start, width, height, color in sizes:
            area = VMobject(stroke_width=0, fill_color=color, fill_opacity=0.85)
            if width > 0 and height > 0:
                area.points = Rectangle(width=width, height=height).points
                area.move_to([start, bottom, 0], aligned_edge=DOWN + LEFT)
            areas.add(area)
        edge = VMobject(stroke_color=theme.axis, stroke_width=2)
        foot = np.array([[left + strip, bottom, 0.0]])
        edge.points = pieces_to_points(foot, foot + side * UP)
        name = Text(self.story.found, font_size=theme.sizes.small, color=theme.warning)
        others = Text(self.story.others, font_size=theme.sizes.small, color=theme.curve)
        name.next_to([left + strip / 2, bottom, 0], DOWN, buff=0.12)
        others.next_to([left + (side + strip) / 2, bottom, 0], DOWN, buff=0.12)
        level(name, others)
        overlap = name.get_right()[0] + 0.3 - others.get_left()[0]
        if overlap > 0:
            name.shift(overlap / 2 * LEFT)
            others.shift(overlap / 2 * RIGHT)
        return square, areas, VGroup(edge, name, others)

    def _chart(self, zone: Zone, shares: Sequence[tuple[float, float]]) -> tuple[VGroup, VMobject, VMobject]:
        """Return axes, the curve of right alarms over the prevalence, and the point of this detector."""
        theme, small = self.theme, self.theme.sizes.small
        area = Zone(zone.left + 0.9, zone.right - 0.3, zone.bottom + 0.9, zone.top - 0.5)

        def place(share: float, right: float) -> npt.NDArray[np.float64]:
            return np.array([area.left + share * area.width, area.bottom + right * area.height, 0.0])

        frame = VMobject(stroke_color=theme.axis, stroke_width=2)
        frame.set_points_as_corners(np.array([place(0, 1), place(0, 0), place(1, 0)]))
        labels = VGroup()
        for tick in nice_ticks(0, 1, 5):
            for at, way in ((place(tick, 0), DOWN), (place(0, tick), LEFT)):
                labels.add(Formula(number_markup(tick), font_size=small, color=theme.muted).next_to(at, way, buff=0.14))
        across = Text(f"share of {self.story.things} that are {self.story.state}", font_size=small, color=theme.muted)
        across.next_to([area.center[0], area.bottom - 0.42, 0], DOWN, buff=0.05)
        up = Text(f"share of {self.story.alarms} that are right", font_size=small, color=theme.muted)
        up.move_to([zone.left, zone.top, 0], aligned_edge=UP + LEFT)
        curve = VMobject(stroke_color=theme.posterior, stroke_width=5)
        if len(shares) > 1:
            curve.set_points_as_corners(np.array([place(*pair) for pair in shares]))
        point = VMobject(fill_color=theme.ball, fill_opacity=1, stroke_color=theme.background, stroke_width=2)
        if self.test.posterior is not None:
            point.points = discs_to_points(place(self.test.prevalence, self.test.posterior)[None], 0.12)
        return VGroup(frame, labels, across, up), curve, point


def level(*texts: Text) -> None:
    """Put texts on the base line of the lowest: their last letters, which have no descenders, stand on it."""
    feet = [float(text.family_members_with_points()[-1].get_bottom()[1]) for text in texts]
    for text, foot in zip(texts, feet, strict=True):
        text.shift((min(feet) - foot) * UP)
