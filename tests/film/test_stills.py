"""Stills: what other programs make of our SVG and PDF is the picture that we paint."""

import io
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import resvg_py
from PIL import Image

from explainers.film.paint import Painter
from explainers.film.picture import Array, Floats, Mesh, Outline, Paint, Picture, Shape, Skin, Stroke, Window
from explainers.film.stills import PAGE, write_still
from explainers.spec.errors import BadInput

WIDTH, HEIGHT = 192, 108
WINDOW = Window(0.0, 0.0, 16.0, 9.0)
ROOT = Path(__file__).parents[2]


def floats(values: object) -> Floats:
    return np.asarray(values, np.float32)


def box(x: float, y: float, width: float, height: float) -> Outline:
    corners = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]])
    thirds = np.linspace(0, 1, 4)[None, :, None]
    points: Array = ((1 - thirds) * corners[:-1, None] + thirds * corners[1:, None]).reshape(-1, 2)
    return Outline(points, ((0, 16, True),))


def surface() -> Mesh:
    x, y = np.meshgrid(np.linspace(1, 6, 9), np.linspace(-3, 3, 9))
    points = np.stack([x, y + 0.3 * np.sin(2 * x), 0.2 * np.sin(x)], axis=-1).astype(np.float32)
    colours = np.stack([x / 6, 0 * x + 0.5, (y + 3) / 6], axis=-1).astype(np.float32)
    values, levels = (x / 6).astype(np.float32), floats([0.4, 0.7])
    return Mesh(points, Skin(colours, np.ones((8, 8), bool), values, levels, floats([1, 1, 1, 1]), 0.2), 0.8)


def picture(ground=(20, 30, 60, 255)) -> Picture:
    plain, clear = Paint(np.array([[1, 0.5, 0, 1]])), Paint(np.array([[0, 0.8, 0.4, 0.5]]))
    gradient = Paint(np.array([[1.0, 0, 0, 1], [0, 0, 1, 1]]), np.array([[-6.0, 0], [-1, 0]]))
    return Picture(
        WINDOW,
        ground,
        (
            Shape(box(-6, -3, 5, 3), None, gradient, Stroke(plain, 0.3, 0, 0)),
            surface(),
            Shape(box(-2, -1, 6, 3), Stroke(plain, 0.5, 1, 1), clear, None),
        ),
    )


def opened(path: Path) -> np.ndarray:
    """A still as other programs show it."""
    if path.suffix == ".svg":
        image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_path=str(path)))))
    elif path.suffix == ".pdf":
        image = pypdfium2.PdfDocument(path)[0].render(scale=WIDTH / PAGE).to_pil()
    else:
        image = Image.open(path)
    return np.asarray(image.convert("RGBA")).astype(int)


@pytest.mark.parametrize("ending", [".svg", ".pdf", ".png"])
def test_other_programs_show_what_is_painted(ending: str, tmp_path: Path) -> None:
    """Shapes with gradients and strokes, and a surface between them, are where and as they are in the pixels."""
    path = tmp_path / f"still{ending}"
    write_still(picture(), path, WIDTH, HEIGHT)
    shown, painted = opened(path), Painter(WIDTH, HEIGHT).paint(picture()).astype(int)
    assert shown.shape == painted.shape
    apart = np.abs(shown - painted).max(axis=2)
    assert apart.mean() < 2
    # Programs smooth edges each in its own way.
    assert (apart > 40).mean() < 0.01


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_without_a_ground_there_is_none(ending: str, tmp_path: Path) -> None:
    """A transparent picture stays so, and what is half transparent keeps its colour."""
    path = tmp_path / f"still{ending}"
    write_still(picture((0, 0, 0, 0)), path, WIDTH, HEIGHT)
    shown = opened(path)
    assert shown[2, 2].tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(shown[36, 90], [0, 0.8 * 255, 0.4 * 255, 0.5 * 255], atol=2)
    assert shown[60, 60, 3] == 255


def test_shapes_stay_shapes(tmp_path: Path) -> None:
    """An SVG has our outlines as paths; only the surface is an image."""
    write_still(picture(), tmp_path / "still.svg", WIDTH, HEIGHT)
    written = (tmp_path / "still.svg").read_text()
    # The first shape's fill and stroke are one path; the other's stroke, which is below its fill, is another.
    assert written.count("<path") == 3
    assert written.count("<image") == 1
    assert f'width="{WIDTH}px"' in written


@pytest.mark.parametrize("ending", [".svg", ".pdf", ".png"])
def test_the_same_picture_makes_the_same_file(ending: str, tmp_path: Path) -> None:
    """Whatever was written before, in this process or another."""
    paths = [tmp_path / f"{name}{ending}" for name in ("first", "second", "third")]
    (tmp_path / "picture").write_bytes(pickle.dumps(picture()))
    for path in paths[:2]:
        write_still(picture(), path, WIDTH, HEIGHT)
    program = (
        "import pickle, sys; from pathlib import Path; from explainers.film.stills import write_still;"
        f"write_still(pickle.load(open(sys.argv[1], 'rb')), Path(sys.argv[2]), {WIDTH}, {HEIGHT})"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path / "picture", paths[2]], cwd=ROOT, check=True)
    assert len({path.read_bytes() for path in paths}) == 1


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    """In one line that says which there are."""
    with pytest.raises(BadInput, match=r"'.bmp' is no format of stills. Choose .png, .svg or .pdf."):
        write_still(picture(), tmp_path / "still.bmp", WIDTH, HEIGHT)
