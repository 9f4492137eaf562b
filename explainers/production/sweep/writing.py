"""The files of a sweep, each written beside its place and moved in when it is whole; the index comes last."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from explainers.production.contact_sheet import SheetEntry, contact_sheet
from explainers.production.filming import found_painted, shown_of, write_film
from explainers.production.fingerprint import Sources, digest
from explainers.production.flags import written
from explainers.production.media import Media, disk_errors_named, move_into_place, partial_folder
from explainers.production.sweep.answers import QUESTIONS, answer_files, write_answers, write_questions
from explainers.production.sweep.filming import FilmedRow, PlannedRow
from explainers.production.sweep.page import write_page
from explainers.production.sweep.plan import INDEX, Sweep
from explainers.production.sweep.rows import Failure
from explainers.spec.sweep_index import FailedRow, SweepIndex, SweptRow

PAGE = "index.html"
ON_A_SHEET = 48
"""Pictures of one contact sheet: more of them have a second one."""


def sweep_key(sweep: Sweep, planned: Sequence[PlannedRow], sources: Sources) -> str:
    """A key of all the files: what they show, what they are called, and how they are written."""
    own = sorted(sources.digest(file) for file in Path(__file__).parent.glob("*.py"))
    rows = [[row_key(sweep, row), row.row.name, row.row.label] for row in planned]
    return digest([*own, sweep.exercises, sweep.rows.title, rows])


def row_key(sweep: Sweep, row: PlannedRow) -> str:
    """The key of a row's own file."""
    return digest([*row.keys, sweep.format])


def read_index(folder: Path) -> SweepIndex | None:
    """The index that an earlier run has left, or None if there is none that can be read."""
    try:
        return SweepIndex.model_validate_json((folder / INDEX).read_bytes())
    except (OSError, ValidationError):
        return None


def is_finished(sweep: Sweep, index: SweepIndex, key: str) -> bool:
    """Whether an earlier run has made all there is to make, and nothing of it was lost."""
    outside = answer_files(sweep.folder) if sweep.exercises else ()
    return (
        index.key == key
        and not index.failed
        and all(_is_there(sweep.folder / name, size) for name, size in index.files.items())
        and all(path.is_file() for path in outside)
    )


def write_sweep(
    sweep: Sweep, rows: Sequence[FilmedRow], failures: Sequence[Failure], key: str, media: Media
) -> SweepIndex:
    """Write what was filmed, sheet, page and index; what an earlier run has written of the same rows stays as it is."""
    earlier = read_index(sweep.folder)
    with disk_errors_named(str(sweep.folder)), partial_folder(sweep.folder.parent) as partial:
        (partial / "stills").mkdir()
        swept = tuple(_swept(sweep, row) for row in rows)
        for row, entry in zip(rows, swept, strict=True):
            if not _was_made(entry, earlier, sweep.folder):
                _write_row(sweep, row, entry, media, partial)
        _write_sheets(sweep, rows, swept, media, partial)
        if sweep.exercises:
            write_questions(rows, partial / QUESTIONS)
        index = SweepIndex(
            scene=sweep.job.source.name,
            title=rows[0].scenes[0].title,
            table=sweep.rows.title,
            format=sweep.format,
            theme=sweep.job.settings.theme,
            width=sweep.job.settings.width,
            height=sweep.job.settings.height,
            exercises=sweep.exercises,
            key=key,
            rows=swept,
            failed=tuple(FailedRow(name=failure.name, message=failure.message) for failure in failures),
            files={},
        )
        write_page(index, partial / PAGE)
        index = index.model_copy(update={"files": _sizes(partial, swept, sweep.folder)})
        if sweep.exercises:
            _write_answers(sweep, rows, partial)
        _publish(partial, index, earlier, sweep.folder)
    return index


def _swept(sweep: Sweep, row: FilmedRow) -> SweptRow:
    scene = shown_of(row.planned.job, row.scenes[0])
    name = row.planned.row.name
    file = f"{name}.{sweep.format}"
    return SweptRow(
        name=name,
        label=row.planned.row.label or described(row.planned) or name,
        params=dict(row.planned.job.params),
        file=file,
        still=file if len(row.scenes) == 1 and not sweep.moves else f"stills/{name}.png",
        seconds=scene.frames / sweep.job.settings.fps if sweep.moves else 0.0,
        words=" ".join(beat.words for beat in scene.beats if beat.words),
        alt=scene.beats[-1].alt,
        questions=tuple(question.text for question in scene.practice),
        key=row_key(sweep, row.planned),
    )


def described(row: PlannedRow) -> str:
    """A row's parameters in a few words; without the seed, where the row is called after it."""
    given = {name: written(value) for name, value in row.job.params.items()}
    return ", ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in given.items()
        if name != "seed" or row.row.label != f"Seed {value}"
    )


def _write_row(sweep: Sweep, row: FilmedRow, entry: SweptRow, media: Media, folder: Path) -> None:
    scene = shown_of(row.planned.job, row.scenes[0])
    if sweep.moves:
        settings = sweep.renditions[0].settings
        write_film(replace(row.planned.job, settings=settings), scene, media, folder / entry.file)
    else:
        (still,) = found_painted(media, [scene.beats[-1].still])
        shutil.copyfile(still, folder / entry.file)
    if entry.still != entry.file:
        shutil.copyfile(_still(row, media), folder / entry.still)


def _still(row: FilmedRow, media: Media) -> Path:
    """The last picture of a row, with a ground."""
    (still,) = found_painted(media, [shown_of(row.planned.job, row.scenes[-1]).beats[-1].still])
    return still


def _write_sheets(
    sweep: Sweep, rows: Sequence[FilmedRow], swept: Sequence[SweptRow], media: Media, folder: Path
) -> None:
    """Write the last pictures of all rows, with what they are called and given."""
    entries = [
        SheetEntry(
            still=_still(row, media),
            heading=entry.label,
            words=" ".join([_given(row, entry), *(entry.questions[:1] if sweep.exercises else ())]),
        )
        for row, entry in zip(rows, swept, strict=True)
    ]
    for number, start in enumerate(range(0, len(entries), ON_A_SHEET), start=1):
        name = "sheet.png" if number == 1 else f"sheet-{number}.png"
        title = f"{rows[0].scenes[0].title} · {sweep.rows.title}"
        contact_sheet(entries[start : start + ON_A_SHEET], folder / name, title=title, theme=sweep.job.settings.theme)


def _given(row: FilmedRow, entry: SweptRow) -> str:
    """What a row is given, unless its heading says it already."""
    text = described(row.planned)
    return "" if not text or text == entry.label else f"{text[:1].upper()}{text[1:]}."


def _write_answers(sweep: Sweep, rows: Sequence[FilmedRow], partial: Path) -> None:
    targets = answer_files(sweep.folder)
    beside = [partial / target.name for target in targets]
    write_answers(rows, *beside)
    for path, target in zip(beside, targets, strict=True):
        move_into_place(path, target)


def _was_made(entry: SweptRow, earlier: SweepIndex | None, folder: Path) -> bool:
    """Whether an earlier run has written the same file, and it is still there."""
    if earlier is None or entry.key not in {row.key for row in earlier.rows if row.file == entry.file}:
        return False
    return all(name in earlier.files and _is_there(folder / name, earlier.files[name]) for name in _files(entry))


def _files(entry: SweptRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entry.file, entry.still)))


def _is_there(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _sizes(partial: Path, swept: Sequence[SweptRow], folder: Path) -> dict[str, int]:
    """The size of every file: of this run, or where an earlier one has put it."""
    sizes = {
        str(path.relative_to(partial)): path.stat().st_size for path in sorted(partial.rglob("*")) if path.is_file()
    }
    for name in (name for entry in swept for name in _files(entry)):
        sizes.setdefault(name, (folder / name).stat().st_size if name not in sizes else 0)
    return sizes


def _publish(partial: Path, index: SweepIndex, earlier: SweepIndex | None, folder: Path) -> None:
    """Move the new files over the old, the index last, and remove what an earlier run made of rows that are gone.

    What it made of a row that fails now stays: a slip of the pen in the table loses nothing.
    """
    for name in index.files:
        if (partial / name).is_file():
            move_into_place(partial / name, folder / name)
    (partial / INDEX).write_text(index.model_dump_json(indent=1), encoding="utf-8")
    move_into_place(partial / INDEX, folder / INDEX)
    kept = {failure.name for failure in index.failed}
    for name, size in (earlier.files if earlier is not None else {}).items():
        if name not in index.files and Path(name).stem not in kept and _is_there(folder / name, size):
            (folder / name).unlink()
