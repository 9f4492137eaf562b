"""The board of a detector's alarms: crowd, square and curve in one place, counts and Bayes' rule beside or below it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Mobject, Rectangle, VGroup, VMobject

from explainers.maths.screening import Crowd, Screening
from explainers.maths.screening_story import Story
from explainers.stage.arrangement import arranged
from explainers.stage.figures.crowd import CrowdFigure
from explainers.stage.figures.live_number import LiveNumber
from explainers.stage.figures.numbers_panel import NumbersPanel
from explainers.stage.figures.polylines import pieces_to_points
from explainers.stage.figures.prevalence_chart import Place, PrevalenceChart
from explainers.stage.figures.ticks import number_markup
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Text
from explainers.stage.zones import Frame, Zone

FROM_SQUARE = 0.25
"""Between the square and the product that an area is."""


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
        self.rates, self.question = self._rates(header), self._question(frame.stage)
        self.crowd = CrowdFigure(body, theme, crowd, rng)
        self.panel, self.counts = self._counts(places.first, crowd)
        self.formula = self._formula(places.second)
        self.products = self._products()
        beside = max(product.width for product in self.products) + FROM_SQUARE
        self.side = min(body.height - 0.6, body.width - 2 * beside)
        self.square, self.areas, self.strips = self._square(body)
        self._put_beside_areas(self.products)
        self.chart = PrevalenceChart(body, theme, story, curve, _place(test), _place(test.elsewhere()))

    def _rates(self, zone: Zone) -> VGroup:
        """Return the detector's rates in one line."""
        theme, test = self.theme, self.test
        texts = (
            (f"{self.story.found}: {percent(test.prevalence)}", theme.text),
            (f"found: {percent(test.sensitivity)}", theme.warning),
            (f"left alone: {percent(test.specificity)}", theme.curve),
        )
        rows = VGroup(*(Text(text, font_size=theme.sizes.label, color=color) for text, color in texts))
        level(*rows.arrange(RIGHT, buff=0.7))
        return rows.scale(min(1, zone.width / rows.width)).move_to([zone.left, zone.center[1], 0], aligned_edge=LEFT)

    def _question(self, zone: Zone) -> VGroup:
        """Return what is known, large, as it is said; and what is asked."""
        theme, test, story = self.theme, self.test, self.story
        rows = (
            (percent(test.sensitivity), f"of {story.found} are found", theme.warning),
            (percent(test.specificity), f"of {story.others} are left alone", theme.curve),
            (percent(test.prevalence), f"of all {story.things} are {story.state}", theme.text),
            ("?", f"of {story.alarms} are right", theme.posterior),
        )
        shares = [Text(share, font_size=1.5 * theme.sizes.large, color=color) for share, _, color in rows]
        names = [Text(name, font_size=theme.sizes.large, color=color) for _, name, color in rows]
        edge = max(share.width for share in shares)
        lines = VGroup()
        for share, name in zip(shares, names, strict=True):
            share.move_to([edge, 0, 0], aligned_edge=RIGHT)
            name.next_to(share, RIGHT, buff=0.4)
            level(share, name)
            lines.add(VGroup(share, name))
        for line, above in zip(lines[1:], lines[:-1], strict=True):
            line.shift((above[0].get_y() - 1.05 - line[0].get_y()) * UP)
        lines[-1].shift(0.25 * DOWN)
        return zone.fit(lines, largest=1.0)

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
        right, wrong = digits(test.true_positive_share), digits(test.false_positive_share)
        answer = "" if test.posterior is None else f"= {digits(test.posterior)}"
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

    def _products(self) -> VGroup:
        """Return how each coloured area comes about: width times height."""
        theme, test = self.theme, self.test
        factors = (
            (test.prevalence, test.sensitivity, theme.warning),
            (1 - test.prevalence, 1 - test.specificity, theme.curve),
        )
        products = VGroup()
        for width, height, color in factors:
            lines = (f"{digits(width)} dot {digits(height)}", f"= {digits(width * height)}")
            product = VGroup(*(Formula(line, font_size=theme.sizes.label, color=color) for line in lines))
            products.add(product.arrange(DOWN, aligned_edge=LEFT, buff=0.14))
        return products

    def _put_beside_areas(self, products: VGroup) -> None:
        """Put each product beside the square, as high as its area's middle, but no lower than the square."""
        bottom = self.square.get_bottom()[1]
        heights = (self.test.sensitivity, 1 - self.test.specificity)
        for product, height, way in zip(products, heights, (LEFT, RIGHT), strict=True):
            product.next_to(self.square, way, buff=FROM_SQUARE)
            product.set_y(bottom + max(height * self.side, product.height) / 2)


def percent(share: float) -> str:
    """Return a share as it is written."""
    return f"{100 * share:.4g} %"


def digits(value: float) -> str:
    """Return four digits of a number, as Typst mathematics; a power of ten only where zeros become too many."""
    written = f"{value:.4g}"
    return number_markup(float(written)) if "e" in written else written


def _place(test: Screening) -> Place | None:
    return None if test.posterior is None else (test.prevalence, test.posterior)


def level(*texts: Text) -> None:
    """Put texts on the base line of the lowest: their last letters, which have no descenders, stand on it."""
    feet = [float(text.family_members_with_points()[-1].get_bottom()[1]) for text in texts]
    for text, foot in zip(texts, feet, strict=True):
        text.shift((min(feet) - foot) * UP)
