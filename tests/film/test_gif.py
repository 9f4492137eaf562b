"""Animated GIFs: right in time, right in colour, transparent where nothing is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explainers.film.encode import encoder_for
from explainers.film.gif import GifEncoder
from explainers.film.picture import Pixels
from explainers.spec.settings import RenderSettings


def settings(fps: int, transparent: bool = False) -> RenderSettings:
    return RenderSettings(width=64, height=64, fps=fps, encoding="gif", transparent=transparent)


def grey(level: int) -> Pixels:
    picture = np.full((64, 64, 4), 255, np.uint8)
    picture[..., :3] = level
    return picture


def written(path: Path, how: RenderSettings, pictures: list[tuple[Pixels, int]]) -> list[tuple[int, Pixels]]:
    """Write a GIF and read it with Pillow: milliseconds and pixels of each picture."""
    with encoder_for(path, how) as encoder:
        assert isinstance(encoder, GifEncoder)
        for picture, repeat in pictures:
            encoder.write(picture, repeat)
        assert encoder.frames == sum(repeat for _, repeat in pictures)
    assert [file.name for file in path.parent.iterdir()] == [path.name], "nothing is left beside it"
    found = []
    with Image.open(path) as image:
        assert image.info["loop"] == 0
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append((image.info["duration"], np.array(image.convert("RGBA"))))
    return found


@pytest.mark.parametrize("fps", [1, 15, 24, 30, 50, 60, 120])
def test_time_is_exact_over_the_whole(tmp_path: Path, fps: int) -> None:
    """Each picture comes at the hundredth nearest to its time, none is shorter than two, and the end is right."""
    frames = 2 * fps + 3
    found = written(tmp_path / "a.gif", settings(fps), [(grey(number % 200 + 20), 1) for number in range(frames)])
    step = {60: 2, 120: 3}.get(fps, 1)
    assert [picture.mean(axis=(0, 1))[0] for _, picture in found] == pytest.approx(
        [number % 200 + 20 for number in range(0, frames, step)], abs=2
    )
    starts = np.cumsum([0, *(lasts for lasts, _ in found)])
    expected = [*(number * 1000 / fps for number in range(0, frames, step)), frames * 1000 / fps]
    assert np.abs(starts - expected).max() <= 5
    assert min(lasts for lasts, _ in found[:-1]) >= 20


def test_a_held_picture_is_one(tmp_path: Path) -> None:
    """However long it stands."""
    found = written(tmp_path / "a.gif", settings(30), [(grey(50), 1), (grey(100), 90), (grey(150), 2)])
    assert [lasts for lasts, _ in found] == [30, 3000, 70]


def test_one_picture(tmp_path: Path) -> None:
    """A film of a single picture is a GIF, too."""
    ((_, picture),) = written(tmp_path / "a.gif", settings(30), [(grey(50), 30)])
    assert picture[..., :3] == pytest.approx(50, abs=2)


def test_colours_of_all_pictures_share_the_palette(tmp_path: Path) -> None:
    """A colour that comes only at the end is as near as one of the beginning, and a flat ground does not change."""
    pictures = []
    for number in range(20):
        picture = grey(17)
        picture[10:30, 2 * number : 2 * number + 20, :3] = (230, 159, 0) if number < 19 else (0, 114, 178)
        pictures.append((picture, 1))
    found = written(tmp_path / "a.gif", settings(25), pictures)
    for (picture, _), (_, seen) in zip(pictures, found, strict=True):
        assert np.abs(seen[..., :3].astype(int) - picture[..., :3]).max() <= 6


def test_nothing_is_transparent(tmp_path: Path) -> None:
    """What was not painted is seen through, and what moved away leaves nothing behind."""
    pictures = []
    for left in (4, 40):
        picture = np.zeros((64, 64, 4), np.uint8)
        picture[20:40, left : left + 20] = (200, 100, 50, 255)
        pictures.append((picture, 5))
    for (picture, _), (_, seen) in zip(
        pictures, written(tmp_path / "a.gif", settings(25, transparent=True), pictures), strict=True
    ):
        assert np.array_equal(seen[..., 3], picture[..., 3])
        assert np.abs(seen.astype(int) - picture)[picture[..., 3] > 0].max() <= 6


def test_what_failed_leaves_nothing(tmp_path: Path) -> None:
    """If pictures cannot be made, neither a GIF nor what waited for it stays."""
    with pytest.raises(ZeroDivisionError), GifEncoder(tmp_path / "a.gif", settings(30)) as encoder:
        encoder.write(grey(50), 1 // 0)
    assert not list(tmp_path.iterdir())
