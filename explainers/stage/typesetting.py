"""Text and formulas, set by Typst with the fonts inside its wheel: the same letters on every machine."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import manim.mobject.text.typst_mobject as manim_typst
import typst
from manim import MathTypst, Typst, config

from explainers.spec.errors import MathframesError

TEXT_FONT = "Libertinus Serif"
MATH_FONT = "New Computer Modern Math"

_PREAMBLE = f"""
#set text(font: "{TEXT_FONT}", lang: "en", fallback: false)
#show math.equation: set text(font: "{MATH_FONT}", weight: 450, fallback: false)
"""
_SPECIAL = re.compile(r"([\\#$*_`<>@=\-+/~\[\]\"'])")


def escaped(words: str) -> str:
    """Plain words as Typst markup that shows them as they are."""
    return _SPECIAL.sub(r"\\\1", words)


class Text(Typst):
    """Plain words; what Typst would take for markup is shown as it is."""

    def __init__(
        self, words: str, *, font_size: float = 28, color: str, weight: str = "regular", **options: Any
    ) -> None:
        markup = f'#set text(weight: "{weight}")\n' + escaped(words)
        super().__init__(markup, font_size=font_size, color=color, typst_preamble=_PREAMBLE, **options)


class Paragraph(Typst):
    """Typst markup, with ``*bold*``, ``_emphasis_`` and ``$formulas$``, broken into lines of a given width.

    `width_in_ems` is the width of a line in ems; the font size decides how wide that is on the screen.
    """

    def __init__(
        self,
        markup: str,
        *,
        font_size: float = 28,
        color: str,
        width_in_ems: float = 24,
        align: str = "left",
        **options: Any,
    ) -> None:
        body = f"#block(width: {width_in_ems}em)[#set align({align})\n#set par(leading: 0.6em)\n{markup}]"
        super().__init__(body, font_size=font_size, color=color, typst_preamble=_PREAMBLE, **options)


class Formula(MathTypst):
    """Typst mathematics, without the dollars. ``{{ part : name }}`` can be addressed with `select`."""

    def __init__(self, mathematics: str, *, font_size: float = 32, color: str, **options: Any) -> None:
        super().__init__(mathematics, font_size=font_size, color=color, typst_preamble=_PREAMBLE, **options)


@functools.cache
def _embedded_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _typst_to_svg_file(
    typst_code: str, preamble: str = "", text_size: float = 10, font_paths: list[str | Path] | None = None
) -> Path:
    """Compile Typst to an SVG file named after its source.

    Stands in for Manim's own function, which also looks at the machine's fonts, and writes in place: two processes that
    set the same formula at the same time could read half a file.
    """
    page = f"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#set text(size: {text_size}pt)"
    source = f"{page}\n{preamble}\n{typst_code}\n"
    folder = Path(config.get_dir("tex_dir"))
    target = folder / f"{hashlib.sha256(source.encode()).hexdigest()[:20]}.svg"
    if target.exists():
        return target
    try:
        svg = typst.compile(source.encode(), format="svg", font_paths=_embedded_fonts())
    except typst.TypstError as error:
        raise MathframesError(f"Typst cannot set '{typst_code.strip()}': {error}") from None
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".partial", delete=False) as partial:
        partial.write(svg if isinstance(svg, bytes) else bytes(svg[0]))
    os.replace(partial.name, target)
    return target


manim_typst.typst_to_svg_file = _typst_to_svg_file
