"""Progress of a long run: frames done, scenes done, time left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Told how the work gets on."""

    def begin(self, jobs: Sequence[str], frames: int) -> None:
        """So many frames are expected, over these jobs."""

    def expect(self, job: str, frames: int) -> None:
        """A job turned out to have so many frames more: words tell at first how long it will be, if it has words."""

    def advance(self, job: str, frames: int) -> None:
        """A job did so many more frames."""

    def finish(self, job: str) -> None:
        """A job is done."""


class SilentProgress:
    """Shows nothing: for pipes, ``--quiet`` and tests."""

    def begin(self, jobs: Sequence[str], frames: int) -> None:
        """Nothing is shown."""

    def expect(self, job: str, frames: int) -> None:
        """Nothing is shown."""

    def advance(self, job: str, frames: int) -> None:
        """Nothing is shown."""

    def finish(self, job: str) -> None:
        """Nothing is shown."""


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress]:
    """A bar on the terminal's error stream; nothing with `quiet`, or where there is no terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield SilentProgress()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    with RichProgress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("frames"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bar:
        yield _Bar(bar)


class _Bar:
    def __init__(self, bar: object) -> None:
        from rich.progress import Progress as RichProgress

        assert isinstance(bar, RichProgress)
        self._bar = bar
        self._task = bar.add_task("Reading scenes", total=None)
        self._jobs = 0
        self._done = 0
        self._foreseen = 0
        self._seen = 0

    def begin(self, jobs: Sequence[str], frames: int) -> None:
        self._jobs = len(jobs)
        self._foreseen = frames
        self._bar.update(self._task, total=frames or None, description=self._description())

    def expect(self, job: str, frames: int) -> None:
        self._seen += frames
        self._bar.update(self._task, total=max(self._foreseen, self._seen))

    def advance(self, job: str, frames: int) -> None:
        self._bar.update(self._task, advance=frames)

    def finish(self, job: str) -> None:
        self._done += 1
        self._bar.update(self._task, description=self._description())

    def _description(self) -> str:
        return f"Rendering, {self._done} of {self._jobs} scenes"
