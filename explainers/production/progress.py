"""Progress of a long run: frames and scenes done, slides written, time left."""

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

    def write(self, file: str, slides: int) -> None:
        """A file of so many slides is being written; 0 if they all get done at once."""

    def wrote(self) -> None:
        """One more slide is in it."""


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

    def write(self, file: str, slides: int) -> None:
        """Nothing is shown."""

    def wrote(self) -> None:
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
        TextColumn("{task.fields[unit]}"),
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
        self._task = bar.add_task("Reading scenes", total=None, unit="frames")
        self._jobs = 0
        self._done = 0
        self._foreseen = 0
        self._seen = 0

    def begin(self, jobs: Sequence[str], frames: int) -> None:
        self._jobs, self._done = len(jobs), 0
        self._foreseen, self._seen = frames, 0
        self._turn_to(self._description(), frames, "frames")

    def expect(self, job: str, frames: int) -> None:
        self._seen += frames
        self._bar.update(self._task, total=max(self._foreseen, self._seen))

    def advance(self, job: str, frames: int) -> None:
        self._bar.update(self._task, advance=frames)

    def finish(self, job: str) -> None:
        self._done += 1
        self._bar.update(self._task, description=self._description())

    def write(self, file: str, slides: int) -> None:
        self._turn_to(f"Writing {file}", slides, "slides")

    def wrote(self) -> None:
        self._bar.update(self._task, advance=1)

    def _turn_to(self, description: str, total: int, unit: str) -> None:
        """Begin at nought, whatever came before: a bar that has had an end cannot go without one any more."""
        self._bar.remove_task(self._task)
        self._task = self._bar.add_task(description, total=total or None, unit=unit)

    def _description(self) -> str:
        return f"Rendering, {self._done} of {self._jobs} scenes"
