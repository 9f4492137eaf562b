"""A figure that follows its parameters: it is built once, and looked at for each value."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from explainers.film.capture import configure_manim
from explainers.film.glance import Glance
from explainers.production.jobs import SceneJob
from explainers.production.worker import rehearsed, reported, scene_class, settled
from explainers.spec.errors import BadInput
from explainers.stage.explainer_scene import ExplainerScene
from explainers.stage.handle import Handle
from explainers.studio.asked import Request
from explainers.studio.stage_run import Send, job_of
from explainers.studio.wire import PictureWriter, message


class Exploring:
    """One figure, and what it looks like with each of the values that are asked for."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._figure: _Figure | None = None

    def perform(self, asked: Request, send: Send) -> None:
        """Send the handles and the picture of the figure.

        Raises
        ------
        MathframesError
            One line, if there is no such figure.
        """
        job = job_of(asked)
        with reported(job):
            if self._figure is None or self._figure.look != job.settings:
                self._figure = _Figure(job, self._cache)
            figure = self._figure
            figure.take(job)
            handles = message({"kind": "handles", "run": asked.run, "handles": figure.handles()})
            picture = figure.written(asked)
            send(handles)
            send(picture)


class _Figure:
    """A scene's figure, built for one size and theme."""

    def __init__(self, job: SceneJob, cache: Path) -> None:
        self.look = job.settings
        configure_manim(job.settings, cache)
        scene = scene_class(job)
        if not (issubclass(scene, ExplainerScene) and scene.explores()):
            raise BadInput(f"{job.source.name}: has no figure to explore; it tells its story only.")
        arguments = {"rehearsal": rehearsed(job, scene), "theme": job.settings.theme}
        self.glance: Glance[ExplainerScene[Any]] = Glance(scene, arguments)
        self._handles: Sequence[Handle] = self.glance.scene.explore()
        self._writer = PictureWriter(job.settings.width, job.settings.height)
        self._run = 0

    def take(self, job: SceneJob) -> None:
        """Set the parameters."""
        scene = self.glance.scene
        scene.take(settled(job, type(scene)))

    def written(self, asked: Request) -> bytes:
        """The picture, for a page that has the picture of the run before; all of it, for one that has another."""
        if not self._run or asked.known != self._run:
            self._writer = PictureWriter(self.look.width, self.look.height)
        content = self._writer.write(asked.run, 0, [(self.glance.picture(), 1)])
        self._writer.drop_all_but_last()
        self._run = asked.run
        return content

    def handles(self) -> list[dict[str, Any]]:
        """The points that can be dragged, as the page reads them."""
        params = self.glance.scene.params
        described = []
        for handle in self._handles:
            if not handle.is_there(params):
                continue
            origin, axes = handle.axes(params)
            described.append(
                {
                    "parameter": handle.parameter,
                    "part": handle.column if handle.item is None else handle.item,
                    "numbers": handle.numbers(params),
                    "at": _flat(handle.at(params)),
                    "origin": _flat(origin),
                    "across": _flat(axes[0]),
                    "up": _flat(axes[1]) if len(axes) > 1 else None,
                    "range": handle.range(params),
                    "label": handle.label,
                }
            )
        return described


def _flat(point: np.ndarray) -> list[float]:
    return [round(float(coordinate), 5) for coordinate in point[:2]]
