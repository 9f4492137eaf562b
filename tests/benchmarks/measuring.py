"""What a program costs: wall time, processor time and memory of the process and of all that descend from it.

Linux only: a program runs in a session of its own, and /proc tells which processes belong to it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from explainers.spec.errors import MathframesError

PROC = Path("/proc")
SLOWEST = 1.0
"""Seconds between two looks at the memory, once a program has been running for a while.

Reading the memory of a process keeps it from taking more meanwhile: what is looked at more often runs slower.
"""
_TICK = os.sysconf("SC_CLK_TCK")
_PATIENCE = 10.0
"""Seconds that processes may outlive the one they descend from; then they are not waited for any longer."""


@dataclass(frozen=True)
class Cost:
    """What one run cost: seconds, seconds of all processors, and bytes at the fullest moment.

    Memory is the processes' proportional share (PSS): what they share is counted once.
    """

    wall: float
    cpu: float
    peak: int


class _Process(NamedTuple):
    pid: int
    session: int
    state: str
    ticks: int


def measure(command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a program to its end.

    Parameters
    ----------
    folder
        Where it runs.
    log
        Takes what it prints.
    environment
        Variables besides those of this process.

    Raises
    ------
    MathframesError
        If the program fails; its last words are in the message. Or if this is not Linux.
    """
    if not sys.platform.startswith("linux"):
        raise MathframesError("Benchmarks read /proc, which only Linux has. Run them there.")
    with log.open("wb") as output:
        start = time.perf_counter()
        program = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
        with _MemoryWatch(program.pid) as watch:
            _, status, usage = os.wait4(program.pid, 0)
            wall = time.perf_counter() - start
        program.returncode = os.waitstatus_to_exitcode(status)  # Popen must not wait for what is gone
        cpu = usage.ru_utime + usage.ru_stime + _left_behind(program.pid)
    if program.returncode:
        raise MathframesError(f"{' '.join(command)} ended with {program.returncode}: {_last_words(log)}")
    return Cost(wall, cpu, watch.peak)


class _MemoryWatch:
    """Looks at a session's memory a few times a second, beside the program."""

    def __init__(self, session: int) -> None:
        self.peak = 0
        self._session = session
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        pause = 0.1
        while not self._over.wait(pause):
            self.peak = max(self.peak, sum(_memory(process.pid) for process in _members(self._session)))
            pause = min(SLOWEST, 1.5 * pause)


def _members(session: int) -> list[_Process]:
    """Every process of a session: descendants stay in it when those between have ended."""
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            # Processes end while we read.
            with suppress(OSError, ValueError, IndexError):
                # The name, in brackets, may hold anything; what follows is numbers: proc(5), from field 3 on.
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                found.append(_Process(int(entry.name), int(fields[3]), fields[0], sum(map(int, fields[11:15]))))
    return [process for process in found if process.session == session]


def _memory(pid: int) -> int:
    """Bytes of one process, what it shares with n others counted as an nth."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    return 0


def _left_behind(session: int) -> float:
    """Processor seconds of processes whose parent ended without waiting for them; they are given time to end."""
    ticks: dict[int, int] = {}
    until = time.monotonic() + _PATIENCE
    while members := _members(session):
        ticks |= {process.pid: process.ticks for process in members}
        # Nobody may ever collect what has ended.
        if all(process.state == "Z" for process in members) or time.monotonic() > until:
            break
        time.sleep(0.02)
    return sum(ticks.values()) / _TICK


def _last_words(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return " / ".join(lines[-3:]) or "it printed nothing"
