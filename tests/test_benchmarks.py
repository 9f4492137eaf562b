"""What the benchmarks measure with: processes of known cost, films of known error."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, cast

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.packet import Packet
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from explainers.production.catalogue import find_scene
from explainers.spec.errors import BadInput, MathframesError
from tests.benchmarks.bench import chosen
from tests.benchmarks.cases import BENCHMARKS
from tests.benchmarks.films import Sample, decoded_rgb, frame_count, frames_at, luma, planes, samples
from tests.benchmarks.floor import encoding_floor, groups_of_pictures
from tests.benchmarks.measuring import Cost, measure
from tests.benchmarks.outcome import Row, Verdict
from tests.benchmarks.programs import SCENES, OurScene, StockManim
from tests.benchmarks.quality import IDENTICAL, compare, decibels
from tests.benchmarks.race import Race, Ratio, ratio_verdict
from tests.benchmarks.reuse import imported_modules, written

FPS = 10
WIDTH, HEIGHT = 96, 64
Pixels = npt.NDArray[np.uint8]

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")

BURN = """
import subprocess, sys, time
megabytes, seconds, wait, *child = sys.argv[1:]
held = b"x" * int(float(megabytes) * 1e6)
process = subprocess.Popen([sys.executable, "-S", __file__, *child]) if child else None
until = time.process_time() + float(seconds)
while time.process_time() < until: pass
time.sleep(1.5)
if process and wait == "wait": process.wait()
print(time.process_time(), flush=True)
"""
"""Holds memory (in megabytes) and burns processor time, beside a child that does the same; waits for it or not.

Each says what it used, by its own account.
"""


def cost(tmp_path: Path, program: str, *arguments: str) -> Cost:
    """Measure a Python program."""
    script = tmp_path / "program.py"
    script.write_text(program)
    return measure([sys.executable, str(script), *arguments], tmp_path, tmp_path / "log")


@on_linux
@pytest.mark.parametrize("wait", ["wait", "leave"])
def test_descendants_count(tmp_path: Path, wait: str) -> None:
    """Processor time and memory are of all three generations, whether a parent waits for its child or not."""
    idle = cost(tmp_path, BURN, "0", "0", wait, "0", "0", wait, "0", "0", wait)
    busy = cost(tmp_path, BURN, "40", "0.1", wait, "40", "0.2", wait, "40", "0.4", wait)
    accounts = [float(line) for line in (tmp_path / "log").read_text().split()]
    assert len(accounts) == 3
    assert 0.7 < sum(accounts) == pytest.approx(busy.cpu, abs=0.15)
    assert busy.peak - idle.peak == pytest.approx(120e6, rel=0.25)


@on_linux
def test_a_program_that_fails_is_an_error(tmp_path: Path) -> None:
    """A run that failed is never a time: its status and last words are said."""
    with pytest.raises(MathframesError, match=r"ended with 3: .*out of chalk"):
        cost(tmp_path, "import sys; print('out of chalk'); sys.exit(3)")


def film(path: Path, pictures: Sequence[tuple[Pixels, int]], codec: str = "libx264rgb", **options: str) -> Path:
    """Write pictures (red, green, blue) with the frames that each stands for; lossless unless options say otherwise."""
    with av.open(str(path), "w") as container:
        settings = {"qp": "0", "bf": "0", "preset": "ultrafast"} | options
        stream = cast(VideoStream, container.add_stream(codec, rate=FPS, options=settings))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "rgb24" if codec == "libx264rgb" else "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, FPS)
        start = 0
        packets: list[Packet[Any]] = []
        for pixels, repeat in pictures:
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = start, Fraction(1, FPS)
            packets += stream.encode(frame)
            start += repeat
        for packet, (_, repeat) in zip([*packets, *stream.encode()], pictures, strict=True):
            packet.duration = repeat
            container.mux(packet)
    return path


def noise(mean: int, seed: int) -> Pixels:
    """Blocks of two by two pixels of one grey each: 4:2:0 loses nothing of them."""
    blocks = np.random.default_rng(seed).integers(mean - 40, mean + 40, (HEIGHT // 2, WIDTH // 2, 1), dtype=np.uint8)
    return np.repeat(np.repeat(np.repeat(blocks, 2, axis=0), 2, axis=1), 3, axis=2)


def test_decibels() -> None:
    """A difference of the whole range is 0 dB, of a tenth 20 dB (Salomon, Data Compression, 4th ed., 4.2.2)."""
    assert decibels(255**2) == 0
    assert decibels(25.5**2) == pytest.approx(20)
    assert decibels(0) == IDENTICAL


def test_known_noise_has_its_ratio(tmp_path: Path) -> None:
    """Pixels that are off by a fixed number of steps give the ratio of that number, in luma by 219 parts of 255."""
    exact = [(noise(100, seed), 1) for seed in range(12)]
    off = [(picture + np.uint8(10 if seed % 2 else 0), 1) for seed, (picture, _) in enumerate(exact)]
    lossless = film(tmp_path / "exact.mp4", exact)
    found = compare(film(tmp_path / "off.mp4", off, codec="libx264"), lossless, FPS)
    assert found.rgb == pytest.approx(decibels(10**2 / 2), abs=0.3)
    assert found.luma == pytest.approx(decibels((10 * 219 / 255) ** 2 / 2), abs=0.3)
    assert found.worst == pytest.approx(decibels((10 * 219 / 255) ** 2), abs=0.3)


def test_a_faithful_film_loses_only_rounding(tmp_path: Path) -> None:
    """A lossless 4:2:0 film of such blocks is off by the rounding of eight bits alone: about 59 dB."""
    pictures = [(noise(100, seed), 1) for seed in range(4)]
    lossless = film(tmp_path / "exact.mp4", pictures)
    found = compare(film(tmp_path / "same.mp4", pictures, codec="libx264"), lossless, FPS)
    assert found.luma > 55
    assert found.rgb > 50


def test_each_standard_has_its_own_luma() -> None:
    """White is 235 and black 16 in both; pure green weighs 0.7152 in BT.709 and 0.587 in BT.601."""
    colours = np.array([[[255, 255, 255], [0, 0, 0], [0, 255, 0]]], np.uint8)
    assert luma(colours, Colorspace.ITU709)[0] == pytest.approx([235, 16, 16 + 219 * 0.7152], abs=1e-3)
    assert luma(colours, Colorspace.ITU601)[0] == pytest.approx([235, 16, 16 + 219 * 0.587], abs=1e-3)


@pytest.mark.parametrize(
    ("standard", "stored"), [(Colorspace.ITU709, (63, 102, 240)), (Colorspace.DEFAULT, (81, 90, 240))]
)
def test_red_is_decoded_by_its_standard(standard: Colorspace, stored: tuple[int, int, int]) -> None:
    """Pure red as the colour bars of each standard have it; what says nothing is BT.601, as FFmpeg takes it."""
    frame = av.VideoFrame(4, 4, "yuv420p")
    frame.colorspace = standard
    for plane, value in zip(frame.planes, stored, strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    assert decoded_rgb(frame)[2, 2] == pytest.approx([255, 0, 0], abs=2)


def test_held_pictures_count_as_long_as_they_stand(tmp_path: Path) -> None:
    """A picture stored once is seen at every frame it stands for, wherever decoding begins."""
    lengths = (1, 4, 1, 12, 2)
    pictures = [(np.full((HEIGHT, WIDTH, 3), 40 * n, np.uint8), lasts) for n, lasts in enumerate(lengths, start=1)]
    path = film(tmp_path / "held.mp4", pictures, g="3")
    seen = [40 * n for n, lasts in enumerate(lengths, start=1) for _ in range(lasts)]
    assert frame_count(path, FPS) == len(seen) == 20
    assert [sample.frame for sample in samples(path, FPS)] == [0, 1, 5, 6, 18]
    for wanted in (range(20), [7, 17], [19], [4, 5, 6], []):
        found = [int(frame.to_ndarray(format="rgb24")[0, 0, 0]) for frame in frames_at(path, wanted, FPS)]
        assert found == [seen[frame] for frame in wanted]


def test_groups_begin_with_key_frames() -> None:
    """Every picture is in one group, and each group can be decoded by itself."""
    stored = [Sample(0, True), Sample(1, False), Sample(9, False), Sample(10, True), Sample(11, True)]
    assert groups_of_pictures(stored) == [(0, 1, 9), (10,), (11,)]


def test_the_floor_encodes_what_the_film_stores(tmp_path: Path) -> None:
    """As many pictures as the film holds, not as many as it has frames; and it takes time."""
    pictures = [(noise(100, seed), repeat) for seed, repeat in enumerate([1, 1, 5, 1, 3, 1])]
    path = film(tmp_path / "film.mp4", pictures, g="2")
    floor = encoding_floor(path, path, FPS, "libx264", {"preset": "medium"})
    assert floor.pictures == 6
    assert 0 < floor.wall < floor.cpu + 1
    assert planes(next(frames_at(film(tmp_path / "a.mp4", pictures, codec="libx264"), [0], FPS)))[1].shape == (32, 48)


def test_targets_bound_from_the_right_side() -> None:
    """At least is met from above, at most from below, and what has no target is neither met nor missed."""
    assert Verdict("", 2.5, at_least=2.5).met
    assert not Verdict("", 2.4, at_least=2.5).met
    assert Verdict("", 0, at_most=0).met
    assert not Verdict("", 1.51, at_most=1.5).met
    assert Verdict("", 1).met is None


def test_reading_what_was_imported() -> None:
    """Python's own report of its imports is read, whatever else is printed between."""
    log = "import time: self [us] | cumulative | imported package\nfilm.mp4\nimport time:  12 |  34 |   manim.scene\n"
    assert imported_modules(log) == ["manim.scene"]


def test_a_file_written_anew_is_another_file(tmp_path: Path) -> None:
    """Looking at a file changes nothing; replacing it, even by the same bytes, does."""
    (tmp_path / "a").write_bytes(b"same")
    before = written(tmp_path)
    (tmp_path / "a").read_bytes()
    (tmp_path / "a").touch()
    assert written(tmp_path) == before
    (tmp_path / "b").write_bytes(b"same")
    (tmp_path / "b").replace(tmp_path / "a")
    assert written(tmp_path) != before


def row(program: str, wall: float, frames: int, start: float) -> Row:
    """A row in which nothing else matters."""
    return Row(program, wall, cpu=wall, peak=0, walls=(wall,), frames=frames, start=start)


@pytest.mark.parametrize(("of", "expected"), [("wall", 6), ("frame", 12), ("moving frame", 15)])
def test_ratios(of: Literal["wall", "frame", "moving frame"], expected: float) -> None:
    """60 s for 50 frames against 10 s for 100; without starts of 10 s and 10/3 s it is 1 s against 1/15 s a frame."""
    rows = {"manim": row("manim", 60, 50, 10), "fast": row("fast", 10, 100, 10 / 3)}
    verdict = ratio_verdict(rows, Ratio("manim", "fast", 10, of=of))
    assert verdict.value == pytest.approx(expected)
    assert verdict.met == (expected >= 10)


def test_every_scene_is_there() -> None:
    """What the benchmarks name exists: a mistyped class would show after minutes of other benchmarks."""
    races = [benchmark for benchmark in BENCHMARKS if isinstance(benchmark, Race)]
    assert len({benchmark.name for benchmark in BENCHMARKS}) == len(BENCHMARKS) == 10
    for program in [program for race in races for program in (*race.programs, *(exact for _, exact in race.exact))]:
        if isinstance(program, StockManim):
            tree = ast.parse((SCENES / program.file).read_text(encoding="utf-8"))
            defined = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
            made = {
                target.id
                for node in tree.body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            assert set(program.scenes) <= defined | made
        elif isinstance(program, OurScene):
            assert find_scene(f"{SCENES / program.file}:{program.scene}", SCENES).class_name == program.scene
    for race in races:
        names = [program.name for program in race.programs]
        assert len(set(names)) == len(names)
        assert {name for name, _ in race.exact} | set(race.decoded) <= set(names)
        assert {name for ratio in race.ratios for name in (ratio.slow, ratio.quick)} <= set(names)


def test_the_command_names_the_nearest_benchmark() -> None:
    """A mistyped name is refused before anything runs."""
    with pytest.raises(BadInput, match="Did you mean 'surface'"):
        chosen(("surfaces",))
    slow = {"lesson", "studio"}
    assert [benchmark.name for benchmark in chosen(())] == [each.name for each in BENCHMARKS if each.name not in slow]
