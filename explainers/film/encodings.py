"""What each encoding is. Nothing heavy is imported here: a plan is made before any encoder is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from explainers.spec.settings import EncodingName, RenderSettings

LARGE = 1920 * 1080
"""Pixels from which on the compiled conversion is worth it: it saves 4 ms a frame, and takes long to load."""


@dataclass(frozen=True)
class Encoding:
    """How pictures become a file.

    Parameters
    ----------
    codec, pixel_format, options
        As FFmpeg names them.
    container
        Of a clip.
    ending
        Of the film's file.
    reorders
        Whether pictures may be encoded in another order than they are shown in.
    joins
        Whether clips can be put together by copying; if not, one encoder must see the whole film.
    keeps_alpha
        Whether what is transparent stays so.
    """

    codec: str
    pixel_format: str
    options: Mapping[str, str]
    container: str
    ending: str
    reorders: bool = False
    joins: bool = True
    keeps_alpha: bool = False


ENCODINGS: dict[EncodingName, Encoding] = {
    # A constant quantiser: a film drawn on a flat ground gains nothing from x264's rate control, which moves bits from
    # the lines to the ground and has to look at each frame twice. Without B-frames no packet waits for a later one.
    # Nor do drawings gain from motion sought to fractions of a pixel, small partitions or smoothed block edges.
    "fast": Encoding(
        "libx264",
        "yuv420p",
        {
            "preset": "superfast",
            "qp": "26",
            "bf": "0",
            "x264-params": (
                "scenecut=0:weightp=0:chroma-qp-offset=-2:stitchable=1:"
                "subme=0:me=dia:merange=4:partitions=none:no-deblock=1"
            ),
        },
        container="mp4",
        ending=".mp4",
    ),
    # What Manim uses. Matroska keeps the times of frames that stand in another order than they are shown in.
    "small": Encoding(
        "libx264",
        "yuv420p",
        {"preset": "medium", "crf": "23", "x264-params": "stitchable=1"},
        container="matroska",
        ending=".mp4",
        reorders=True,
    ),
    # Without hidden reference frames each picture is a packet of its own, with its alpha beside it.
    "webm": Encoding(
        "libvpx-vp9",
        "yuv420p",
        {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "7", "lag-in-frames": "0", "row-mt": "0"},
        container="webm",
        ending=".webm",
    ),
    # ProRes is what Keynote, PowerPoint for Mac, Final Cut and Premiere read; every frame stands by itself.
    "mov": Encoding("prores_aw", "yuv422p10le", {"profile": "3", "vendor": "apl0"}, container="mov", ending=".mov"),
    # A palette for all frames, so all must be seen before the first is written.
    "gif": Encoding("gif", "pal8", {}, container="gif", ending=".gif", joins=False),
}

TRANSPARENT: dict[EncodingName, Encoding] = {
    "webm": replace(ENCODINGS["webm"], pixel_format="yuva420p", keeps_alpha=True),
    "mov": replace(
        ENCODINGS["mov"], pixel_format="yuva444p10le", options={"profile": "4", "vendor": "apl0"}, keeps_alpha=True
    ),
    "gif": replace(ENCODINGS["gif"], keeps_alpha=True),
}
"""The same for films without a background."""


def encoding_of(settings: RenderSettings) -> Encoding:
    """The encoding that settings ask for. One that cannot keep transparency is what it always is."""
    opaque = ENCODINGS[settings.encoding]
    return TRANSPARENT.get(settings.encoding, opaque) if settings.transparent else opaque


def conversion_is_compiled(pixel_format: str, width: int, height: int) -> bool:
    """Whether a compiled loop turns painted pixels into what the encoder takes; else swscale does."""
    return pixel_format == "yuv420p" and width * height >= LARGE


def modules_for(settings: RenderSettings) -> tuple[str, ...]:
    """Name the modules that write clips: loaded once, before painters begin, they need not be loaded by each."""
    painting = ("explainers.film.workshops", "explainers.film.segments")
    compiled = conversion_is_compiled(encoding_of(settings).pixel_format, settings.width, settings.height)
    return (*painting, "explainers.film.yuv_kernel") if compiled else painting
