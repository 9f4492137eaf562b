"""Questions for students, and their answers: two files that have the same rows, and never the same folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from explainers.production.flags import written
from explainers.production.sweep.filming import FilmedRow

QUESTIONS = "questions.csv"


def answer_files(folder: Path) -> tuple[Path, Path]:
    """Where the answers stand: beside the folder, so that it can be given away as it is."""
    return folder.with_name(f"{folder.name}-answers.csv"), folder.with_name(f"{folder.name}-answers.json")


def write_questions(rows: Sequence[FilmedRow], target: Path) -> None:
    """Write a row for each student: what is given, and what is asked."""
    _write_table(rows, [[each.text for each in row.scenes[0].practice] for row in rows], "question", target)


def write_answers(rows: Sequence[FilmedRow], table: Path, record: Path) -> None:
    """Write a row for each student with the answers; and all the numbers that the scene has worked out, as JSON."""
    _write_table(rows, [[each.answer for each in row.scenes[0].practice] for row in rows], "answer", table)
    everything = {
        row.planned.row.name: {
            "label": row.planned.row.label,
            "params": row.scenes[0].params,
            "practice": [each.model_dump() for each in row.scenes[0].practice],
            "numbers": row.scenes[0].numbers,
        }
        for row in rows
    }
    record.write_text(json.dumps(everything, indent=1, ensure_ascii=False), encoding="utf-8")


def _write_table(rows: Sequence[FilmedRow], texts: Sequence[Sequence[str]], what: str, target: Path) -> None:
    given = list(dict.fromkeys(name for row in rows for name in row.planned.job.params))
    count = max((len(each) for each in texts), default=0)
    # Spreadsheet programs take a file for UTF-8 by its byte order mark.
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["name", *given, *(f"{what} {number}" for number in range(1, count + 1))])
        for row, each in zip(rows, texts, strict=True):
            params = row.planned.job.params
            values = [written(params[name]) if name in params else "" for name in given]
            table.writerow([_plain(cell) for cell in (row.planned.row.label or row.planned.row.name, *values, *each)])


def _plain(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula: names come from other people."""
    return f"'{cell}" if cell[:1] in {"=", "@", "\t"} else cell
