"""Checking scenes: each in a process of its own, and a report of what was found."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from explainers.production.jobs import SceneJob
from explainers.production.media import Media, require_writable
from explainers.spec.settings import ThemeName

if TYPE_CHECKING:
    from explainers.production.check_scene import CheckedScene

RATE = 12
"""Frames a second at which scenes are looked at: three flashes a second are six changes."""
REPORT = "report.txt"


def check_scenes(
    jobs: Sequence[SceneJob], themes: Sequence[ThemeName], media: Media, output: Path | None, workers: int
) -> Iterator[tuple[CheckedScene, str, Path]]:
    """Check scenes side by side; yield what was found in each, the report, and the folder it is in.

    Parameters
    ----------
    output
        Folder for reports and pictures; ``media/check/`` if left out. Each scene has a folder of its own in it.
    """
    require_writable(media.cache)
    folders = [(output or media.root / "check") / job.source.name for job in jobs]
    for folder in folders:
        _empty(folder)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=context) as processes:
        running = [
            processes.submit(_check, job, tuple(themes), media.cache, folder)
            for job, folder in zip(jobs, folders, strict=True)
        ]
        try:
            for future, folder in zip(running, folders, strict=True):
                checked = future.result()
                report = report_text(checked)
                (folder / REPORT).write_text(report + "\n", encoding="utf-8")
                yield checked, report, folder
        finally:
            for future in running:
                future.cancel()


def report_text(checked: CheckedScene) -> str:
    """Write what was found, a line each: number, beat, time, rule, what."""
    if not checked.findings:
        return f"{checked.name}: nothing found"
    count = len(checked.findings)
    lines = [f"{checked.name}: {count} finding{'s' if count > 1 else ''}"]
    for number, finding in enumerate(checked.findings, start=1):
        place = f"{finding.beat or '-':<12}{finding.time:6.1f} s"
        themes = f" [{finding.themes[0]}]" if len(finding.themes) == 1 else ""
        also = f" (also in {', '.join(finding.also_in)})" if finding.also_in else ""
        lines.append(f"{number:>4}  {place}  {finding.rule}: {finding.what}{themes}{also}")
    return "\n".join([*lines, *(f"      {picture}" for picture in checked.pictures)])


def _check(job: SceneJob, themes: tuple[ThemeName, ...], cache: Path, folder: Path) -> CheckedScene:
    from explainers.production.check_scene import check_scene

    return check_scene(job, themes, cache, folder)


def _empty(folder: Path) -> None:
    """Leave nothing of an earlier check: a picture without a report would mislead."""
    if folder.is_dir():
        for path in [*folder.glob("[0-9][0-9]*.png"), folder / REPORT]:
            path.unlink(missing_ok=True)
    elif folder.exists():
        shutil.rmtree(folder)
    require_writable(folder)
