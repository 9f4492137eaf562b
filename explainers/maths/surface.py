"""What a descent needs to know of a loss: value, gradient and Hessian."""

from typing import Protocol

import numpy as np
import numpy.typing as npt


class Surface(Protocol):
    """A twice differentiable function of the plane, NaN where it is undefined."""

    def value(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return f(x, y)."""
        ...

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return the gradient, shape (..., 2)."""
        ...

    def hessian(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return the Hessian, shape (..., 2, 2)."""
        ...
