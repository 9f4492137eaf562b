"""Seven rules for the next point on the way down a loss.

Every optimiser starts with empty memory (velocity and accumulators 0) and reports the point at which the loss is
evaluated, never a look-ahead point. `eta` is the learning rate, g the gradient at w; products and roots of vectors are
taken entry by entry.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from explainers.maths.errors import MathsError, cure_for_name, excerpt
from explainers.maths.surface import Surface

Array = npt.NDArray[np.float64]

# A Hessian with a larger condition number than this is singular as far as doubles can tell.
_WORST_CONDITION = 1e12


class SingularHessianError(MathsError):
    """Newton's step does not exist here."""


@dataclass(frozen=True, eq=False)
class Memory:
    """What an optimiser carries from one step to the next, all zero at the start.

    Parameters
    ----------
    velocity
        The running step or mean of gradients, shape (2,).
    squares
        The running sum or mean of squared gradients, shape (2,).
    count
        Steps done.
    """

    velocity: Array
    squares: Array
    count: int = 0

    @classmethod
    def empty(cls) -> "Memory":
        """Return the memory before the first step."""
        return cls(np.zeros(2), np.zeros(2))


class Optimiser(Protocol):
    """One rule for the next point."""

    name: ClassVar[str]

    @property
    def learning_rate(self) -> float:
        """The factor eta of the step."""
        ...

    def step(self, loss: Surface, point: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point, shape (2,), and the memory after the step; nothing is changed in place."""
        ...

    def update_rule(self) -> str:
        """Return the update as Typst math markup; a line break stands between lines."""
        ...


@dataclass(frozen=True)
class _Rule:
    """Checks the numbers that the rules share: rates and epsilons above 0, decays from 0 to below 1."""

    learning_rate: float

    def __post_init__(self) -> None:
        for field in fields(self):
            number = getattr(self, field.name)
            label = field.name.replace("_", " ")
            if field.name in ("learning_rate", "epsilon"):
                if not (math.isfinite(number) and number > 0):
                    raise MathsError(f"{label}: {number:g} must be positive")
            elif not 0 <= number < 1:
                raise MathsError(f"{label}: {number:g} must be at least 0 and below 1")


@dataclass(frozen=True)
class GradientDescent(_Rule):
    """w <- w - eta g (Cauchy 1847)."""

    name: ClassVar[str] = "gradient-descent"

    def step(self, loss: Surface, point: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and memory."""
        return point - self.learning_rate * loss.gradient(*point), replace(memory, count=memory.count + 1)

    def update_rule(self) -> str:
        """Return the update as Typst math markup."""
        return "w <- w - eta nabla f(w)"


@dataclass(frozen=True)
class Momentum(_Rule):
    """v <- beta v - eta g; w <- w + v: the heavy ball (Polyak 1964), v = 0 at the start.

    The rate multiplies the gradient as it enters v, as in Sutskever et al. (2013). PyTorch keeps v without the rate;
    for a constant rate the paths are the same.
    """

    name: ClassVar[str] = "momentum"
    momentum: float = 0.9

    def step(self, loss: Surface, point: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and memory."""
        velocity = self.momentum * memory.velocity - self.learning_rate * loss.gradient(*point)
        return point + velocity, replace(memory, velocity=velocity, count=memory.count + 1)

    def update_rule(self) -> str:
        """Return the update as Typst math markup."""
        return "v <- beta v - eta nabla f(w) \\ w <- w + v"


@dataclass(frozen=True)
class Nesterov(_Rule):
    """v <- beta v - eta grad f(w + beta v); w <- w + v: Nesterov (1983) as in Sutskever et al. (2013), equation 3.

    The gradient is taken at the look-ahead point w + beta v; the path reports w. Frameworks that report the look-ahead
    point show another path with the same limit.
    """

    name: ClassVar[str] = "nesterov"
    momentum: float = 0.9

    def step(self, loss: Surface, point: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and memory."""
        ahead = point + self.momentum * memory.velocity
        velocity = self.momentum * memory.velocity - self.learning_rate * loss.gradient(*ahead)
        return point + velocity, replace(memory, velocity=velocity, count=memory.count + 1)

    def update_rule(self) -> str:
        """Return the update as Typst math markup."""
        return "v <- beta v - eta nabla f(w + beta v) \\ w <- w + v"


@dataclass(frozen=True)
class AdaGrad(_Rule):
    """s <- s + g^2; w <- w - eta g / (sqrt(s) + epsilon) (Duchi, Hazan and Singer 2011).

    s = 0 at the start (TensorFlow starts at 0.1), epsilon outside the root.
    """

    name: ClassVar[str] = "adagrad"
    epsilon: float = 1e-8

    def step(self, loss: Surface, point: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and memory."""
        gradient = loss.gradient(*point)
        squares = memory.squares + gradient**2
        moved = point - self.learning_rate * gradient / (np.sqrt(squares) + self.epsilon)
        return moved, replace(memory, squares=squares, count=memory.count + 1)

    def update_rule(self) -> str:
        """Return the update as Typst math markup."""
        return "s <- s + g^2 \\ w <- w - frac(eta g, sqrt(s) + epsilon)"


@dataclass(frozen=True)
class RMSProp(_Rule):
    """s <- rho s + (1 - rho) g^2; w <- w - eta g / (sqrt(s) + epsilon) (Tieleman and Hinton 2012).

    s = 0 at the start, without bias correction, epsilon outside the root (as in PyTorch; TensorFlow has it inside).
    """

    name: ClassVar[str] = "rmsprop"
    decay: float = 0.9
    epsilon: float = 1e-8

    def step(self, loss: Surface, point: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and memory."""
        gradient = loss.gradient(*point)
        squares = self.decay * memory.squares + (1 - self.decay) * gradient**2
        moved = point - self.learning_rate * gradient / (np.sqrt(squares) + self.epsilon)
        return moved, replace(memory, squares=squares, count=memory.count + 1)

    def update_rule(self) -> str:
        """Return the update as Typst math markup."""
        return "s <- rho s + (1 - rho) g^2 \\ w <- w - frac(eta g, sqrt(s) + epsilon)"


@dataclass(frozen=True)
class Adam(_Rule):
    """Means m of g and s of g^2, both corrected for their start at 0 (Kingma and Ba 2015, algorithm 1).

    m <- beta1 m + (1 - beta1) g; s <- beta2 s + (1 - beta2) g^2;
    w <- w - eta m' / (sqrt(s') + epsilon) with m' = m / (1 - beta1^t), s' = s / (1 - beta2^t): epsilon stands outside
    the root, after the correction.
    """

    name: ClassVar[str] = "adam"
    first_decay: float = 0.9
    second_decay: float = 0.999
    epsilon: float = 1e-8

    def step(self, loss: Surface, point: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and memory."""
        gradient = loss.gradient(*point)
        count = memory.count + 1
        mean = self.first_decay * memory.velocity + (1 - self.first_decay) * gradient
        squares = self.second_decay * memory.squares + (1 - self.second_decay) * gradient**2
        corrected_mean = mean / (1 - self.first_decay**count)
        corrected_squares = squares / (1 - self.second_decay**count)
        moved = point - self.learning_rate * corrected_mean / (np.sqrt(corrected_squares) + self.epsilon)
        return moved, Memory(mean, squares, count)

    def update_rule(self) -> str:
        """Return the update as Typst math markup."""
        return "w <- w - frac(eta hat(m), sqrt(hat(s)) + epsilon)"


@dataclass(frozen=True)
class Newton(_Rule):
    """w <- w - eta H^-1 g, with the full step eta = 1 unless said otherwise.

    It goes to where the local quadratic model is stationary: also to a saddle or a maximum.
    """

    name: ClassVar[str] = "newton"
    learning_rate: float = 1.0

    def step(self, loss: Surface, point: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and memory; raise `SingularHessianError` where H has no inverse."""
        H = loss.hessian(*point)
        if np.all(np.isfinite(H)) and np.linalg.cond(H) > _WORST_CONDITION:
            raise SingularHessianError(f"Newton's step does not exist at ({point[0]:g}, {point[1]:g}): H is singular")
        moved = point - self.learning_rate * np.linalg.solve(H, loss.gradient(*point))
        return moved, replace(memory, count=memory.count + 1)

    def update_rule(self) -> str:
        """Return the update as Typst math markup."""
        rate = "" if self.learning_rate == 1 else "eta "
        return f"w <- w - {rate}H^(-1) nabla f(w)"


_OPTIMISERS: Mapping[str, Callable[[float, float, float], Optimiser]] = {
    GradientDescent.name: lambda rate, momentum, decay: GradientDescent(rate),
    Momentum.name: lambda rate, momentum, decay: Momentum(rate, momentum),
    Nesterov.name: lambda rate, momentum, decay: Nesterov(rate, momentum),
    AdaGrad.name: lambda rate, momentum, decay: AdaGrad(rate),
    RMSProp.name: lambda rate, momentum, decay: RMSProp(rate, decay),
    Adam.name: lambda rate, momentum, decay: Adam(rate, momentum),
    Newton.name: lambda rate, momentum, decay: Newton(),
}


def optimiser_names() -> tuple[str, ...]:
    """Return the names that `find_optimiser` knows, in teaching order."""
    return tuple(_OPTIMISERS)


def find_optimiser(name: str, learning_rate: float, momentum: float = 0.9, decay: float = 0.9) -> Optimiser:
    """Return the optimiser of that name; case, spaces and underscores do not matter.

    Parameters
    ----------
    name
        One of `optimiser_names`.
    learning_rate
        The factor eta. Newton's method has none here: it takes full steps whatever is given.
    momentum
        beta of momentum and Nesterov, and Adam's first decay.
    decay
        rho of RMSProp.

    Raises
    ------
    MathsError
        If the name is not known (naming the nearest), or a number is out of range.
    """
    key = re.sub(r"[\s_-]+", "-", name.strip().lower())
    if key not in _OPTIMISERS:
        raise MathsError(f"Optimiser {excerpt(name)} is not known. {cure_for_name(key, _OPTIMISERS)}")
    return _OPTIMISERS[key](learning_rate, momentum, decay)
