"""What a call's arguments mean: settings, jobs, folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainers.production.jobs import SceneJob, SceneOutline
    from explainers.production.media import Media
    from explainers.spec.settings import RenderSettings
    from explainers.spec.voice import VoiceChoice


def settings_of(base: RenderSettings | None = None, **picture: Any) -> RenderSettings:
    """Settle how pictures are made: by the options that are given, else as `base` says, else as usual."""
    from pydantic import ValidationError

    from explainers.spec.errors import BadInput
    from explainers.spec.explain import explain
    from explainers.spec.settings import RenderSettings

    try:
        return RenderSettings.of(base=base, **picture)
    except ValidationError as error:
        raise BadInput(explain(error)) from None


def job_of(
    scene: str, flags: Sequence[str], settings: RenderSettings | None = None, voice: str | None = None
) -> SceneJob:
    """Find a scene and read the flags that are its parameters."""
    from explainers.production.catalogue import find_scene
    from explainers.production.flags import parse_flags
    from explainers.production.jobs import SceneJob
    from explainers.production.voices import of_scene

    source = find_scene(scene, Path.cwd())
    params = parse_flags(flags)
    job = SceneJob(id=source.name, source=source, params=params, folder=Path.cwd(), settings=settings or settings_of())
    choice = asked_voice(voice)
    return job if choice is None else replace(job, voice=of_scene(choice, job.id))


def asked_voice(text: str | None) -> VoiceChoice | None:
    """The voice that a flag asks for; None if there is no flag. Its paths are counted from here."""
    if text is None:
        return None

    from explainers.production.voices import located
    from explainers.spec.voice import parse_voice

    return located(parse_voice(text), Path.cwd())


def side_by_side(workers: int | None) -> int:
    """How many processes work at once: as many as cores if it is left open."""
    return workers or os.cpu_count() or 1


def outline_of(job: SceneJob) -> SceneOutline:
    """Settle a scene's numbers and words without filming it."""
    from explainers.production.pool import WorkerPool

    with WorkerPool(1, 1, media_of("media").cache) as pool:
        (outline,) = pool.outlines([job])
    return outline


def media_of(folder: str) -> Media:
    """The folder of all that is rendered."""
    from explainers.production.media import Media

    return Media(Path(folder))
