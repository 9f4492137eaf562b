"""Rules about places: what leaves the frame, what enters the caption strip, text over text, text that is too small."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from explainers.film.check.boxes import FAINT, Box, around, of_element, of_window, opacity
from explainers.film.check.sight import SMALLEST_TEXT, Finding, Label, Sight
from explainers.film.picture import Element

SLACK = 0.02
"""Units of the scene by which a box may miss: a few pixels at 1080p."""
ROUNDING = 0.5
"""Pixels by which a font may be smaller than what was asked for."""
READ = 0.25
"""Opacity from which text is there to be read; below, it is dimmed as far as a watermark."""
AT_REST = 0.9
"""Opacity from which nothing is fading in or out."""
TOUCH = 0.03
"""Units by which the boxes of two glyphs may reach into each other: boxes have corners that glyphs have not."""


def glyph_boxes(sight: Sight, label: Label) -> list[Box]:
    """The boxes of a label's visible glyphs."""
    elements = (sight.picture.elements[position] for position in label.elements)
    return [box for box in map(of_element, (each for each in elements if opacity(each) >= FAINT)) if box is not None]


def label_opacity(sight: Sight, label: Label) -> float:
    """How much of a label is seen."""
    return max((opacity(sight.picture.elements[position]) for position in label.elements), default=0.0)


def named(label: Label) -> str:
    """Call a label by what it says."""
    text = " ".join(label.text.split())
    if not text:
        return "some text"
    return f"'{text if len(text) <= 40 else text[:37] + '...'}'"


def off_frame(sight: Sight, caption_share: float) -> Iterator[Finding]:
    """Find what leaves the frame, or stands in its lowest part, which belongs to captions.

    Parameters
    ----------
    caption_share
        The height of the captions' strip as a share of the frame's; 0 if there is none.
    """
    frame = of_window(sight.picture.window)
    free = Box(frame.left, frame.bottom + caption_share * frame.height, frame.right, frame.top)
    text = {position: label for label in sight.labels for position in label.elements}
    outside: dict[tuple[str, str], list[Box]] = {}
    for position, element in enumerate(sight.picture.elements):
        if opacity(element) < FAINT or (box := of_element(element)) is None or free.holds(box, SLACK):
            continue
        if position not in text and _is_backdrop(box, frame):
            continue
        what = named(text[position]) if position in text else _kind(element)
        rule = "caption strip" if frame.holds(box, SLACK) else "off the frame"
        outside.setdefault((rule, what), []).append(box)
    for (rule, what), boxes in outside.items():
        place = "stands in the strip that belongs to captions" if rule == "caption strip" else "leaves the frame"
        yield Finding(rule, f"{what} {place}", sight.beat, sight.time, (around(boxes),))


def text_over_text(sight: Sight) -> Iterator[Finding]:
    """Find labels that lie over each other. While a beat runs, only labels that are not fading count."""
    least = READ if sight.ends_beat else AT_REST
    shown = [label for label in sight.labels if label_opacity(sight, label) >= least]
    placed = [(label, boxes, around(boxes)) for label in shown if (boxes := glyph_boxes(sight, label))]
    for (one, first, first_box), (other, second, second_box) in combinations(placed, 2):
        if min(first_box.common(second_box)) <= TOUCH or _is_copy(one, other, first_box, second_box):
            continue
        if any(min(glyph.common(across)) > TOUCH for glyph in first for across in second):
            where = (first_box, second_box)
            yield Finding("text over text", f"{named(one)} over {named(other)}", sight.beat, sight.time, where)


def small_text(sight: Sight) -> Iterator[Finding]:
    """Find text whose font is smaller than 28 pixels at 1080p. An exponent belongs to the font that it stands in."""
    for label in sight.labels:
        if label.size is None or label.size >= SMALLEST_TEXT - ROUNDING or label_opacity(sight, label) < READ:
            continue
        if boxes := glyph_boxes(sight, label):
            what = f"{named(label)} is {label.size:.0f} px at 1080p; the least is {SMALLEST_TEXT:.0f}"
            yield Finding("small text", what, sight.beat, sight.time, (around(boxes),))


def _is_copy(one: Label, other: Label, first: Box, second: Box) -> bool:
    """Whether two labels are the same one, twice in the same place: it looks like one."""
    return one.text == other.text and first.holds(second, SLACK) and second.holds(first, SLACK)


def _is_backdrop(box: Box, frame: Box) -> bool:
    """Whether something spans the frame from side to side on purpose: a line of a grid, a ground."""
    across = box.left <= frame.left + SLACK and box.right >= frame.right - SLACK
    upright = box.bottom <= frame.bottom + SLACK and box.top >= frame.top - SLACK
    thin = min(box.width, box.height) < 0.1
    return (across and upright) or ((across or upright) and thin)


def _kind(element: Element) -> str:
    return f"a {type(element).__name__.lower()}"
