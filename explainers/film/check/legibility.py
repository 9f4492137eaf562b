"""Rules about pixels: contrast with what is really behind, and what runs across text.

A picture is painted once more, element by element, with a look at the canvas before and after each text and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_dilation

from explainers.film.canvas import Canvas
from explainers.film.check.boxes import Box, around, of_element
from explainers.film.check.colours import LINE_CONTRAST, TEXT_CONTRAST, contrast, luminance
from explainers.film.check.layout import AT_REST, glyph_boxes, label_opacity, named
from explainers.film.check.sight import Finding, Label, Sight
from explainers.film.paint import draw
from explainers.film.picture import Array, Element, Paint, Pixels, Shape

HEIGHT = 540
"""Rows of the canvas: letters of the smallest text are eight pixels high."""
VISIBLE = 2.2
"""Contrast from which something behind a text disturbs it. The lines of a grid stay below."""
COVERED = 1.6
"""Contrast from which the ink of a text is no longer what it was."""
FEWEST = 8
"""Pixels that make a crossing: a line of one pixel across a letter."""
NEARLY = 0.97
"""Antialiasing and rounding to bytes change a contrast by a few hundredths."""
SAME_COLOUR = 0.15
"""Difference in red, green or blue, from 0 to 1, within which two colours are one, antialiased."""
SAMPLES = 100
"""Places of a line, at least, that are compared with the ground beside them."""
SHORT = 0.4
"""Length, in the scene's units, below which a line lies under its own marks: there is nothing to follow yet."""
DECORATION = 0.012
"""Width of a stroke, in the scene's units, below which it is too thin for its contrast to be measured."""

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Part:
    """The pixels of a rectangle of the canvas, by rows and columns."""

    rows: slice
    columns: slice


@dataclass(frozen=True, eq=False)
class _Inked:
    """A text after it was painted: where its ink lies, and how bright it was."""

    label: Label
    box: Box
    part: _Part
    ink: Mask
    bright: Array


def legible(sight: Sight, meanings: Mapping[str, str]) -> Iterator[Finding]:
    """Find text and lines with too little contrast, and what crosses text.

    Parameters
    ----------
    meanings
        Names of the colours, as ``#rrggbb``, whose lines carry meaning; other lines are not measured.
    """
    window = sight.picture.window
    canvas = Canvas(round(HEIGHT * window.width / window.height), HEIGHT)
    stencil = Canvas(canvas.pixels.shape[1], HEIGHT)
    bare = Canvas(canvas.pixels.shape[1], HEIGHT)
    for each in (canvas, stencil, bare):
        each.look_at(window)
        each.cover(sight.picture.ground)
    elements = sight.picture.elements
    starts, ends, of_text = _spans(sight)
    weak_lines: dict[str, list[tuple[float, Box]]] = {}
    inked: list[_Inked] = []
    for position, element in enumerate(elements):
        for label in starts.get(position, ()):
            yield from _text_findings(sight, label, canvas, stencil, inked)
        # Lines are compared with the ground that they are drawn on; where two meet, neither is the other's ground.
        if position not in of_text and isinstance(element, Shape) and _is_line(element, meanings):
            _measure_line(element, bare, meanings, weak_lines)
        else:
            draw(bare, [element])
        draw(canvas, [element])
        for label in ends.get(position, ()):
            _note_ink(label, canvas, inked)
    for name, found in weak_lines.items():
        ratio = min(ratio for ratio, _ in found)
        what = f"lines in the colour of '{name}' have a contrast of {ratio:.1f}:1; the least is {LINE_CONTRAST:.0f}:1"
        places = tuple(box for _, box in found[:4])
        yield Finding("line contrast", what, sight.beat, sight.time, places, about=name)
    yield from _covered(sight, canvas, inked)


def _spans(sight: Sight) -> tuple[dict[int, list[Label]], dict[int, list[Label]], set[int]]:
    """Which labels begin and end at which element; and all elements that are text."""
    starts: dict[int, list[Label]] = {}
    ends: dict[int, list[Label]] = {}
    for label in sight.labels:
        starts.setdefault(min(label.elements), []).append(label)
        ends.setdefault(max(label.elements), []).append(label)
    return starts, ends, {position for label in sight.labels for position in label.elements}


def _text_findings(
    sight: Sight, label: Label, canvas: Canvas, stencil: Canvas, inked: list[_Inked]
) -> Iterator[Finding]:
    """Look at what lies behind a text that is about to be painted."""
    boxes = glyph_boxes(sight, label)
    if not boxes or label_opacity(sight, label) < AT_REST:
        return
    box = around(boxes)
    part = _part(canvas, box.grown(0.06))
    if part is None:
        return
    glyphs = [sight.picture.elements[position] for position in label.elements]
    _draw_halos(canvas, glyphs)
    ink = _coverage(stencil, glyphs, part) > 127
    if not ink.any():
        return
    behind = _brightness(canvas.pixels, part)
    near = binary_dilation(ink, iterations=2)
    others = np.zeros_like(near)
    for earlier in inked:  # text over text is a rule of its own
        _mark(others, part, earlier)
    ground = near & ~others
    if not ground.any():
        return
    level = float(np.median(behind[ground]))
    crossing = ground & (contrast(behind, level) > VISIBLE)
    ratio = min(_contrasts(glyphs, behind, ground, level), default=21.0)
    inked.append(_Inked(label, box, part, ink, behind))
    if ratio < TEXT_CONTRAST * NEARLY:
        what = f"{named(label)} has a contrast of {ratio:.1f}:1 with what is behind it; the least is 4.5:1"
        yield Finding("text contrast", what, sight.beat, sight.time, (box,), about=named(label))
    elif np.count_nonzero(crossing) >= FEWEST:
        yield Finding("text crossed", f"something runs behind {named(label)}", sight.beat, sight.time, (box,))


def _note_ink(label: Label, canvas: Canvas, inked: list[_Inked]) -> None:
    """Remember how a text looks now that it is painted."""
    for place, earlier in enumerate(inked):
        if earlier.label is label:
            inked[place] = replace(earlier, bright=_brightness(canvas.pixels, earlier.part))


def _covered(sight: Sight, canvas: Canvas, inked: list[_Inked]) -> Iterator[Finding]:
    """Find texts whose ink is not what it was: something was painted over them. Later text is a rule of its own."""
    for place, text in enumerate(inked):
        now = _brightness(canvas.pixels, text.part)
        others = np.zeros_like(text.ink)
        for later in inked[place + 1 :]:
            _mark(others, text.part, later)
        changed = text.ink & ~others & (contrast(now, text.bright) > COVERED)
        if np.count_nonzero(changed) >= FEWEST:
            what = f"something is painted over {named(text.label)}"
            yield Finding("text crossed", what, sight.beat, sight.time, (text.box,))


def _is_line(shape: Shape, meanings: Mapping[str, str]) -> bool:
    """Whether a shape is a line, or what goes with one such as its head, in a colour that carries meaning."""
    paint = shape.fill if shape.above is None else shape.above.paint
    if paint is None or paint.ends is not None or _hexadecimal(paint.rgbas[0]) not in meanings:
        return False
    return paint.rgbas[0, 3] >= AT_REST and (
        shape.fill is None or shape.above is None or _hexadecimal(shape.fill.rgbas[0]) == _hexadecimal(paint.rgbas[0])
    )


def _measure_line(
    shape: Shape, canvas: Canvas, meanings: Mapping[str, str], weak: dict[str, list[tuple[float, Box]]]
) -> None:
    """Compare a line that carries meaning with what is behind it."""
    stroke, box = shape.above, of_element(shape)
    if stroke is None or stroke.width < DECORATION or shape.fill is not None or box is None:
        return
    if np.hypot(box.width, box.height) < SHORT:
        return
    rgba = stroke.paint.rgbas[0]
    name = meanings[_hexadecimal(rgba)]
    halo = shape.below
    if halo is not None and halo.width > stroke.width and halo.paint.rgbas[0, 3] > 0.5:
        ratio = float(contrast(luminance(halo.paint.rgbas[0, :3]), luminance(rgba[:3])))
    else:
        beside = [_straight(canvas.pixels[rows, columns]) for columns, rows in _beside(canvas, shape, stroke.width)]
        # On something of its own colour a line is not lost: both are the same thing.
        own = [np.abs(colours - rgba[:3]).max(axis=-1) < SAME_COLOUR for colours in beside]
        others = ~(own[0] | own[1])
        if np.count_nonzero(others) < max(1, others.size / 3):
            return
        sides = [contrast(luminance(colours[others]), luminance(rgba[:3])) for colours in beside]
        # One side is enough for an edge to be seen.
        ratio = float(np.median(np.maximum(*sides)))
    if ratio < LINE_CONTRAST * NEARLY:
        weak.setdefault(name, []).append((ratio, box))


def _contrasts(glyphs: list[Element], behind: Array, ground: Mask, level: float) -> Iterator[float]:
    """The contrasts of a text's colours with the ground that most of it stands on."""
    colours = {
        tuple(glyph.fill.rgbas[0].tolist())
        for glyph in glyphs
        if isinstance(glyph, Shape) and glyph.fill is not None and glyph.fill.rgbas[0, 3] >= AT_REST
    }
    for colour in colours:
        yield float(contrast(luminance(np.array(colour[:3])), level))


def _draw_halos(canvas: Canvas, glyphs: list[Element]) -> None:
    """Paint what the text brings along to keep its surroundings away."""
    halos: list[Element] = [
        replace(glyph, fill=None, above=None)
        for glyph in glyphs
        if isinstance(glyph, Shape) and glyph.below is not None
    ]
    draw(canvas, halos)


def _coverage(stencil: Canvas, glyphs: list[Element], part: _Part) -> npt.NDArray[np.uint8]:
    """How much of each pixel the ink of a text covers, 0 to 255."""
    stencil.cover((0, 0, 0, 0))
    draw(stencil, [replace(glyph, below=None) if isinstance(glyph, Shape) else glyph for glyph in glyphs])
    return stencil.pixels[part.rows, part.columns, 3].copy()


def _mark(mask: Mask, part: _Part, text: _Inked) -> None:
    """Mark the pixels of a part in which another text has, or will have, its ink or its halo."""
    rows = slice(max(part.rows.start, text.part.rows.start), min(part.rows.stop, text.part.rows.stop))
    columns = slice(max(part.columns.start, text.part.columns.start), min(part.columns.stop, text.part.columns.stop))
    if rows.stop > rows.start and columns.stop > columns.start:
        mask[
            rows.start - part.rows.start : rows.stop - part.rows.start,
            columns.start - part.columns.start : columns.stop - part.columns.start,
        ] = True


def _part(canvas: Canvas, box: Box) -> _Part | None:
    """The pixels that a box covers; None if it lies outside."""
    corners = np.array([[box.left, box.top], [box.right, box.bottom]])
    (left, top), (right, bottom) = _place(canvas, corners)
    height, width = canvas.pixels.shape[:2]
    rows = slice(max(0, int(top)), min(height, int(bottom) + 1))
    columns = slice(max(0, int(left)), min(width, int(right) + 1))
    return _Part(rows, columns) if rows.stop > rows.start and columns.stop > columns.start else None


def _place(canvas: Canvas, points: Array) -> Array:
    across, _, _, up, x, y = canvas.matrix
    return np.asarray(points * (across, up) + (x, y))


def _beside(canvas: Canvas, shape: Shape, width: float) -> list[tuple[Whole, Whole]]:
    """Columns and rows of the pixels to the left and to the right of a line, at most some hundred on either side."""
    curves = shape.outline.points[: len(shape.outline.points) // 4 * 4].reshape(-1, 4, 2)
    curves = curves[:: max(1, len(curves) // SAMPLES)]
    # Of few curves each is looked at in many places: the middle of a single one may lie where lines meet.
    each = -(-SAMPLES // max(1, len(curves)))
    shares = ((np.arange(each) + 0.5) / each)[:, None, None]
    first, second, third = ((1 - shares) * curves[:, k] + shares * curves[:, k + 1] for k in range(3))
    start, end = (1 - shares) * first + shares * second, (1 - shares) * second + shares * third
    places = ((1 - shares) * start + shares * end).reshape(-1, 2)
    along = (end - start).reshape(-1, 2)
    lengths = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / lengths * (width / 2 + 2.5 / canvas.matrix[0])
    height, columns = canvas.pixels.shape[:2]
    sides = [_place(canvas, places + way * across).astype(int) for way in (1, -1)]
    inside = np.all([((side >= 0) & (side < (columns, height))).all(axis=1) for side in sides], axis=0)
    return [(side[inside, 0], side[inside, 1]) for side in sides]


def _brightness(pixels: Pixels, part: _Part) -> Array:
    return luminance(_straight(pixels[part.rows, part.columns]))


def _straight(pixels: Pixels) -> Array:
    """Colours from 0 to 1; what shines through is taken as black."""
    return pixels[..., :3] / 255.0


def _hexadecimal(rgba: Array) -> str:
    red, green, blue = (round(float(value) * 255) for value in rgba[:3])
    return f"#{red:02x}{green:02x}{blue:02x}"


def colours_of(sight: Sight, meanings: Mapping[str, str]) -> set[str]:
    """The names of the meaningful colours that are seen together in a picture."""
    found: set[str] = set()
    for element in sight.picture.elements:
        if not isinstance(element, Shape):
            continue
        paints: list[Paint | None] = [element.fill, element.above.paint if element.above else None]
        for paint in paints:
            if (
                paint is not None
                and paint.rgbas[0, 3] >= AT_REST
                and (name := meanings.get(_hexadecimal(paint.rgbas[0])))
            ):
                found.add(name)
    return found
