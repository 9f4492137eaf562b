"""Loops: they stand a moment where they end, and the last thing they show is what they began with."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from explainers.film.cache import PaintCache
from explainers.film.fade import WayBack, mixed, painted_back
from explainers.film.join import join
from explainers.film.paint import Painter
from explainers.film.picture import Outline, Paint, Picture, Shape, Window
from explainers.film.segments import Section, SegmentSink
from explainers.film.workshops import Workbench
from explainers.spec.settings import EncodingName, RenderSettings

FPS = 10
WIDTH, HEIGHT = 128, 72
WINDOW = Window(0.0, 0.0, 16.0, 9.0)
GROUND = (20, 30, 60, 255)


def picture(x: float, ground: tuple[int, int, int, int] = GROUND) -> Picture:
    """A square at a place."""
    corners = np.array([[x, -2], [x + 4, -2], [x + 4, 2], [x, 2], [x, -2]])
    thirds = np.linspace(0, 1, 4)[None, :, None]
    points = ((1 - thirds) * corners[:-1, None] + thirds * corners[1:, None]).reshape(-1, 2)
    orange = Paint(np.array([[1, 0.5, 0, 1.0]]))
    return Picture(WINDOW, ground, (Shape(Outline(points, ((0, 16, True),)), None, orange, None),))


def painted(shown: Picture) -> np.ndarray:
    return Painter(WIDTH, HEIGHT).paint(shown).copy()


def looped(
    folder: Path, pictures: list[tuple[Picture, int]], encoding: EncodingName = "fast", *, loops: bool = True
) -> tuple[Section, list[Path]]:
    """Film one section as a loop; returns it with its clips."""
    settings = RenderSettings(
        width=WIDTH, height=HEIGHT, fps=FPS, encoding=encoding, transparent=encoding in ("webm", "mov")
    )
    kept = PaintCache(folder / "kept")
    (folder / "work").mkdir(parents=True, exist_ok=True)
    told: list[int] = []
    workshop = Workbench(folder / "work", kept, settings, told.append)
    sink = SegmentSink(workshop, settings, told.append, apart=True, loops=loops)
    sink.begin_section("beat")
    for shown, repeat in pictures:
        sink.write(shown, repeat)
        sink.advance(repeat)
    (section,) = sink.close()
    assert sum(told) == section.frames + section.back, "progress is told of every frame"
    return section, [found for clip in section.clips if (found := kept.find(clip)) is not None]


@given(st.tuples(*[st.integers(0, 255)] * 4), st.tuples(*[st.integers(0, 255)] * 4), st.floats(0, 1))
def test_a_mixture_lies_between(first: tuple[int, ...], second: tuple[int, ...], share: float) -> None:
    """No colour leaves the two that are mixed, at the ends it is one of them, and what is the same stays the same."""
    one, other = (np.full((1, 1, 4), value, np.uint8) for value in (first, second))
    between = mixed(one, other, share)[0, 0].astype(int)
    assert (np.minimum(first, second) - 1 < between).all()
    assert (between <= np.maximum(first, second)).all()
    assert (mixed(one, other, 0.0) == one).all()
    assert (mixed(one, other, 1.0) == other).all()
    assert (mixed(one, one, share) == one).all()


def test_a_mixture_of_what_can_be_seen_through_can_be_seen_through() -> None:
    """Colours are multiplied by their alpha: none may be brighter than it."""
    chance = np.random.default_rng(0)
    alpha = chance.integers(0, 256, (2, 20, 20, 1))
    pictures = np.concatenate([(alpha * chance.random((2, 20, 20, 3))).astype(int), alpha], axis=-1).astype(np.uint8)
    for share in np.linspace(0, 1, 11):
        between = mixed(pictures[0], pictures[1], share)
        assert (between[..., :3] <= between[..., 3:]).all()


def test_the_way_back_ends_on_the_first_picture() -> None:
    """It holds the last picture, fades, and stands on exactly the pixels that the loop begins with."""
    first, last = picture(-6), picture(2)
    way = WayBack.between(last, first, held=3, fps=FPS)
    frames = [(pixels.copy(), repeat) for pixels, repeat in painted_back(way, Painter(WIDTH, HEIGHT))]
    assert sum(repeat for _, repeat in frames) == way.frames == 7 + 6 + 4
    assert frames[0][1] == 7
    assert np.array_equal(frames[0][0], painted(last))
    assert np.array_equal(frames[-1][0], painted(first))
    distances = [np.abs(pixels.astype(int) - painted(first)).sum() for pixels, _ in frames]
    assert distances == sorted(distances, reverse=True), "it goes one way"
    assert np.array_equal(frames[1][0][0, 0], painted(first)[0, 0]), "what stands still is left alone"


def test_what_was_held_long_enough_is_not_held_again() -> None:
    """Words may have held the last picture for seconds already."""
    assert WayBack.between(picture(0), picture(1), held=60, fps=FPS).holds == 0


@pytest.mark.parametrize("encoding", ["fast", "small", "webm", "mov"])
def test_a_loop_of_clips_does_not_jump(tmp_path: Path, encoding: EncodingName) -> None:
    """The last frame is the first, as far as the encoding keeps pictures; the clips before it are shared."""
    pictures = [(picture(-6 + step / 3), 1) for step in range(12)]
    section, clips = looped(tmp_path, pictures, encoding)
    alone, shared = looped(tmp_path, pictures, encoding, loops=False)
    assert clips[:-1] == shared
    assert (alone.back, section.back) == (0, 9 + 6 + 4)
    target = tmp_path / f"film.{ {'webm': 'webm', 'mov': 'mov'}.get(encoding, 'mp4') }"
    join(clips, target, fps=FPS, title="", chapters=(), captions=())
    with av.open(str(target)) as film:
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(video=0)]
    assert np.abs(frames[0] - frames[-1]).mean() < 1
    assert np.abs(frames[0] - frames[11]).mean() > 5, "and it has moved in between"


def test_a_loop_as_a_gif_is_exact(tmp_path: Path) -> None:
    """A GIF repeats for ever, from its last picture to the same one."""
    section, (clip,) = looped(tmp_path, [(picture(-6 + step), 1) for step in range(8)], "gif")
    with Image.open(clip) as image:
        shown, lasts = [], 0
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            shown.append(np.array(image.convert("RGB")))
            lasts += image.info["duration"]
    assert lasts == (section.frames + section.back) * 1000 // FPS
    assert np.array_equal(shown[0], shown[-1])
    assert not np.array_equal(shown[0], shown[7])


def test_what_does_not_move_needs_no_way_back(tmp_path: Path) -> None:
    """A picture that stands still is a loop already."""
    section, clips = looped(tmp_path, [(picture(0), 20)])
    assert (section.back, len(clips)) == (0, 1)
