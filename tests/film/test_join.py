"""Clips copied into one film: nothing lost, nothing moved, nothing added but chapters and captions."""

import wave
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from av.subtitles.subtitle import AssSubtitle

from explainers.film.encode import ClipEncoder
from explainers.film.encodings import encoding_of
from explainers.film.join import Mark, TimedText, join, one_at_a_time
from explainers.film.sound import RATE, Sound
from explainers.spec.errors import MathframesError
from explainers.spec.settings import EncodingName, RenderSettings

FPS = 30
SIZE = 64
LENGTHS = (5, 1, 40, 13)
TOTAL = sum(LENGTHS)


def numbered(number: int, size: int = SIZE) -> np.ndarray:
    """Paint a number as eight stripes, white for a bit that is set, so that no encoder can make it another."""
    bits = np.unpackbits(np.array([number], dtype=np.uint8)) * 255
    picture = np.full((size, size, 4), 255, dtype=np.uint8)
    picture[..., :3] = np.repeat(bits, size // 8)[None, :, None]
    return picture


def number_in(frame: av.VideoFrame) -> int:
    """Read the number of a decoded frame."""
    stripes = frame.to_ndarray(format="gray").reshape(SIZE, 8, SIZE // 8).mean(axis=(0, 2))
    return int(np.packbits(stripes > 128)[0])


def clip(path: Path, numbers: range, size: int = SIZE, fps: int = FPS, encoding: EncodingName = "fast") -> Path:
    """Encode a clip of numbered frames."""
    with ClipEncoder(path, RenderSettings(width=size, height=size, fps=fps, encoding=encoding)) as encoder:
        for number in numbers:
            encoder.write(numbered(number, size), 1)
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> list[Path]:
    """Four clips, one of a single frame, whose frames are numbered through."""
    folder = tmp_path_factory.mktemp("clips")
    starts = [sum(LENGTHS[:position]) for position in range(len(LENGTHS))]
    return [
        clip(folder / f"{start:02}.mp4", range(start, start + length))
        for start, length in zip(starts, LENGTHS, strict=True)
    ]


def joined(clips, target: Path, captions=(), chapters=(), fps: int = FPS, sounds=()) -> Path:
    """Join with a title."""
    join(clips, target, fps=fps, title="Bäyes & <sons>", chapters=chapters, captions=captions, sounds=sounds)
    return target


def seconds(ticks: int | None, time_base: Fraction | None) -> Fraction:
    """Turn a stream's ticks into seconds, exactly."""
    assert ticks is not None
    assert time_base is not None
    return ticks * time_base


def samples(film: Path) -> list[tuple[Fraction, Fraction, str]]:
    """Read the subtitle track as start, end and text, the silences too."""
    with av.open(str(film)) as container:
        track = container.streams.subtitles[0]
        found = []
        for packet in container.demux(track):
            if packet.size:
                start, lasts = (seconds(ticks, packet.time_base) for ticks in (packet.pts, packet.duration))
                found.append((start, start + lasts, bytes(packet)[2:].decode()))
        return found


def test_every_frame_stands_at_its_time(clips, tmp_path):
    """Frame k of the film is the k-th frame of the clips, at exactly k / fps, and the film is as long as their sum."""
    with av.open(str(joined(clips, tmp_path / "film.mp4"))) as film:
        stream = film.streams.video[0]
        frames = [(seconds(frame.pts, frame.time_base), number_in(frame)) for frame in film.decode(stream)]
        assert frames == [(Fraction(number, FPS), number) for number in range(TOTAL)]
        assert stream.frames == TOTAL
        assert seconds(stream.duration, stream.time_base) == Fraction(TOTAL, FPS)
        assert stream.average_rate == FPS
        assert film.duration == round(TOTAL / FPS * av.time_base)


@pytest.mark.parametrize("encoding", ["fast", "small"])
def test_the_file_says_how_long_each_picture_lasts(tmp_path, encoding):
    """MP4 keeps the time from one decoding to the next: browsers take it for what a picture lasts, and drop it after.

    Key frames are decoded equally long before they are shown: browsers look for the place to begin by decoding times.
    """
    settings = RenderSettings(width=SIZE, height=SIZE, fps=FPS, encoding=encoding)
    lasts: list[int] = []
    clips: list[Path] = []
    for holds in ((1, 1, 1, 1, 45), (1,), (25, 1, 1, 2, 1, 1, 1), (3, 1, 1, 1, 70, 1, 1)):
        clips.append(tmp_path / f"clip-{len(clips)}")
        with ClipEncoder(clips[-1], settings) as encoder:
            for hold in holds:
                encoder.write(numbered(len(lasts)), hold)
                lasts.append(hold)
    with av.open(str(joined(clips, tmp_path / "film.mp4"))) as film:
        packets = [packet for packet in film.demux(video=0) if packet.size]
    times = [(packet.pts or 0, packet.dts or 0, packet.duration or 0) for packet in packets]
    waits = {pts - dts for (pts, dts, _), packet in zip(times, packets, strict=True) if packet.is_keyframe}
    assert waits == {2000 if encoding == "small" else 0}
    assert all(dts + lasting == later for (_, dts, lasting), (_, later, _) in pairwise(times))
    assert all(pts + lasting == later for (pts, _, lasting), (later, _, _) in pairwise(sorted(times)))
    assert max(pts + lasting for pts, _, lasting in times) == 1000 * sum(lasts)


def test_packets_are_copied(clips, tmp_path):
    """No picture is encoded again: the film's packets are the clips' packets, byte for byte."""

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as container:
            return [bytes(packet) for packet in container.demux(video=0) if packet.size]

    film = joined(clips, tmp_path / "film.mp4", captions=[Mark(0, 1, "words")])
    assert packets(film) == [packet for path in clips for packet in packets(path)]


@pytest.mark.parametrize("number", [0, 4, 5, 6, 7, 30, TOTAL - 1])
def test_seeking_finds_the_frame(clips, tmp_path, number):
    """From the key frame that a seek finds, decoding reaches the frame of the time that was asked for."""
    with av.open(str(joined(clips, tmp_path / "film.mp4"))) as film:
        stream = film.streams.video[0]
        ticks = int(Fraction(number, FPS) / seconds(1, stream.time_base))
        film.seek(ticks, stream=stream)
        found = next(frame for frame in film.decode(stream) if frame.pts is not None and frame.pts >= ticks)
        assert (found.pts, number_in(found)) == (ticks, number)


def test_colours_title_and_fast_start(clips, tmp_path):
    """The film keeps the BT.709 tags, bears its title, and has its index before its pictures."""
    target = joined(clips, tmp_path / "film.mp4")
    with av.open(str(target)) as film:
        context = film.streams.video[0].codec_context
        tags = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
        assert tags == (1, 1, 1, 1)
        assert film.metadata["title"] == "Bäyes & <sons>"
    content = target.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_chapters(clips, tmp_path):
    """Chapters come back with their words, to the tick, cut off where the film ends."""
    marks = [Mark(0, 0.5, "Größe & <b>"), Mark(0.5, 1.25, "θ → 0"), Mark(1.25, 99, "End"), Mark(99, 100, "beyond")]
    with av.open(str(joined(clips, tmp_path / "film.mp4", chapters=marks))) as film:
        found = [
            (seconds(chapter["start"], base), seconds(chapter["end"], base), chapter["metadata"])
            for chapter in film.chapters()
            for base in [chapter["time_base"]]
        ]
    assert found == [
        (0, Fraction(1, 2), {"title": "Größe & <b>"}),
        (Fraction(1, 2), Fraction(5, 4), {"title": "θ → 0"}),
        (Fraction(5, 4), Fraction(TOTAL, FPS), {"title": "End"}),
    ]


def test_captions_fill_the_track(clips, tmp_path):
    """Each caption stands from its start to its end, what is between them is empty, and together they fill the film."""
    captions = [
        Mark(0, 0.5, "Null & <b>two</b>\nlines äθ−1"),
        Mark(0.5, 0.9, r"{1, 2} \N stays"),
        Mark(1.25, 1.5, "after a gap"),
        Mark(1.8, 99, "past the end"),
        Mark(99, 100, "never"),
    ]
    length = Fraction(TOTAL, FPS)
    assert samples(joined(clips, tmp_path / "film.mp4", captions=captions)) == [
        (0, Fraction(1, 2), "Null & <b>two</b>\nlines äθ−1"),
        (Fraction(1, 2), Fraction(9, 10), r"{1, 2} \N stays"),
        (Fraction(9, 10), Fraction(5, 4), ""),
        (Fraction(5, 4), Fraction(3, 2), "after a gap"),
        (Fraction(3, 2), Fraction(9, 5), ""),
        (Fraction(9, 5), length, "past the end"),
    ]


def test_a_track_begins_and_ends_empty(clips, tmp_path):
    """Before the first caption and after the last the screen is clear, said by samples of their own."""
    found = samples(joined(clips, tmp_path / "film.mp4", captions=[Mark(0.5, 1, "only")]))
    assert found == [(0, Fraction(1, 2), ""), (Fraction(1, 2), 1, "only"), (1, Fraction(TOTAL, FPS), "")]


def test_players_show_captions(clips, tmp_path):
    """The subtitle track is on by default, in English, and its samples decode to their words."""
    with av.open(str(joined(clips, tmp_path / "film.mp4", captions=[Mark(0, 1, "one\ntwo")]))) as film:
        track = film.streams.subtitles[0]
        assert track.codec_context.name == "mov_text"
        assert track.metadata["language"] == "eng"
        assert track.disposition & Disposition.default
        first = next(packet for packet in film.demux(track) if packet.size)
        (words,) = first.decode()
        assert isinstance(words, AssSubtitle)
        assert words.ass.endswith(rb",,one\Ntwo")


def test_no_captions_no_track(clips, tmp_path):
    """A film without words has no empty subtitle track, and one without chapters none."""
    with av.open(str(joined(clips, tmp_path / "film.mp4"))) as film:
        assert not film.streams.subtitles
        assert film.chapters() == []


@pytest.mark.parametrize("fps", [1, 15, 60, 120])
def test_every_rate(tmp_path, fps):
    """At any frame rate frames and captions meet on one clock."""
    paths = [clip(tmp_path / f"{part}.mp4", range(part * 3, part * 3 + 3), fps=fps) for part in range(2)]
    film = joined(paths, tmp_path / "film.mp4", captions=[Mark(1 / fps, 2 / fps, "frame 1")], fps=fps)
    with av.open(str(film)) as container:
        times = [seconds(frame.pts, frame.time_base) for frame in container.decode(video=0)]
    assert times == [Fraction(number, fps) for number in range(6)]
    assert samples(film)[1][0] == Fraction(round(1000 / fps), 1000)
    assert samples(film)[-1][1] == Fraction(6, fps)


def test_nothing_to_join(tmp_path):
    """A film of no clips is refused, and no file is left."""
    with pytest.raises(MathframesError, match="no clip"):
        joined([], tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("size", "fps", "what"), [(128, FPS, "size"), (SIZE, 15, "encoding")])
def test_a_clip_that_differs_is_named(clips, tmp_path, size, fps, what):
    """A clip of another size or rate is refused by name before anything is written."""
    other = clip(tmp_path / "other.mp4", range(3), size=size, fps=fps)
    with pytest.raises(MathframesError, match=f"other.mp4 .* {what}"):
        joined([*clips, other], tmp_path / "film.mp4")
    assert not (tmp_path / "film.mp4").exists()


def test_a_clip_encoded_otherwise_is_named(clips, tmp_path):
    """A clip of another encoding has other decoder settings, and is refused by name."""
    other = clip(tmp_path / "other.mp4", range(9), encoding="small")
    with pytest.raises(MathframesError, match=r"other\.mp4 .* encoding differs"):
        joined([*clips, other], tmp_path / "film.mp4")


def test_a_clip_of_another_format_is_named(clips, tmp_path):
    """H.264 does not go into WebM, nor any clip into a format that cannot be joined."""
    with pytest.raises(MathframesError, match=r"00\.mp4 .* codec is h264, and a \.webm film holds vp9"):
        joined(clips, tmp_path / "film.webm")
    with pytest.raises(MathframesError, match=r"film\.gif: clips cannot be joined"):
        joined(clips, tmp_path / "film.gif")


@pytest.mark.parametrize("content", [None, b"", b"not a film at all"])
def test_a_clip_that_cannot_be_read_is_named(clips, tmp_path, content):
    """A clip that is missing, empty or broken is refused by name."""
    broken = tmp_path / "broken.mp4"
    if content is not None:
        broken.write_bytes(content)
    with pytest.raises(MathframesError, match=r"broken\.mp4 cannot be read"):
        joined([*clips, broken], tmp_path / "film.mp4")


def test_captions_settle_one_at_a_time():
    """An overlapped caption gives way, captions that start together share the screen, empty ones are left out."""
    marks = [
        Mark(2, 3, " b \n\n c "),
        Mark(0, 2.5, "a"),
        Mark(4, 5, "left"),
        Mark(4, 6, "right"),
        Mark(7, 7.0001, "short"),
        Mark(8, 9, "  "),
    ]
    assert one_at_a_time(marks) == (
        TimedText(0, 2000, "a"),
        TimedText(2000, 3000, "b\nc"),
        TimedText(4000, 6000, "left\nright"),
    )


@pytest.mark.parametrize("constant", [False, True], ids=["held", "constant"])
@pytest.mark.parametrize(
    ("encoding", "transparent"), [("fast", False), ("small", False), ("webm", False), ("webm", True), ("mov", True)]
)
@pytest.mark.parametrize("holds", [((100, 1, 7), (1, 95)), ((30, 30, 31), (1,) * 9, (70,)), ((1, 1, 1), (2,))])
def test_pictures_stand_as_long_as_they_are_held(tmp_path, encoding, transparent, constant, holds):
    """Whatever the encoding, a picture held for n frames stands until the next one, and the film ends with the last."""
    settings = RenderSettings(
        width=SIZE, height=SIZE, fps=FPS, encoding=encoding, transparent=transparent, constant_frame_rate=constant
    )
    paths: list[Path] = []
    expected: list[int] = []
    for part in holds:
        paths.append(tmp_path / f"{len(paths)}.clip")
        with ClipEncoder(paths[-1], settings) as encoder:
            for hold in part:
                number = len(set(expected))
                encoder.write(numbered(number), hold)
                expected += [number] * hold
            assert encoder.frames == sum(part)
    target = joined(paths, tmp_path / f"film{encoding_of(settings).ending}", captions=[Mark(0, 1, "words")])
    with av.open(str(target)) as film:
        frames = [(seconds(frame.pts, frame.time_base) * FPS, number_in(frame)) for frame in film.decode(video=0)]
        tolerance = Fraction(FPS, 1000) / 2 if encoding == "webm" else 0
        assert abs(Fraction(film.duration or 0, av.time_base) * FPS - len(expected)) <= max(tolerance * 2, 1e-4)
    if constant:
        assert len(frames) == len(expected)
    ends = [*(time for time, _ in frames[1:]), Fraction(len(expected))]
    assert all(abs(time - round(time)) <= tolerance for time, _ in frames)
    lasting = [round(end) - round(time) for (time, _), end in zip(frames, ends, strict=True)]
    assert max(lasting) <= (1 if constant else FPS)
    seen = [number for (_, number), lasts in zip(frames, lasting, strict=True) for _ in range(lasts)]
    assert seen == expected


def test_transparency_is_copied(tmp_path):
    """What WebM keeps beside a picture, its alpha, goes with it."""
    settings = RenderSettings(width=SIZE, height=SIZE, fps=FPS, encoding="webm", transparent=True)
    paths = []
    for part in range(2):
        paths.append(tmp_path / f"{part}.webm")
        with ClipEncoder(paths[-1], settings) as encoder:
            encoder.write(np.zeros((SIZE, SIZE, 4), np.uint8), 1)
            encoder.write(np.full((SIZE, SIZE, 4), 128, np.uint8), 1)
    target = joined(paths, tmp_path / "film.webm")
    assert b"\x53\xc0\x81\x01" in target.read_bytes(), "Matroska's AlphaMode, one byte long, is 1"
    with av.open(str(target)) as film:
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        frames = [frame for packet in film.demux(video=0) if packet.size for frame in decoder.decode(packet)]
    assert {frame.format.name for frame in frames} == {"yuva420p"}
    alphas = [np.frombuffer(bytes(frame.planes[3]), np.uint8)[:SIZE].mean() for frame in frames]
    assert alphas == pytest.approx([0, 128, 0, 128], abs=2)


@pytest.mark.parametrize(("encoding", "codec"), [("fast", "aac"), ("mov", "aac"), ("webm", "opus")])
def test_sounds_are_heard_when_they_begin(tmp_path, encoding, codec):
    """A sound becomes a stereo track at 48 kHz that starts with its sound and ends with the film."""
    tone = tmp_path / "tone.wav"
    with wave.open(str(tone), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((8000 * np.sin(np.arange(2 * RATE) / 10)).astype("<i2").tobytes())
    path = clip(tmp_path / "a.clip", range(FPS * 2), encoding=encoding)
    ending = encoding_of(RenderSettings(encoding=encoding)).ending
    target = joined([path], tmp_path / f"film{ending}", sounds=[Sound(tone, 0.75)], captions=[Mark(0, 1, "words")])
    with av.open(str(target)) as film:
        stream = film.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == (codec, RATE, 2)
        heard = np.concatenate([frame.to_ndarray() for frame in film.decode(stream)], axis=1)
        # Opus says how much of its beginning is to be thrown away, and counts it.
        assert film.duration == pytest.approx(2_000_000, abs=10_000 if codec == "opus" else 1)
    begins = np.argmax(np.abs(heard) > 0.1, axis=1)
    assert begins == pytest.approx([0.75 * RATE] * 2, abs=20)
    assert np.abs(heard[:, : int(0.74 * RATE)]).max() < 0.01


def test_captions_in_webm(tmp_path):
    """WebM has captions as WebVTT, in which signs that mean something there are escaped."""
    path = clip(tmp_path / "a.webm", range(60), encoding="webm")
    captions = [Mark(0.5, 1, r"a < b & {c} \N"), Mark(1.5, 99, "end")]
    with av.open(str(joined([path], tmp_path / "film.webm", captions))) as film:
        track = film.streams.subtitles[0]
        found = [
            (seconds(packet.pts, packet.time_base), seconds(packet.duration, packet.time_base), bytes(packet).decode())
            for packet in film.demux(track)
            if packet.size
        ]
    assert track.codec_context.name == "webvtt"
    assert found == [
        (Fraction(1, 2), Fraction(1, 2), r"a &lt; b &amp; {c} \N"),
        (Fraction(3, 2), Fraction(1, 2), "end"),
    ]
