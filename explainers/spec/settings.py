"""How a picture is made: size, frame rate, theme."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from explainers.spec.errors import BadInput
from explainers.spec.shape import Shape, pixels

ThemeName = Literal["dark", "light"]
Quality = Literal["l", "m", "h", "p", "k"]
EncodingName = Literal["fast", "small", "webm", "mov", "gif"]

QUALITIES: dict[str, tuple[int, int, int]] = {
    "l": (854, 480, 15),
    "m": (1280, 720, 30),
    "h": (1920, 1080, 60),
    "p": (2560, 1440, 60),
    "k": (3840, 2160, 60),
}
"""Manim's own letters: width and height in pixels, frames a second."""

_RESOLUTION = re.compile(r"([0-9]{1,6})\s*[xX×,]\s*([0-9]{1,6})")


class RenderSettings(BaseModel):
    """Everything that decides how a film comes out and is not the scene itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    width: int = Field(1920, ge=64, le=7680, description="Width in pixels")
    height: int = Field(1080, ge=64, le=4320, description="Height in pixels")
    fps: int = Field(60, ge=1, le=120, description="Frames a second")
    theme: ThemeName = Field("dark", description="Colours: dark or light")
    encoding: EncodingName = Field("fast", description="How pictures become a file")
    constant_frame_rate: bool = Field(False, description="A sample for every frame, also where a picture is held")
    transparent: bool = Field(False, description="No background, where the file can have none")

    @field_validator("width", "height")
    @classmethod
    def _even(cls, pixels: int) -> int:
        if pixels % 2:
            # 4:2:0 video stores one colour sample for two by two pixels.
            raise ValueError(f"{pixels} is odd; video needs an even number of pixels, such as {pixels + 1}")
        return pixels

    @classmethod
    def of(
        cls,
        *,
        quality: str | None = None,
        resolution: str | None = None,
        shape: Shape | None = None,
        fps: int | None = None,
        base: RenderSettings | None = None,
        **given: str | bool | None,
    ) -> RenderSettings:
        """Settle the settings: `base`, then the quality letter, then what is given by itself.

        A `shape` keeps the shorter side: 1080p is 1080x1080 as a square.

        Raises
        ------
        BadInput
            If the resolution is not of the form ``1280x720``, or given beside a shape.
        pydantic.ValidationError
            If a value is out of range.
        """
        settings = (base or cls()).model_dump()
        if quality is not None:
            settings["width"], settings["height"], settings["fps"] = QUALITIES[quality]
        if resolution is not None:
            if shape is not None:
                raise BadInput("resolution and aspect: a size has a shape. Give one of them.")
            settings["width"], settings["height"] = parse_resolution(resolution)
        if shape is not None:
            settings["width"], settings["height"] = pixels(shape, min(settings["width"], settings["height"]))
        if fps is not None:
            settings["fps"] = fps
        settings |= {name: value for name, value in given.items() if value is not None}
        return cls.model_validate(settings)


def parse_resolution(text: str) -> tuple[int, int]:
    """Read ``1280x720`` as (width, height)."""
    match = _RESOLUTION.fullmatch(text.strip())
    if match is None:
        raise BadInput(f"resolution: '{text}' is not a size. Write width x height, such as 1280x720.")
    return int(match[1]), int(match[2])
