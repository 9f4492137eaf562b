"""A question as it stands on the screen until it is answered."""

from __future__ import annotations

from manim import UL

from explainers.stage.theme import Theme
from explainers.stage.typesetting import Paragraph, escaped
from explainers.stage.zones import Zone


def question_words(zone: Zone, theme: Theme, words: str, *, inset: float = 0.0) -> Paragraph:
    """Write a question from a zone's top left corner on, in lines of the zone's width."""
    size = theme.sizes.body
    ems = (zone.width - 2 * max(inset, 0.05)) / (size / 96)
    question = Paragraph(escaped(words), font_size=size, color=theme.text, width_in_ems=round(ems, 2))
    question.move_to([zone.left + inset, zone.top - inset, 0], aligned_edge=UL)
    return question
