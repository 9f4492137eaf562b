"""What a sweep is asked to make, and what of it is known before a process is started."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from explainers.production.clips.formats import moves, rendition_of, settings_of_clips
from explainers.production.clips.plan import rendition_key
from explainers.production.fingerprint import Sources, digest, scene_key
from explainers.production.jobs import SceneJob
from explainers.production.media import Media, move_into_place, partial_folder, recorded_scene
from explainers.production.sweep.rows import Row, Rows
from explainers.production.sweep.settling import Columns, Settled, Trial
from explainers.production.sweep.vary import Varied
from explainers.spec.errors import BadInput
from explainers.spec.manifest import RenderedScene
from explainers.spec.rendition import Rendition

INDEX = "index.json"


@dataclass(frozen=True)
class Sweep:
    """One scene, many rows.

    Parameters
    ----------
    job
        What is common to all rows; its `shown` are the beats that are asked for.
    exercises
        Whether answers stay out of the folder: then the first beat alone is shown, if none is asked for.
    """

    job: SceneJob
    rows: Rows
    varied: tuple[Varied, ...]
    format: str
    exercises: bool
    folder: Path

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """What is filmed of each row: its file, and a still with a ground for sheet and page, if it brings none."""
        settings = settings_of_clips(self.format, self.job.settings)
        own = replace(rendition_of(self.format, settings, loops=False), apart=False)
        if own.still == ".png" and not settings.transparent:
            return (own,)
        grounded = settings.model_copy(update={"transparent": False, "encoding": "fast"})
        return own, Rendition.usual(grounded, stills=".png")

    @property
    def moves(self) -> bool:
        return moves(self.format)

    @property
    def columns(self) -> Columns:
        """The parameters that are set, to be checked."""
        return Columns(self.job, self.rows.columns, self.rows.heading, self.varied)

    def trial(self, row: Row) -> Trial:
        """A row before it is settled."""
        job = replace(self.job, id=row.name, params={**self.job.params, **row.params})
        return Trial(job, self.varied, row.seed, self.exercises)

    def settled_job(self, row: Row, settled: Settled) -> SceneJob:
        """A row as it is filmed."""
        return replace(self.job, id=row.name, params=settled.params, shown=settled.shown)


def require_sense(sweep: Sweep) -> None:
    """Refuse at once what is said in two places.

    Raises
    ------
    BadInput
        If a parameter is a flag and a column, or varies and is given.
    """
    for name in sweep.rows.columns:
        if name in sweep.job.params:
            raise BadInput(f"{name}: is a column of the table, and a flag. Leave out one of them.")
    for varied in sweep.varied:
        if varied.name in (*sweep.rows.columns, *sweep.job.params, "seed"):
            given = "counts the rows" if varied.name == "seed" else "is given, too"
            raise BadInput(f"vary: {varied.name} {given}. Leave it out here, or there.")


def settled_before(sweep: Sweep, row: Row, media: Media, sources: Sources) -> Settled | None:
    """A row as it was settled in an earlier run; without anything to be drawn or chosen, as it stands."""
    if not sweep.varied and not (sweep.exercises and not sweep.job.shown):
        return Settled(params={**sweep.job.params, **row.params}, shown=sweep.job.shown)
    with suppress(OSError, ValidationError):
        return Settled.model_validate_json(_record(sweep.trial(row), media, sources).read_bytes())
    return None


def remember_settled(trial: Trial, settled: Settled, media: Media, sources: Sources) -> None:
    """Note how a row was settled, for the next run."""
    target = _record(trial, media, sources)
    with partial_folder(media.cache) as partial:
        written = partial / target.name
        written.write_text(settled.model_dump_json(), encoding="utf-8")
        move_into_place(written, target)


def row_keys(sweep: Sweep, job: SceneJob, sources: Sources) -> tuple[str, ...]:
    """The keys of what comes of a settled row, one for each rendition."""
    keys = [rendition_key(job, rendition, sources) for rendition in sweep.renditions]
    return tuple(digest([key, *job.shown]) if job.shown else key for key in keys)


def filmed_before(keys: Sequence[str], job: SceneJob, media: Media) -> tuple[RenderedScene, ...]:
    """What came of a row in an earlier run; nothing, if any of it is missing."""
    found = [recorded_scene(media, key, job.shown) for key in keys]
    scenes = tuple(scene for scene in found if scene is not None)
    return scenes if len(scenes) == len(keys) else ()


def _record(trial: Trial, media: Media, sources: Sources) -> Path:
    varied = [repr(each) for each in trial.varied]
    key = digest([scene_key(trial.job, sources), *varied, trial.seed, trial.opens, *trial.job.shown])
    return media.record(f"{key}-settled")
