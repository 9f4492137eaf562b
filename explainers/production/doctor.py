"""What the project needs, whether it is there, and what mends it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from explainers.narration.programs import ESPEAK_CURE, PIPER_CURE

NEEDED = (
    *("manim", "typst", "av", "numpy", "scipy", "sympy", "pydantic", "PyYAML", "pillow", "pycairo", "contourpy"),
    "python-pptx",
)
FREE_SPACE = 2 * 1024**3
"""Bytes that a few lessons with their cache take."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    line: str
    good: bool


def examine() -> tuple[Finding, ...]:
    """Look at Python, the libraries, the encoder, the programs that speak and the disk."""
    return (_python(), *_libraries(), _encoder(), _typesetting(), *_voices(), _disk())


def _python() -> Finding:
    number = ".".join(str(part) for part in sys.version_info[:3])
    if (3, 11) <= sys.version_info < (3, 14):
        return Finding(f"ok       Python {number}", True)
    return Finding(f"missing  Python 3.11 to 3.13 (this is {number}). Install one, then run: ./run setup", False)


def _libraries() -> Iterator[Finding]:
    for library in NEEDED:
        try:
            found = version(library)
        except PackageNotFoundError:
            yield Finding(f"missing  {library}. Run: ./run setup", False)
            continue
        if library == "manim" and not found.startswith("0.22."):
            yield Finding(f"wrong    manim {found}; 0.22 is needed. Run: ./run setup", False)
        else:
            yield Finding(f"ok       {library} {found}", True)


def _encoder() -> Finding:
    try:
        import av

        av.codec.Codec("libx264", "w")
    except Exception as error:
        return Finding(f"missing  the H.264 encoder of PyAV ({error}). Run: ./run setup", False)
    return Finding("ok       H.264 encoder", True)


def _typesetting() -> Finding:
    try:
        import typst

        typst.compile(b"$ x^2 $", format="svg", font_paths=typst.Fonts(include_system_fonts=False))
    except Exception as error:
        return Finding(f"missing  typesetting by Typst ({error}). Run: ./run setup", False)
    return Finding("ok       typesetting", True)


def _voices() -> Iterator[Finding]:
    """The programs that speak: whoever does without them misses nothing."""
    for voice, program, cure in (("espeak", "espeak-ng", ESPEAK_CURE), ("piper", "piper", PIPER_CURE)):
        if shutil.which(program):
            yield Finding(f"ok       {program}, for --voice {voice}", True)
        else:
            yield Finding(f"without  {program}, for --voice {voice}. {cure}", True)


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    shown = f"{free / 1024**3:.1f} GB free on this disk"
    if free < FREE_SPACE:
        return Finding(f"low      {shown}. Delete media/cache, or other things", False)
    return Finding(f"ok       {shown}", True)
