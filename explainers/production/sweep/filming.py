"""Rows filmed side by side: those that fail are named, the others go on; what is in the cache is not filmed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explainers.production.filming import undamaged
from explainers.production.fingerprint import Sources
from explainers.production.jobs import SceneJob, SceneOutline
from explainers.production.media import Media, disk_errors_named, partial_folder, record_scene, require_writable
from explainers.production.pool import WorkerPool
from explainers.production.progress import Progress
from explainers.production.stock import trim
from explainers.production.sweep.plan import Sweep, filmed_before, remember_settled, row_keys, settled_before
from explainers.production.sweep.rows import Failure, Row
from explainers.production.sweep.settling import Settled, check_columns, settle
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.manifest import RenderedScene


@dataclass(frozen=True)
class PlannedRow:
    """A row that is settled, with the keys of what comes of it."""

    row: Row
    job: SceneJob
    keys: tuple[str, ...]


@dataclass(frozen=True)
class FilmedRow:
    """A row with what came of it in each rendition."""

    planned: PlannedRow
    scenes: tuple[RenderedScene, ...]


def planned_row(sweep: Sweep, row: Row, settled: Settled, sources: Sources) -> PlannedRow:
    """A settled row with its keys."""
    job = sweep.settled_job(row, settled)
    return PlannedRow(row, job, row_keys(sweep, job, sources))


def planned_before(sweep: Sweep, media: Media, sources: Sources) -> dict[str, PlannedRow]:
    """The rows that are known without a process that runs scenes, by name."""
    known = {row.name: (row, settled_before(sweep, row, media, sources)) for row in sweep.rows.rows}
    return {
        name: planned_row(sweep, row, settled, sources) for name, (row, settled) in known.items() if settled is not None
    }


def film_rows(
    sweep: Sweep, media: Media, progress: Progress, workers: int, sources: Sources
) -> tuple[list[FilmedRow], list[Failure]]:
    """Film every row that is not in the cache, in the order of the table; rows that cannot be made are named.

    Raises
    ------
    BadInput
        Before anything is filmed: for a column that is no parameter, or seeds that change nothing.
    """
    filmed = _kept(planned_before(sweep, media, sources), media)
    failures = list(sweep.rows.failures)
    missing = [row for row in sweep.rows.rows if row.name not in filmed]
    if missing:
        require_writable(media.cache)
        with WorkerPool(workers, len(missing), media.cache) as pool:
            outlined = _settle(sweep, missing, pool, media, sources, failures)
            again = _kept({planned.row.name: planned for planned, _ in outlined}, media)
            filmed |= again
            left = [(planned, outline) for planned, outline in outlined if planned.row.name not in again]
            filmed |= _film(sweep, left, pool, media, progress, failures)
        trim(media)
    failures.sort(key=lambda failure: sweep.rows.names.index(failure.name))
    return [filmed[row.name] for row in sweep.rows.rows if row.name in filmed], failures


def _kept(planned: dict[str, PlannedRow], media: Media) -> dict[str, FilmedRow]:
    """The rows that the cache holds whole."""
    found = {name: FilmedRow(row, filmed_before(row.keys, row.job, media)) for name, row in planned.items()}
    return {
        name: row for name, row in found.items() if row.scenes and all(undamaged(media, scene) for scene in row.scenes)
    }


def _settle(
    sweep: Sweep, rows: Sequence[Row], pool: WorkerPool, media: Media, sources: Sources, failures: list[Failure]
) -> list[tuple[PlannedRow, SceneOutline]]:
    """Settle rows; those that cannot be solved join the failures."""
    trials = [sweep.trial(row) for row in rows]
    (checked,) = pool.attempts(check_columns, [sweep.columns])
    if isinstance(checked, MathframesError):
        raise checked
    settled: list[tuple[PlannedRow, SceneOutline]] = []
    for row, trial, outcome in zip(rows, trials, pool.attempts(settle, trials), strict=True):
        if isinstance(outcome, MathframesError):
            failures.append(failed_row(row, outcome))
            continue
        settling, outline = outcome
        if sweep.exercises:
            remember_settled(trial, settling, media, sources)
        settled.append((planned_row(sweep, row, settling, sources), outline))
    _require_difference(sweep, [outline for _, outline in settled])
    return settled


def _require_difference(sweep: Sweep, outlines: Sequence[SceneOutline]) -> None:
    """Refuse exercises that are all the same: most scenes draw nothing, so a seed alone changes nothing."""
    if not sweep.exercises or sweep.varied or sweep.rows.columns or len(outlines) < 2:
        return
    if all(outline.numbers == outlines[0].numbers for outline in outlines):
        own = [parameter.name for parameter in outlines[0].parameters if parameter.name != "seed"]
        raise BadInput(
            f"seeds: the seed changes none of the numbers of '{sweep.job.source.name}'. Say what is to vary: "
            f"--vary {own[0] if own else 'NAME'}{' (known: ' + ', '.join(own) + ')' if own else ''}."
        )


def _film(
    sweep: Sweep,
    rows: Sequence[tuple[PlannedRow, SceneOutline]],
    pool: WorkerPool,
    media: Media,
    progress: Progress,
    failures: list[Failure],
) -> dict[str, FilmedRow]:
    """Film settled rows, the longest first; what is done is kept, whatever becomes of the others."""
    if not rows:
        return {}
    planned = {row.job.id: row for row, _ in rows}
    pool.prepare(sweep.job.settings)
    frames = {
        row.job.id: int(outline.seconds(row.job) * row.job.settings.fps) if sweep.moves else 0 for row, outline in rows
    }
    progress.begin(list(planned), sum(frames.values()))
    order = sorted(planned, key=lambda name: -frames[name])

    def failed(job: SceneJob, error: MathframesError) -> None:
        failures.append(failed_row(planned[job.id].row, error))
        progress.finish(job.id)

    filmed: dict[str, FilmedRow] = {}
    wanted = [(planned[name].job, sweep.renditions) for name in order]
    with partial_folder(media.cache) as partial:
        for job, scenes in pool.film_renditions(wanted, partial, progress, failed):
            with disk_errors_named(str(media.cache)):
                for key, scene in zip(planned[job.id].keys, scenes, strict=True):
                    record_scene(media, key, scene)
            progress.finish(job.id)
            filmed[job.id] = FilmedRow(planned[job.id], scenes)
    return filmed


def failed_row(row: Row, error: MathframesError) -> Failure:
    """A row's failure, named by its place in the table. What lies behind the error stays with it."""
    return Failure(row.name, f"{row.place}: {error}")
