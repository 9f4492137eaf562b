"""Loaded once, into the process that stages are copied from: Manim, the rooms that scenes stand on, and the digits.

Libraries that only some scenes need, such as scipy.stats, are left to those.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import sympy  # noqa: F401

from explainers.film.capture import configure_manim
from explainers.production.catalogue import PROJECT
from explainers.spec.settings import RenderSettings
from explainers.stage.figures.live_number import digits_outline
from explainers.studio import explore_run, stage_run  # noqa: F401

LOADED = time.time()
ROOMS = ("explainers", "scenes", "beside_")

with tempfile.TemporaryDirectory() as _folder:
    configure_manim(RenderSettings(), Path(_folder))
    digits_outline("0", 20)


def drop_what_was_edited() -> None:
    """Forget the project's modules if one of their files is newer than they are; they are imported anew."""
    ours = [name for name in sys.modules if name.startswith(ROOMS)]
    files = (getattr(sys.modules[name], "__file__", None) for name in ours)
    if any(_newer(Path(file)) for file in files if file is not None and Path(file).is_relative_to(PROJECT)):
        for name in ours:
            del sys.modules[name]


def _newer(file: Path) -> bool:
    # A second less: clocks of files and of the system may differ by a tick.
    return file.exists() and file.stat().st_mtime > LOADED - 1
