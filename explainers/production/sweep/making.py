"""A sweep carried out: what is missing is filmed, and files, sheet, page and index are written."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from explainers.production.fingerprint import Sources
from explainers.production.media import Media, require_writable
from explainers.production.progress import Progress
from explainers.production.sweep.answers import answer_files
from explainers.production.sweep.filming import film_rows, planned_before
from explainers.production.sweep.plan import Sweep, require_sense
from explainers.production.sweep.rows import Failure
from explainers.production.sweep.writing import is_finished, read_index, sweep_key, write_sweep
from explainers.spec.sweep_index import SweepIndex


@dataclass(frozen=True)
class SweepResult:
    """What came of a sweep. `index` is None if not one row could be made, `answers` is empty if none were asked for."""

    index: SweepIndex | None
    failures: tuple[Failure, ...]
    answers: tuple[Path, ...]
    reused: bool


def make_sweep(sweep: Sweep, media: Media, progress: Progress, workers: int) -> SweepResult:
    """Make a film or a still of each row; a row that fails is named, and the others are made.

    Raises
    ------
    BadInput
        Before anything is made: for a column that is no parameter, or a parameter that is given twice.
    """
    require_sense(sweep)
    sources = Sources(media.sources)
    answers = answer_files(sweep.folder) if sweep.exercises else ()
    known = planned_before(sweep, media, sources)
    earlier = read_index(sweep.folder)
    if earlier is not None and len(known) == len(sweep.rows.rows) and not sweep.rows.failures:
        planned = [known[row.name] for row in sweep.rows.rows]
        if is_finished(sweep, earlier, sweep_key(sweep, planned, sources)):
            return SweepResult(earlier, (), answers, reused=True)
    require_writable(sweep.folder)
    require_writable(media.cache)
    try:
        rows, failures = film_rows(sweep, media, progress, workers, sources)
    except BaseException:
        _leave_nothing(sweep.folder)
        raise
    sources.keep()
    if not rows:
        _leave_nothing(sweep.folder)
        return SweepResult(None, tuple(failures), (), reused=False)
    key = sweep_key(sweep, [row.planned for row in rows], sources)
    index = write_sweep(sweep, rows, failures, key, media)
    return SweepResult(index, tuple(failures), answers, reused=False)


def _leave_nothing(folder: Path) -> None:
    """Remove a folder that was made for nothing; one that holds anything stays."""
    with suppress(OSError):
        folder.rmdir()


def found_from(params: Mapping[str, str], folder: Path, other: Path) -> dict[str, str]:
    """Flags whose data file lies in `folder`, made whole where paths are counted from another folder."""
    return {
        name: str(folder / value) if value and not (other / value).is_file() and (folder / value).is_file() else value
        for name, value in params.items()
    }
