"""What the check finds in the moment that is on screen, or in the whole scene, with boxes for the page to outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from explainers.film.check.sight import Finding
from explainers.production.check import RATE
from explainers.production.check_scene import check_moment, check_scene
from explainers.production.jobs import SceneJob
from explainers.studio.wire import message


def findings_of(run: int, job: SceneJob, moment: float | None, cache: Path) -> bytes:
    """Look at a moment of a scene, or at all of it, and write what was found.

    Raises
    ------
    MathframesError
        One line, if the scene cannot be shown.
    """
    theme = job.settings.theme
    if moment is not None:
        return _written(run, check_moment(job, theme, cache, moment))
    slower = replace(job, settings=job.settings.model_copy(update={"fps": RATE}))
    return _written(run, check_scene(slower, (theme,), cache).findings)


def _written(run: int, findings: Sequence[Finding]) -> bytes:
    described = [
        {
            "rule": finding.rule,
            "what": finding.what,
            "beat": finding.beat,
            "seconds": round(finding.time, 3),
            "boxes": [[round(side, 3) for side in (box.left, box.bottom, box.right, box.top)] for box in finding.where],
        }
        for finding in findings
    ]
    return message({"kind": "findings", "run": run, "findings": described})
