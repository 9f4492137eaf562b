"""One run of a scene, in a process of its own: pictures go to the server as they are made.

With `stage.py` the only part of the studio that imports scenes, and with them Manim.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from explainers.film.capture import film
from explainers.film.picture import Picture
from explainers.production.jobs import SceneJob
from explainers.production.records import as_json
from explainers.production.staging import Staged, moment_of, staged, write_picture
from explainers.production.worker import reported
from explainers.spec.settings import RenderSettings
from explainers.spec.shape import pixels
from explainers.stage.explainer_scene import ExplainerScene
from explainers.studio.asked import Request
from explainers.studio.wire import PictureWriter, message

Send = Callable[[bytes], None]

SOON = 0.1
"""Seconds after which pictures that were made are sent."""


def perform(asked: Request, send: Send, cache: Path) -> None:
    """Do what is asked, and send it: the scene's description, pictures, and the end.

    Raises
    ------
    MathframesError
        One line, if the scene cannot be shown.
    """
    gc.set_threshold(100_000, 50, 100)
    job = job_of(asked)
    if asked.sort == "findings":
        from explainers.studio.findings import findings_of

        send(findings_of(asked.run, job, None if asked.whole else asked.moment, cache))
        return
    ready = staged(job, cache)
    send(_description(asked, job, ready))
    if asked.sort == "settle":
        return
    writer = PictureWriter(job.settings.width, job.settings.height)
    if asked.sort != "film":
        picture = moment_of(job, ready, asked.moment)
        send(_still(asked, job, picture) if asked.still else writer.write(asked.run, 0, [(picture, 1)]))
        return
    stream = PictureStream(asked.run, writer, send)
    with reported(job):
        film(ready.scene, ready.arguments, stream)
    stream.flush()
    send(message({"kind": "end", "run": asked.run, "frames": stream.frames}))


def job_of(asked: Request) -> SceneJob:
    """The same job that the command line would make of these values."""
    width, height = pixels(asked.shape, 1080)
    across, down = (2 * round(asked.width / width * side / 2) for side in (width, height))
    settings = RenderSettings(width=across, height=down, fps=asked.fps, theme=asked.theme)
    return SceneJob(
        id=asked.source.name,
        source=asked.source,
        params=asked.params,
        folder=asked.folder,
        settings=settings,
        title=asked.title,
        words=asked.words or {},
        confined=asked.confined,
        shown=asked.shown,
        dropped=asked.dropped,
    )


class PictureStream:
    """A sink that sends pictures in batches, and says where beats begin."""

    every_frame = True

    def __init__(self, run: int, writer: PictureWriter, send: Send) -> None:
        self.frames = 0
        self._run = run
        self._writer = writer
        self._send = send
        self._batch: list[tuple[Picture, int]] = []
        self._first = 0
        self._sent = time.monotonic()

    def begin_section(self, name: str) -> None:
        self.flush()
        self._send(message({"kind": "beat", "run": self._run, "name": name, "first": self.frames}))

    def write(self, picture: Picture, repeat: int) -> None:
        if not repeat:
            return
        self._batch.append((picture, repeat))
        if time.monotonic() - self._sent > SOON:
            self.flush()

    def flush(self) -> None:
        """Send what was made so far."""
        if self._batch:
            self._send(self._writer.write(self._run, self._first, self._batch))
            self._first += sum(repeat for _, repeat in self._batch)
            self._batch = []
        self._sent = time.monotonic()

    def advance(self, frames: int) -> None:
        self.frames += frames

    def add_sound(self, file: Path, start: float, gain: float | None) -> None:
        """Sounds are not played here."""

    def add_caption(self, text: str, start: float, end: float) -> None:
        """A plain scene's own captions are not shown here."""


def _still(asked: Request, job: SceneJob, picture: Picture) -> bytes:
    """A moment as a file: the same that the command line writes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{job.source.name}.{asked.still}"
        write_picture(job, picture, file)
        content = file.read_bytes()
    header = {"kind": "file", "run": asked.run, "name": file.name, "bytes": len(content)}
    return message(header, [content])


def _description(asked: Request, job: SceneJob, ready: Staged) -> bytes:
    """All that the page shows beside the picture."""
    scene, rehearsal = ready.scene, ready.rehearsal
    header: dict[str, Any] = {
        "kind": "scene",
        "run": asked.run,
        "name": job.source.name,
        "topic": job.source.topic,
        "title": job.title or job.source.title,
        "summary": job.source.summary,
        "fps": job.settings.fps,
        "width": job.settings.width,
        "height": job.settings.height,
        "explores": False,
        "beats": [],
        "practice": [],
        "schema": {},
        "params": {},
    }
    if rehearsal is not None and issubclass(scene, ExplainerScene):
        header |= {
            "title": rehearsal.title,
            "explores": scene.explores(),
            "beats": [
                {
                    "name": spoken.beat.name,
                    "title": spoken.beat.title,
                    "words": spoken.beat.words,
                    "alt": spoken.beat.alt,
                    "shown": job.shows(spoken.beat.name),
                    "cues": [[cue.start, cue.end, cue.text] for cue in spoken.speech.cues],
                }
                for spoken in rehearsal.beats
            ],
            "practice": [[each.text, each.answer] for each in rehearsal.practice],
            "schema": scene.params_class().model_json_schema()["properties"],
            "params": as_json(rehearsal.params),
        }
    return message(header)
