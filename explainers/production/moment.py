"""A still of one moment of a scene."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explainers.production.filming import STILLS, require_format
from explainers.production.jobs import SceneJob
from explainers.production.media import Media, disk_errors_named, move_into_place, partial_folder, require_writable
from explainers.production.pool import WorkerPool
from explainers.spec.errors import MathframesError


@dataclass(frozen=True)
class _Moment:
    job: SceneJob
    seconds: float
    file: Path


def render_moment(job: SceneJob, seconds: float, media: Media, target: Path | None) -> Path:
    """Write the picture of a moment, in seconds from the scene's beginning; its last if the scene ends before.

    Parameters
    ----------
    target
        The file; a PNG in the scene's own folder if none is given.

    Raises
    ------
    MathframesError
        One line, if the scene cannot be shown, or the file not be written.
    """
    target = target or media.scene(job.source.name) / f"{job.source.name}.png"
    require_format(target, STILLS, "a moment", f"{job.source.name}.png")
    require_writable(target.parent)
    require_writable(media.cache)
    with disk_errors_named(str(target)), partial_folder(media.cache) as partial:
        written = partial.resolve() / target.name
        with WorkerPool(1, 1, media.cache) as pool:
            (outcome,) = pool.attempts(_write, [_Moment(job, seconds, written)])
        if isinstance(outcome, MathframesError):
            raise outcome
        move_into_place(written, target)
    return target


def _write(moment: _Moment, cache: Path) -> None:
    """What the worker does: only there Manim is loaded."""
    from explainers.production.staging import moment_of, staged, write_picture

    picture = moment_of(moment.job, staged(moment.job, cache), moment.seconds)
    write_picture(moment.job, picture, moment.file)
