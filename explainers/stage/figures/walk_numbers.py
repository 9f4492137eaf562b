"""What a board with one walk downhill needs to know of it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from explainers.maths.descent import Descent
from explainers.maths.descent_story import OtherRate
from explainers.maths.pairs import Pair
from explainers.maths.verdicts import Verdict
from explainers.stage.figures.step_formulas import StepNumbers

Array = npt.NDArray[np.float64]


class WalkNumbers(StepNumbers, Protocol):
    """The walk, where it begins, how it ends, and the walks beside it."""

    @property
    def formula(self) -> str: ...
    @property
    def window(self) -> tuple[float, float, float, float]: ...
    @property
    def gradient(self) -> Pair: ...
    @property
    def slopes(self) -> Array: ...
    @property
    def nearest_minimum(self) -> Pair | None: ...
    @property
    def angle_to_minimum(self) -> float | None: ...
    @property
    def descent(self) -> Descent: ...
    @property
    def steps_taken(self) -> int: ...
    @property
    def first_step_count(self) -> int: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def slower(self) -> OtherRate: ...
    @property
    def faster(self) -> OtherRate: ...
