"""Formulas about a step: the loss, the rule of the next point, and the first step in numbers."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
from manim import DL, DOWN, LEFT, RIGHT, UL, Mobject, VGroup

from explainers.maths.pairs import Pair
from explainers.stage.figures.significant_number import significant
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Formula, Paragraph, Text
from explainers.stage.zones import Zone

EM = 96.0
"""Font size at which an em is one unit of the frame."""


class StepNumbers(Protocol):
    """What the rule and its first step are written with."""

    @property
    def rule(self) -> str: ...
    @property
    def learning_rate(self) -> float: ...
    @property
    def start(self) -> Pair: ...
    @property
    def first_point(self) -> Pair | None: ...


def formula_line(zone: Zone, markup: str, typed: str, theme: Theme) -> Mobject:
    """Return the loss as a formula at the top of a zone: on one line, on more in small type, or cut as it was typed."""
    line = Formula(f"f(x, y) = {markup}", font_size=theme.sizes.body, color=theme.text)
    if line.width <= zone.width * theme.sizes.body / theme.sizes.small:
        line.scale(min(1.0, zone.width / line.width))
        return line.move_to(zone.top_left, aligned_edge=UL)
    ems = zone.width / (theme.sizes.small / EM)
    # Fractions as large as the text, and lines as far apart as fractions need.
    style = '#show math.frac: math.display\n#set text(top-edge: "bounds", bottom-edge: "bounds")\n'
    block = Paragraph(f"{style}$f(x, y) = {markup}$", font_size=theme.sizes.small, color=theme.text, width_in_ems=ems)
    shown = len(typed)
    while block.height > 1.3 or block.width > zone.width:
        shown = int(min(0.95, 0.97 * zone.width / block.width) * shown)
        block = Text(f"f(x, y) = {typed[:shown]} ...", font_size=theme.sizes.small, color=theme.text)
    return block.move_to(zone.top_left, aligned_edge=UL)


def rule_lines(zone: Zone, numbers: StepNumbers, theme: Theme) -> tuple[VGroup, VGroup]:
    """Return the update rule with its rate, and the first step in numbers under it, at the bottom of a zone."""
    markup = numbers.rule.replace("<-", "&<-") if "\\" in numbers.rule else numbers.rule
    rule = Formula(markup, font_size=theme.sizes.body, color=theme.text)
    rate = Formula(f"eta = {numbers.learning_rate:.3g}", font_size=theme.sizes.body, color=theme.text)
    group = VGroup(rule, rate).arrange(RIGHT, buff=0.6)
    terms = VGroup()
    if numbers.first_point is not None:
        step = np.subtract(numbers.first_point, numbers.start)
        texts = [vector_markup(numbers.start), "+", vector_markup(step), "=", vector_markup(numbers.first_point)]
        colors = [theme.text, theme.muted, theme.gradient, theme.muted, theme.path]
        for text, color in zip(texts, colors, strict=True):
            terms.add(Formula(text, font_size=theme.sizes.label, color=color))
        terms.arrange(RIGHT, buff=0.14)
    for line in (group, terms):
        line.scale(min(1, zone.width / max(line.width, 1e-9), 1.1 / max(line.height, 1e-9)))
    VGroup(group, terms).arrange(DOWN, aligned_edge=LEFT, buff=0.2).move_to(zone.bottom_left, aligned_edge=DL)
    return group, terms


def vector_markup(vector: npt.ArrayLike) -> str:
    """Return a vector as Typst mathematics, with as many digits as tell its numbers from others."""
    shown = []
    for value in np.asarray(vector, dtype=float):
        body, exponent = significant(float(value))
        if "." in body and not exponent:
            body = body.rstrip("0").rstrip(".")
        shown.append(body.replace("×", " dot ") + (f"^({exponent})" if exponent else ""))
    return f"({', '.join(shown)})"
