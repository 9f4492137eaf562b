"""What a page may ask: one model for each message."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from explainers.spec.errors import BadInput
from explainers.spec.explain import explain
from explainers.spec.settings import Quality, ThemeName
from explainers.spec.shape import Shape
from explainers.studio.asked import Sort

LARGEST = 200_000
"""Characters of a message, but for a data file."""

LARGEST_DATA = 1_000_000
"""Bytes of a data file."""

LARGEST_MESSAGE = 3 * LARGEST_DATA
"""Bytes after which a page is no longer listened to: a data file in JSON is longer than by itself."""


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfScene(_Question):
    """Something about a scene as it is on screen."""

    scene: str
    params: dict[str, Any] = Field(default_factory=dict)
    theme: ThemeName = "dark"
    shape: Shape = "16:9"


class Show(OfScene):
    """To see a scene: its film, its picture at one moment, that as a file, its figure, or what the check finds."""

    do: Sort
    fps: int = Field(30, ge=5, le=60)
    width: int = Field(1280, ge=160, le=3840)
    seconds: float = Field(0.0, ge=0, le=3600)
    format: Literal["png", "svg", "pdf"] = "png"
    known: int = Field(0, ge=0)
    whole: bool = False


class Render(OfScene):
    """To have a scene's film rendered to a file, as the command line does it."""

    do: Literal["render"]
    quality: Quality = "h"
    format: Literal["mp4", "webm", "mov", "gif"] = "mp4"


class Cancel(_Question):
    """To end the rendering."""

    do: Literal["cancel"]


class Save(OfScene):
    """To write the parameters into the lesson that is open; else into a new one, whose file is to be called `name`."""

    do: Literal["save"]
    name: str = ""


class Stop(_Question):
    """To end all that runs for this page."""

    do: Literal["stop"]


class Data(_Question):
    """To keep a data file that was dropped on the page."""

    do: Literal["data"]
    name: str
    text: str


Question = Show | Render | Cancel | Save | Data | Stop
_MODELS: dict[str, type[Question]] = {
    **dict.fromkeys(("film", "moment", "still", "explore", "findings"), Show),
    "render": Render,
    "cancel": Cancel,
    "save": Save,
    "data": Data,
    "stop": Stop,
}


class NotUnderstood(BadInput):
    """A message that is no question; `about` is what it seems to be about."""

    def __init__(self, said: str, about: str = "") -> None:
        super().__init__(said)
        self.about = about


def understood(text: str) -> Question:
    """Read a message.

    Raises
    ------
    NotUnderstood
        One line, if it is none, or more than is allowed.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise NotUnderstood("That is not understood: it is not JSON.") from None
    about = raw.get("do") if isinstance(raw, dict) else None
    if len(text) > LARGEST and about != "data":
        raise NotUnderstood("That is not understood: the message is too large.")
    if not isinstance(about, str) or about not in _MODELS:
        raise NotUnderstood("That is not understood: nothing is asked for that is known.")
    try:
        return _MODELS[about].model_validate(raw)
    except ValidationError as error:
        raise NotUnderstood(f"That is not understood: {explain(error)}.", about) from None
