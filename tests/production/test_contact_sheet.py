"""The contact sheet: every picture, in order, whole, on paper of the theme."""

import numpy as np
import pytest
from PIL import Image

from explainers.production.contact_sheet import COLOURS, PICTURE_WIDTHS, SheetEntry, contact_sheet
from explainers.spec.errors import MathframesError

WORDS = "Minus is − and θ goes to ∞, as x² ≤ 2. " * 3


def entries(folder, count: int, words: str = WORDS) -> list[SheetEntry]:
    """Make stills of flat colours, told apart by their red."""
    made = []
    for number in range(count):
        still = folder / f"{number}.png"
        Image.new("RGB", (64, 36), (40 + 15 * number, 255, 0)).save(still)
        made.append(SheetEntry(still, f"beat-{number} · 0:{number:02}", words))
    return made


def sheet(folder, count: int, theme="dark", **options) -> np.ndarray:
    """Make a sheet and open it."""
    target = folder / "sheet.png"
    contact_sheet(entries(folder, count, **options), target, title="A title", theme=theme)
    return np.asarray(Image.open(target).convert("RGB"))


def places(pixels: np.ndarray, count: int) -> list[tuple[int, int, int]]:
    """Find every picture: the row and column of its top left corner, and its area in pixels."""
    reds = np.where((pixels[..., 1] == 255) & (pixels[..., 2] == 0), pixels[..., 0], 0)
    found = []
    for number in range(count):
        rows, columns = np.nonzero(reds == 40 + 15 * number)
        found.append((int(rows.min()), int(columns.min()), rows.size))
    return found


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (10, 4)])
def test_pictures_stand_in_order(tmp_path, count, columns):
    """Every picture is there, whole and at the width of its sheet, in rows from the left to the right."""
    pixels = sheet(tmp_path, count)
    found = places(pixels, count)
    assert found == sorted(found)
    assert len({left for _, left, _ in found}) == columns
    width = PICTURE_WIDTHS[columns]
    assert [area for *_, area in found] == pytest.approx([width * round(width * 36 / 64)] * count, rel=0.01)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_paper_of_the_theme(tmp_path, theme):
    """The paper has the theme's colour, and its margin is free: nothing is cut off."""
    pixels = sheet(tmp_path, 3, theme=theme, words="W" * 300)
    paper = tuple(bytes.fromhex(COLOURS[theme]["paper"][1:]))
    margins = [pixels[:40], pixels[-40:], pixels[:, :40], pixels[:, -40:]]
    assert all((margin == paper).all() for margin in margins)


@pytest.mark.parametrize("words", ["short", "W" * 300, "file_name_" * 20, WORDS])
def test_words_keep_to_their_column(tmp_path, words):
    """Words wrap under their picture, however long, and never reach the next column."""
    pixels = sheet(tmp_path, 5, words=words)
    paper = tuple(bytes.fromhex(COLOURS["dark"]["paper"][1:]))
    (_, left, _), (_, second, _), *_ = places(pixels, 5)
    between = pixels[110:, left + PICTURE_WIDTHS[3] + 2 : second - 2]
    assert (between == paper).all()


def test_words_are_not_markup(tmp_path):
    """What Typst would read as code or markup is set as it is said."""
    target = tmp_path / "sheet.png"
    odd = '#panic() $x$ *b* _i_ <label> @name \\ ` [ ] " // comment'
    contact_sheet([SheetEntry(entries(tmp_path, 1)[0].still, odd, odd)], target, title=odd, theme="dark")
    assert target.exists()


def test_no_picture(tmp_path):
    """A sheet without pictures is refused, by its title."""
    with pytest.raises(MathframesError, match="Nothing at all"):
        contact_sheet([], tmp_path / "sheet.png", title="Nothing at all", theme="dark")
