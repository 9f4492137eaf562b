"""Rows settled where scenes run: what varies is drawn, and the scene solved, before anything is filmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from explainers.production.jobs import SceneJob, SceneOutline
from explainers.production.sweep.vary import Varied
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.nearest import unknown

DRAWS = 200
"""How often values are drawn that the scene refuses, before a row is given up."""


class Settled(BaseModel):
    """A row as it will be filmed: its raw parameters with those that were drawn, and the beats that are shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    params: dict[str, Any]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """A row before it is settled.

    Parameters
    ----------
    opens
        Whether the first beat alone is shown, which asks the question.
    """

    job: SceneJob
    varied: tuple[Varied, ...]
    seed: int
    opens: bool


@dataclass(frozen=True)
class Columns:
    """What the rows of a table set, to be checked before the first is made. `job` holds what is common to all."""

    job: SceneJob
    names: tuple[str, ...]
    heading: str
    varied: tuple[Varied, ...]


def check_columns(columns: Columns, cache: Path) -> None:
    """See that the scene has every parameter that rows, flags and draws name.

    Raises
    ------
    BadInput
        One line with the first that it does not have, that cannot be drawn, or whose flag has a wrong value.
    """
    import numpy as np

    from explainers.production.sweep.vary import draw

    schema, properties, beats = _declared(columns.job)
    for heading, names in (
        (columns.heading, columns.names),
        ("vary: ", [varied.name for varied in columns.varied]),
        ("", columns.job.params),
    ):
        for name in names:
            if name not in schema:
                raise BadInput(heading + unknown("Parameter", name, schema))
    for beat in columns.job.shown:
        if beat not in beats:
            raise BadInput(unknown("Beat", beat, beats))
    for varied in columns.varied:
        draw(varied, properties[varied.name], np.random.default_rng(0))
    try:
        _outline(columns.job)
    except BadInput as error:
        # What flags leave open, rows may settle. Errors of a parameter begin with its name.
        if re.split("[:,]", str(error))[0] in columns.job.params:
            raise


def settle(trial: Trial, cache: Path) -> tuple[Settled, SceneOutline]:
    """Draw what varies until the scene can be solved with it.

    Raises
    ------
    BadInput
        If what is given cannot be solved, or nothing that was drawn.
    """
    refused: MathframesError | None = None
    for job in _drawn(trial):
        try:
            outline = _outline(job)
        except BadInput as error:
            if not trial.varied:
                raise
            refused = error
            continue
        first = tuple(beat.name for beat in outline.beats[:1])
        return Settled(params=dict(job.params), shown=job.shown or (first if trial.opens else ())), outline
    raise BadInput(f"nothing that was drawn can be solved, in {DRAWS} draws. The last: {refused}")


def _drawn(trial: Trial) -> Iterator[SceneJob]:
    """The row with the values of one draw after the other; the row as it is, if nothing varies."""
    if not trial.varied:
        yield trial.job
        return
    import numpy as np

    from explainers.production.sweep.vary import draw

    _, properties, _ = _declared(trial.job)
    generator = np.random.default_rng(trial.seed)
    for _ in range(DRAWS):
        values = {each.name: draw(each, properties[each.name], generator) for each in trial.varied}
        yield replace(trial.job, params={**trial.job.params, **values})


def _outline(job: SceneJob) -> SceneOutline:
    # Without the cache words are timed alone: a voice speaks when the scene is filmed, and not for each draw.
    from explainers.production.worker import outline

    return outline(job)


def _declared(job: SceneJob) -> tuple[tuple[str, ...], dict[str, Any], tuple[str, ...]]:
    """A scene's parameters, what each declares, and its beats; nothing for a scene that is Manim's own."""
    from explainers.production.worker import reported, scene_class

    with reported(job):
        scene = scene_class(job)
        schema = getattr(scene, "params_class", None)
        if schema is None:
            return (), {}, ()
        model = schema()
        return tuple(model.model_fields), model.model_json_schema()["properties"], tuple(getattr(scene, "beats", {}))
