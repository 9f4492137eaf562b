"""Text and formulas, set by Typst with the fonts inside its wheel: the same letters on every machine."""

from __future__ import annotations

import functools
import hashlib
import io
import os
import re
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import manim.mobject.text.typst_mobject as manim_typst
import typst
from manim import RIGHT, MathTypst, Typst, config
from manim.mobject.svg.svg_mobject import se as svgelements

from explainers.spec.errors import MathframesError

TEXT_FONT = "Libertinus Serif"
MATH_FONT = "New Computer Modern Math"
PLAIN_FONT = "DejaVu Sans Mono"
"""For the few signs that neither of the others has."""

STROKE_UNIT = 0.01
"""What a stroke of width 1 measures on Manim's plane."""

_PREAMBLE = f"""
#set text(font: ("{TEXT_FONT}", "{MATH_FONT}", "{PLAIN_FONT}"), lang: "en", fallback: false)
#show math.equation: set text(font: "{MATH_FONT}", weight: 450, fallback: false)
"""
_SPECIAL = re.compile(r"([\\#$*_`<>@=\-+/~\[\]\"'])")
_POINT = re.compile(r"^(\s*[0-9]+)[.]|[.](?=[.])", re.MULTILINE)
"""A number and a point would begin a list; three points would become one sign."""


def escaped(words: str) -> str:
    """Plain words as Typst markup that shows them as they are."""
    return _POINT.sub(r"\1\\.", _SPECIAL.sub(r"\\\1", words))


class _Typeset:
    """Reads the SVG without a second file, and draws its lines, such as fraction bars, as thick as Typst means them.

    Manim writes a changed copy beside it, under one name for all processes, reads that and removes it: of two processes
    that set the same formula at the same time, one finds half a file or none. Manim's lines have another thickness at
    each size of the picture, and a third where the same formula was set before.
    """

    def generate_mobject(self: Any) -> Any:
        tree = self.modify_xml_tree(ElementTree.parse(self.get_file_path()))
        written = io.BytesIO()
        tree.write(written)
        written.seek(0)
        parts, self.id_to_vgroup_dict = self.get_mobjects_from(svgelements.SVG.parse(written))
        self.add(*parts)
        self.flip(RIGHT)  # in an SVG, y grows downwards
        return self

    def init_svg_mobject(self: Any, use_svg_cache: bool) -> Any:
        super().init_svg_mobject(use_svg_cache)  # type: ignore[misc]
        self._stroke_width_tracked_submobjects = [
            part for part in self.get_family() if hasattr(part, "_typst_source_stroke_width")
        ]
        return self

    def _refresh_svg_stroke_widths(self: Any) -> None:
        for line in self._stroke_width_tracked_submobjects:
            scale = max(line.width, line.height) / line._typst_reference_size
            line.set_stroke(width=line._typst_source_stroke_width * scale / STROKE_UNIT, family=False)


class Text(_Typeset, Typst):
    """Plain words; what Typst would take for markup is shown as it is."""

    def __init__(
        self, words: str, *, font_size: float = 28, color: str, weight: str = "regular", **options: Any
    ) -> None:
        markup = f'#set text(weight: "{weight}")\n' + escaped(words)
        super().__init__(markup, font_size=font_size, color=color, typst_preamble=_PREAMBLE, **options)


class Paragraph(_Typeset, Typst):
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


class Formula(_Typeset, MathTypst):
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
        raise MathframesError(f"Typst cannot set '{_excerpt(typst_code)}': {' '.join(str(error).split())}.") from None
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".partial", delete=False) as partial:
        try:
            partial.write(svg if isinstance(svg, bytes) else bytes(svg[0]))
            partial.close()
            os.replace(partial.name, target)
        except OSError:
            os.unlink(partial.name)
            raise
    return target


def _excerpt(code: str, longest: int = 80) -> str:
    """The end of what was to be set, on one line: what stands before it are our own settings."""
    line = " ".join(code.split())
    return line if len(line) <= longest else f"...{line[3 - longest :]}"


manim_typst.typst_to_svg_file = _typst_to_svg_file
