"""Who speaks a lesson's words: the voices there are, and their options."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from explainers.spec.errors import BadInput
from explainers.spec.explain import explain, quoted
from explainers.spec.nearest import nearest, unknown

VoiceName = Literal["silent", "recorded", "espeak", "piper"]


class _Choice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Silent(_Choice):
    """Nothing is heard: captions stand as long as reading aloud takes."""

    name: Literal["silent"] = "silent"


class Recorded(_Choice):
    """Sound files of somebody's own, a folder for each scene and a file for each beat: ``<scene id>/<beat>.wav``."""

    name: Literal["recorded"] = "recorded"
    folder: str = Field("recordings", description="The folder, beside the lesson", min_length=1)


class Espeak(_Choice):
    """The program espeak-ng."""

    name: Literal["espeak"] = "espeak"
    language: str = Field(
        "en-us", description="A voice that 'espeak-ng --voices' lists", pattern=r"^[A-Za-z0-9][A-Za-z0-9+_/-]*$"
    )
    speed: int = Field(160, ge=80, le=400, description="Words a minute")
    pitch: int = Field(50, ge=0, le=99, description="How high the voice is")


class Piper(_Choice):
    """The program piper, with a voice file."""

    name: Literal["piper"] = "piper"
    model: str = Field(description="The voice: a file .onnx, with its .onnx.json beside it", min_length=1)
    speaker: int | None = Field(None, ge=0, description="Which of the file's speakers, if it has several")
    speed: float = Field(1.0, ge=0.5, le=2.0, description="Times as fast as the voice is by itself")


CHOICES: dict[str, type[_Choice]] = {"silent": Silent, "recorded": Recorded, "espeak": Espeak, "piper": Piper}
AFTER_COLON = {"recorded": "folder", "espeak": "language", "piper": "model"}
"""The option that may be written behind the name, as in ``espeak:en-gb``."""


def _as_mapping(value: object) -> object:
    """Read ``espeak`` and ``espeak:en-gb`` as mappings, and refuse what no voice has."""
    if isinstance(value, BaseModel):
        return value
    raw: Any = value
    if isinstance(value, str):
        name, colon, option = value.strip().partition(":")
        raw = {"name": name.strip()}
        if colon and name in AFTER_COLON:
            raw[AFTER_COLON[name]] = option.strip()
        elif colon:
            raise ValueError(f"{quoted(value)} has more than a name. Write one of {', '.join(CHOICES)}")
    if not isinstance(raw, dict):
        raise ValueError(f"{quoted(value)} is not a voice. Write one of {', '.join(CHOICES)}")
    name = str(raw.get("name", ""))
    if not name:
        raise ValueError(f"its name is missing: 'name:' with one of {', '.join(CHOICES)}")
    if name not in CHOICES:
        raise ValueError(unknown("Voice", name, CHOICES).removesuffix("."))
    for key in raw:
        if key not in CHOICES[name].model_fields:
            near = nearest(str(key), CHOICES[name].model_fields)
            cure = f"Did you mean '{near}'?" if near else f"Known: {', '.join(CHOICES[name].model_fields)}"
            raise ValueError(f"unknown key {quoted(key)}. {cure}")
    if name == "piper" and not raw.get("model"):
        raise ValueError("piper needs a voice file. Write piper:FILE.onnx")
    return {key: given for key, given in raw.items() if given is not None}


VoiceChoice = Annotated[
    Annotated[Silent | Recorded | Espeak | Piper, Field(discriminator="name")], BeforeValidator(_as_mapping)
]
"""A voice with its options: in a lesson file a name, ``name:option``, or a mapping with the key ``name``."""


class _Asked(BaseModel):
    voice: VoiceChoice


def parse_voice(text: str) -> Silent | Recorded | Espeak | Piper:
    """Read a voice as a flag gives it: ``silent``, ``espeak:en-gb``, ``recorded:FOLDER``, ``piper:FILE.onnx``.

    Raises
    ------
    BadInput
        If there is no such voice, or its option will not do.
    """
    try:
        return _Asked.model_validate({"voice": text}).voice
    except ValidationError as error:
        raise BadInput(explain(error)) from None
