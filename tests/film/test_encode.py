"""Clips: as many frames as were written, each at its time, in the right colours, ready to be joined."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from explainers.film.encode import ClipEncoder
from explainers.film.encodings import ENCODINGS, encoding_of
from explainers.spec.settings import EncodingName, RenderSettings

ROOT = Path(__file__).parents[2]
FPS = 10
SETTINGS = RenderSettings(width=128, height=72, fps=FPS, theme="dark")

PATCHES = {
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "grey": (128, 128, 128),
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "background": (14, 18, 24),
}


def plain(colour: tuple[int, int, int], settings: RenderSettings = SETTINGS) -> np.ndarray:
    """A picture of one colour."""
    picture = np.full((settings.height, settings.width, 4), 255, dtype=np.uint8)
    picture[..., :3] = colour
    return picture


def clip(path: Path, pictures: list[tuple[np.ndarray, int]], settings: RenderSettings = SETTINGS) -> Path:
    """Encode pictures, each for so many frames."""
    with ClipEncoder(path, settings) as encoder:
        for picture, repeat in pictures:
            encoder.write(picture, repeat)
        assert encoder.frames == sum(repeat for _, repeat in pictures)
    return path


def shown(path: Path) -> list[np.ndarray]:
    """What a player shows at each frame's time, from the first to the end of the clip, in greys."""
    found: list[np.ndarray] = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None
        length = round(stream.duration * Fraction(stream.time_base or 0) * FPS)
        for frame in container.decode(stream):
            assert frame.pts is not None
            start = frame.pts * Fraction(frame.time_base or 0) * FPS
            assert start.denominator == 1
            found += [found[-1]] * (int(start) - len(found)) if found else []
            assert len(found) == start
            found.append(frame.to_ndarray(format="gray"))
    return found + [found[-1]] * (length - len(found))


def to_rgb(frame: av.VideoFrame) -> tuple[float, ...]:
    """The middle of a frame as RGB: BT.709 in limited range, by the formulas of the standard (ITU-R BT.709-6, 3)."""
    assert frame.format.name == "yuv420p"
    planes = [np.frombuffer(bytes(plane), np.uint8).reshape(-1, plane.line_size) for plane in frame.planes]
    columns = (frame.width // 2, frame.width // 4, frame.width // 4)
    y, cb, cr = (float(plane[len(plane) // 2, column]) for plane, column in zip(planes, columns, strict=True))
    luma, blue, red = (y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    r, b = luma + 1.5748 * red, luma + 1.8556 * blue
    g = (luma - 0.2126 * r - 0.0722 * b) / 0.7152
    return tuple(255 * channel for channel in (r, g, b))


@pytest.mark.parametrize("colour", PATCHES.values(), ids=PATCHES)
def test_colours_are_right(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    """What is decoded by the formulas of BT.709 is the colour that was painted, to what eight bits can hold."""
    with av.open(str(clip(tmp_path / "a.mp4", [(plain(colour), 2)]))) as container:
        frame = next(container.decode(video=0))
        assert to_rgb(frame) == pytest.approx(colour, abs=3)


def test_the_stream_says_what_its_colours_mean(tmp_path: Path) -> None:
    """Tagged as BT.709 in limited range: without tags, players guess, and guess differently."""
    with av.open(str(clip(tmp_path / "a.mp4", [(plain((255, 0, 0)), 2)]))) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt, context.width, context.height) == ("h264", "yuv420p", 128, 72)
        tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
        assert tuple(int(tag) for tag in tags) == (1, 1, 1, 1)


def test_every_frame_is_there(tmp_path: Path) -> None:
    """Moving and held pictures stand at their times: as many frames as were written, each with its picture."""
    greys = [(20 * number, repeat) for number, repeat in enumerate([1, 1, 3, 25, 1, 10, 11], start=1)]
    path = clip(tmp_path / "a.mp4", [(plain((grey,) * 3), repeat) for grey, repeat in greys])
    expected = [grey for grey, repeat in greys for _ in range(repeat)]
    found = [float(picture.mean()) for picture in shown(path)]
    assert len(found) == len(expected) == 52
    assert found == pytest.approx(expected, abs=4)


@pytest.mark.parametrize("repeat", [1, 2, 7, 10, 11, 100])
def test_a_held_picture_lasts(tmp_path: Path, repeat: int) -> None:
    """A clip of one picture is as long as it stands, to the frame."""
    path = clip(tmp_path / "a.mp4", [(plain((90, 90, 90)), repeat)])
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.duration or 0) * Fraction(stream.time_base or 0) == Fraction(repeat, FPS)
    assert len(shown(path)) == repeat


def test_clips_can_stand_one_behind_the_other(tmp_path: Path) -> None:
    """The first packet is a key frame at time zero, and no packet waits for a later one: there are no B-frames."""
    noise = np.random.default_rng(0)
    pictures = [(noise.integers(0, 255, (72, 128, 4), dtype=np.uint8), 1) for _ in range(30)]
    with av.open(str(clip(tmp_path / "a.mp4", pictures))) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert packets[0].is_keyframe
        assert packets[0].pts == packets[0].dts == 0
        assert all(packet.pts == packet.dts for packet in packets)
        kinds = {int(frame.pict_type) for packet in packets for frame in packet.decode()}
        assert kinds <= {1, 2}  # I and P; 3 would be B


def test_two_clips_of_the_same_pictures_are_the_same(tmp_path: Path) -> None:
    """Encoding depends on nothing but the pictures: a clip from the cache fits beside a new one."""
    noise = np.random.default_rng(0)
    pictures = [(noise.integers(0, 255, (72, 128, 4), dtype=np.uint8), repeat) for repeat in (1, 5, 2)]
    one, other = (clip(tmp_path / name, pictures).read_bytes() for name in ("a.mp4", "b.mp4"))
    assert one == other


@pytest.mark.parametrize(("width", "height", "fps"), [(64, 64, 1), (426, 240, 15), (854, 480, 120)])
def test_sizes_and_rates(tmp_path: Path, width: int, height: int, fps: int) -> None:
    """Any even size and any whole rate can be encoded, those that are no multiples of sixteen, too."""
    settings = RenderSettings(width=width, height=height, fps=fps, theme="dark")
    with av.open(str(clip(tmp_path / "a.mp4", [(plain((9, 9, 9), settings), 3)], settings))) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.width, stream.codec_context.height) == (width, height)
        assert (stream.duration or 0) * Fraction(stream.time_base or 0) == Fraction(3, fps)


def test_an_error_is_not_hidden_by_closing(tmp_path: Path) -> None:
    """What goes wrong while pictures are made is what comes out, not what an unfinished clip says."""
    with pytest.raises(ZeroDivisionError), ClipEncoder(tmp_path / "a.mp4", SETTINGS):
        raise ZeroDivisionError


FULL = """
import resource, signal, sys
import numpy as np
from pathlib import Path
from explainers.film.encode import ClipEncoder
from explainers.film.encodings import ENCODINGS, encoding_of
from explainers.spec.settings import EncodingName, RenderSettings
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
noise = np.random.default_rng(0)
try:
    with ClipEncoder(Path(sys.argv[1]), RenderSettings(width=128, height=72, fps=10, theme="dark")) as encoder:
        for _ in range(20):
            encoder.write(noise.integers(0, 255, (72, 128, 4), dtype=np.uint8), 1)
except OSError as error:
    print("refused", error.errno)
"""


def test_a_full_disk_is_an_error(tmp_path: Path) -> None:
    """A clip that cannot be written whole is never taken for one: OSError comes out, with the number EFBIG."""
    command: list[Any] = [sys.executable, "-c", FULL, tmp_path / "a.mp4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "refused 27\n"


@pytest.mark.parametrize(("encoding", "held"), [("fast", 4 + 1), ("small", 1 + 4 + 1 + 1)])
def test_a_constant_frame_rate(tmp_path: Path, encoding: EncodingName, held: int) -> None:
    """If asked for, every frame is a sample of its own; else a held picture is one for each second.

    With B-frames, one more, of a frame, comes first.
    """
    for constant, samples in ((True, 2 + 35 + 3), (False, 2 + held)):
        how = SETTINGS.model_copy(update={"encoding": encoding, "constant_frame_rate": constant})
        pictures = [(plain((30, 30, 30)), 1), (plain((90, 90, 90)), 1), (plain((150,) * 3), 35), (plain((210,) * 3), 3)]
        with av.open(str(clip(tmp_path / "a", pictures, how))) as container:
            assert sum(1 for packet in container.demux(video=0) if packet.size) == samples


@pytest.mark.parametrize(
    ("encoding", "pixel_format"),
    [("fast", "yuv420p"), ("small", "yuv420p"), ("webm", "yuv420p"), ("mov", "yuv422p10le")],
)
def test_a_large_picture_has_the_colours_of_a_small_one(
    tmp_path: Path, encoding: EncodingName, pixel_format: str
) -> None:
    """Colours do not depend on the size, although large pictures are converted in another way."""
    for width, height in ((128, 72), (1920, 1080)):
        how = RenderSettings(width=width, height=height, fps=FPS, encoding=encoding)
        with av.open(str(clip(tmp_path / "a", [(plain((0, 114, 178), how), 1)], how))) as container:
            frame = next(container.decode(video=0))
            assert frame.format.name == ENCODINGS[encoding].pixel_format
            assert to_rgb(frame.reformat(format="yuv420p")) == pytest.approx((0, 114, 178), abs=3)


def test_transparency_stays_where_it_can() -> None:
    """WebM, MOV and GIF keep it if it is asked for; MP4 cannot, and is what it always is."""
    for encoding in ENCODINGS:
        asked = SETTINGS.model_copy(update={"encoding": encoding, "transparent": True})
        assert encoding_of(asked).keeps_alpha == (encoding in {"webm", "mov", "gif"})
        assert not encoding_of(asked.model_copy(update={"transparent": False})).keeps_alpha


def test_a_movie_with_transparency(tmp_path: Path) -> None:
    """ProRes 4444 gives back alpha, and colours that are not multiplied by it."""
    how = SETTINGS.model_copy(update={"encoding": "mov", "transparent": True})
    picture = np.zeros((72, 128, 4), np.uint8)
    picture[:, 64:] = (100, 50, 0, 128)  # orange, half transparent, as cairo keeps it
    with av.open(str(clip(tmp_path / "a.mov", [(picture, 1)], how))) as container:
        assert container.streams.video[0].codec_context.codec_tag == "ap4h"
        frame = next(container.decode(video=0)).reformat(format="rgba", src_colorspace="itu709")
    pixels = frame.to_ndarray()
    assert pixels[:, :60, 3].max() == 0
    assert pixels[:, 70:].mean(axis=(0, 1)) == pytest.approx((200, 100, 0, 128), abs=2)


@pytest.mark.parametrize("encoding", ["fast", "small", "webm"])
def test_large_pictures_are_not_mixed_up(tmp_path: Path, encoding: EncodingName) -> None:
    """All pictures go through one buffer: an encoder that looks ahead has its own copy of each."""
    how = RenderSettings(width=1920, height=1080, fps=FPS, encoding=encoding)
    greys = [30, 90, 60, 200, 120, 10]
    with av.open(str(clip(tmp_path / "a", [(plain((grey,) * 3, how), 1) for grey in greys], how))) as container:
        found = [to_rgb(frame)[1] for frame in container.decode(video=0)]
    assert found == pytest.approx(greys, abs=3)
