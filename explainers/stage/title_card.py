"""The first picture of a lesson: its title, and what it is made of."""

from __future__ import annotations

from typing import ClassVar

from manim import DOWN, LEFT, RIGHT, UL, UP, FadeIn, Line, VGroup
from pydantic import Field

from explainers.spec.params import SceneParams
from explainers.spec.script import Beat
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.theme import Theme
from explainers.stage.typesetting import Paragraph, Text, escaped

SECONDS = 4.0
MOST_CHAPTERS = 6
"""More names than this would be too small to read from the last row."""


class TitleCardParams(SceneParams):
    """What stands on the card."""

    heading: str = Field("A lesson", description="The lesson's title")
    subtitle: str = Field("", description="A line below it")
    chapters: tuple[str, ...] = Field((), description="Names of the scenes")


class TitleCard(ExplainerScene[TitleCardParams]):
    title = ""
    beats: ClassVar = {
        "title": Beat(
            "", title="{params.heading}", alt="The title of the lesson, {params.heading}, above its contents."
        )
    }

    def setup(self) -> None:
        super().setup()
        self.remove(self.heading)

    def construct(self) -> None:
        theme, stage = self.theme, self.frame.stage
        card = title_block(self.params, theme.sizes.large * 1.8, stage.width - 1.2, theme)
        if card.height > stage.height:
            card.scale_to_fit_height(stage.height)
        card.move_to(0.2 * UP).align_to(stage.left * RIGHT + 0.6 * RIGHT, LEFT)
        rule = Line(card.get_corner(UL) + 0.35 * LEFT, card.get_corner(DOWN + LEFT) + 0.35 * LEFT)
        rule.set_stroke(theme.first_basis, width=6)
        with self.beat("title"):
            self.play(FadeIn(card, shift=0.15 * UP), FadeIn(rule), run_time=0.8)
            self.wait(SECONDS - 0.8)


def title_block(params: TitleCardParams, size: float, width: float, theme: Theme) -> VGroup:
    """The title, the subtitle and the numbered chapters, one below the other."""
    ems = width / (size / 96)
    heading = Paragraph(f"#strong[{escaped(params.heading)}]", font_size=size, color=theme.text, width_in_ems=ems)
    block = VGroup(heading)
    if params.subtitle:
        subtitle_size = theme.sizes.title * 1.1
        block.add(
            Paragraph(
                escaped(params.subtitle),
                font_size=subtitle_size,
                color=theme.muted,
                width_in_ems=width / (subtitle_size / 96),
            )
        )
    block.arrange(DOWN, aligned_edge=LEFT, buff=0.35)
    if len(params.chapters) > 1:
        names = params.chapters[:MOST_CHAPTERS]
        if len(params.chapters) > MOST_CHAPTERS:
            names = (*names[:-1], f"and {len(params.chapters) - MOST_CHAPTERS + 1} more")
        rows = VGroup(
            *(
                Text(f"{number}.  {name}", font_size=theme.sizes.title * 0.9, color=theme.text)
                for number, name in enumerate(names, start=1)
            )
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.3)
        rows.next_to(block, DOWN, buff=0.8, aligned_edge=LEFT)
        block.add(rows)
    return block
