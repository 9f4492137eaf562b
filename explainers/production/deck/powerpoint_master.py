"""The master of a PowerPoint deck: its size and the theme's colours, so that slides added later fit in, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as Show
from pptx.util import Emu, Pt

from explainers.production.deck.palette import Palette

SHORTER_SIDE = 6_858_000
"""Of a slide: 7.5 inches, as PowerPoint's own."""

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TITLE_SIZE = Pt(32)


def empty_show(aspect: float, palette: Palette) -> Show:
    """A presentation without slides, of a width over height, in a theme's colours."""
    show = Presentation()
    width, height = show.slide_width, show.slide_height
    assert width is not None
    assert height is not None
    new_width, new_height = Emu(round(SHORTER_SIDE * max(aspect, 1))), Emu(round(SHORTER_SIDE / min(aspect, 1)))
    show.slide_width, show.slide_height = new_width, new_height
    across, down = new_width / width, new_height / height
    _scale(show.slide_master, across, down)
    for layout in show.slide_layouts:
        _scale(layout, across, down)
    _colour(show, palette)
    title = show.slide_master.placeholders[0].text_frame
    title.vertical_anchor = MSO_ANCHOR.BOTTOM
    (style,) = show.slide_master.element.xpath(".//p:titleStyle/a:lvl1pPr")
    style.set("algn", PP_ALIGN.LEFT.xml_value)
    style.find(f"{_DRAWING}defRPr").set("sz", str(_TITLE_SIZE.centipoints))
    return show


Place = tuple[Emu, Emu, Emu, Emu]
"""Left, top, width and height of something on a slide."""


@dataclass(frozen=True)
class QuestionPlaces:
    """Where the parts of a question slide stand."""

    picture: Place
    question: Place
    answer: Place


def question_places(width: int, height: int) -> QuestionPlaces:
    """The picture above, and the words below: they begin where the picture is kept free for captions."""

    def place(left: float, top: float, across: float, down: float) -> Place:
        return Emu(round(left * width)), Emu(round(top * height)), Emu(round(across * width)), Emu(round(down * height))

    return QuestionPlaces(
        picture=place(0.13, 0.02, 0.74, 0.74),
        question=place(0.13, 0.71, 0.8, 0.14),
        answer=place(0.13, 0.85, 0.8, 0.13),
    )


def _scale(sheet: Any, across: float, down: float) -> None:
    """Bring the places that a sheet keeps for text to the size of the slide."""
    for shape in sheet.shapes:
        # A place without a size of its own has that of the sheet below, which is brought to size itself.
        if shape.element.xpath("p:spPr/a:xfrm"):
            shape.left, shape.width = Emu(round(shape.left * across)), Emu(round(shape.width * across))
            shape.top, shape.height = Emu(round(shape.top * down)), Emu(round(shape.height * down))


def _colour(show: Show, palette: Palette) -> None:
    part = show.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    scheme = theme.find(f".//{_DRAWING}clrScheme")
    colours = {
        "lt1": palette.paper,
        "dk1": palette.text,
        "lt2": palette.panel,
        "dk2": palette.muted,
        **{f"accent{number}": colour for number, colour in enumerate(palette.accents, start=1)},
        "hlink": palette.accents[0],
        "folHlink": palette.accents[4],
    }
    scheme.set("name", "Mathframes")
    for name, colour in colours.items():
        entry = scheme.find(_DRAWING + name)
        for child in list(entry):
            entry.remove(child)
        etree.SubElement(entry, f"{_DRAWING}srgbClr").set("val", colour.removeprefix("#"))
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
