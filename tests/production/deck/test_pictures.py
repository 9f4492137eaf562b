"""Pictures of clips: the first and the last one, in the colours that were painted."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explainers.film.encode import ClipEncoder
from explainers.film.join import join
from explainers.production.deck.pictures import as_jpeg, as_png, as_webp, first_picture, last_picture, poster_picture
from explainers.spec.errors import MathframesError
from explainers.spec.settings import RenderSettings

COLOURS = ((44, 199, 155), (184, 74, 0), (14, 18, 24))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of three plain colours, the middle one held for longer than a second."""
    folder = tmp_path_factory.mktemp("clips")
    settings = RenderSettings(width=96, height=64, fps=10)
    with ClipEncoder(folder / "piece", settings) as encoder:
        for colour, repeat in zip(COLOURS, (3, 25, 4), strict=True):
            encoder.write(np.full((64, 96, 4), (*colour, 255), np.uint8), repeat)
    join([folder / "piece"], folder / "clip.mp4", fps=10, title="", chapters=(), captions=())
    return folder / "clip.mp4"


def test_first_and_last_pictures_have_the_painted_colours(clip: Path) -> None:
    """What was painted first and last comes back, to the rounding of video."""
    for picture, colour in ((first_picture(clip), COLOURS[0]), (last_picture(clip), COLOURS[-1])):
        assert picture.size == (96, 64)
        assert np.abs(np.asarray(picture, int) - colour).max() <= 3


def test_pictures_are_written_no_wider_than_asked_for(clip: Path) -> None:
    """PNG is as it was, without loss; the others shrink, keep their shape, and never grow."""
    picture = first_picture(clip)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(as_png(picture)))), np.asarray(picture))
    for write, kind in ((as_webp, "WEBP"), (as_jpeg, "JPEG")):
        small, large = (Image.open(io.BytesIO(write(picture, width))) for width in (48, 500))
        assert (small.format, small.size, large.size) == (kind, (48, 32), (96, 64))


@pytest.mark.parametrize("content", [b"", b"\0" * 4000, b"not a film"])
@pytest.mark.parametrize("read", [first_picture, last_picture])
def test_what_is_no_film_is_named(tmp_path: Path, content: bytes, read: object) -> None:
    """A clip that cannot be read is named, with the cure."""
    (tmp_path / "01-a.mp4").write_bytes(content)
    assert callable(read)
    with pytest.raises(MathframesError, match=r"Clip 01-a\.mp4 cannot be read\. Render the lesson again\."):
        read(tmp_path / "01-a.mp4")


def test_a_clip_cut_short_is_named(clip: Path, tmp_path: Path) -> None:
    """Half a file ends in one line, not in a traceback: it has no index, or no last picture."""
    (tmp_path / "half.mp4").write_bytes(clip.read_bytes()[: clip.stat().st_size // 2])
    with pytest.raises(MathframesError, match=r"half\.mp4"):
        last_picture(tmp_path / "half.mp4")


@pytest.mark.parametrize(("begins", "stands"), [(0, -1), (8, -1), (40, 0), (64, 0)])
def test_a_poster_is_never_an_empty_stage(tmp_path: Path, begins: int, stands: int) -> None:
    """The first picture stands for a clip; but its end where a bare ground, or little on it, comes first."""
    settings = RenderSettings(width=96, height=64, fps=10)
    columns = np.arange(96) < np.array([begins, 40])[:, None]
    with ClipEncoder(tmp_path / "piece", settings) as encoder:
        for drawn in columns:
            pixels = np.full((64, 96, 4), (14, 18, 24, 255), np.uint8)
            pixels[:20, drawn] = (44, 199, 155, 255)
            encoder.write(pixels, 5)
    join([tmp_path / "piece"], tmp_path / "clip.mp4", fps=10, title="", chapters=(), captions=())
    ends = (first_picture(tmp_path / "clip.mp4"), last_picture(tmp_path / "clip.mp4"))
    assert np.array_equal(np.asarray(poster_picture(tmp_path / "clip.mp4")), np.asarray(ends[stands]))
