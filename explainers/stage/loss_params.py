"""What every scene about a walk on a loss lets a lecturer choose: the loss, its condition number, and the start."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from explainers.maths.losses import Loss, find_loss
from explainers.maths.pairs import Pair
from explainers.maths.verdicts import inside
from explainers.spec.params import LossText, SceneParams, Vector2

DEFAULT_CONDITION = 10.0


class LossParams(SceneParams):
    """A loss, and where on its map a walk starts."""

    loss: LossText = Field("quadratic-bowl", description="A known loss, or a function of x and y that you type")
    condition_number: float = Field(
        DEFAULT_CONDITION,
        ge=1,
        le=1000,
        description="How many times steeper the quadratic bowl is along y than along x",
    )
    start: Vector2 | None = Field(None, description="Where the walk starts; the loss's own place if left out")

    @model_validator(mode="after")
    def _condition_number_has_its_bowl(self) -> Self:
        if self.condition_number != DEFAULT_CONDITION and find_loss(self.loss).name != "quadratic-bowl":
            raise ValueError(
                f"condition_number: only quadratic-bowl takes one; leave it out for {find_loss(self.loss).name}"
            )
        return self

    def loss_and_start(self) -> tuple[Loss, Pair]:
        """Return the loss and a start that lies on its map and where it is finite.

        Raises
        ------
        ValueError
            Naming the start and where one may be.
        """
        loss = find_loss(self.loss, self.condition_number)
        start = self.start or loss.start
        x_lo, x_hi, y_lo, y_hi = loss.window
        if not inside([start], loss.window)[0]:
            raise ValueError(
                f"start: ({start[0]:g}, {start[1]:g}) lies outside of the map of {loss.name}; "
                f"choose x from {x_lo:g} to {x_hi:g} and y from {y_lo:g} to {y_hi:g}"
            )
        if not loss.is_finite_at(start):
            raise ValueError(
                f"start: {loss.name} or its gradient is not finite at ({start[0]:g}, {start[1]:g}); "
                "choose another start"
            )
        return loss, start
