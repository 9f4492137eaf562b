"""Local minima of a smooth function in a window: a grid for the starts, Newton's method for the digits."""

import numpy as np
import numpy.typing as npt
from scipy import optimize

from explainers.maths.surface import Surface

_CELLS = 60
_MOST_STARTS = 16


def find_minima(surface: Surface, window: tuple[float, float, float, float]) -> tuple[tuple[float, float], ...]:
    """Return the strict local minima inside the window that a grid of 61 x 61 points gives away, lowest first.

    Each grid point below its eight neighbours starts a trust-region Newton search (`scipy.optimize.minimize`); what it
    ends on counts if it lies in the window, its gradient is 0 to rounding and its Hessian is positive definite. The
    search is deterministic. It may miss a minimum narrower than a cell, and it finds none along a flat valley.

    Parameters
    ----------
    surface
        The function.
    window
        ``(x_lo, x_hi, y_lo, y_hi)``.
    """
    found: list[tuple[float, float]] = []
    for start in _grid_minima(surface, window):
        minimum = _refined(surface, start)
        if minimum is not None and _inside(minimum, window) and not any(_same(minimum, other) for other in found):
            found.append(minimum)
    return tuple(sorted(found, key=lambda point: (round(float(surface.value(*point)), 9), point)))


def _grid_minima(surface: Surface, window: tuple[float, float, float, float]) -> list[npt.NDArray[np.float64]]:
    # One more cell on each side, so that a slope that runs out of the window does not look like a row of minima.
    x, y = np.meshgrid(_beyond(window[0], window[1]), _beyond(window[2], window[3]))
    values = surface.value(x, y)
    height, width = values.shape
    shifts = [(i, j) for i in range(3) for j in range(3) if (i, j) != (1, 1)]
    around = np.min([values[i : i + height - 2, j : j + width - 2] for i, j in shifts], axis=0)
    inner = (slice(1, -1), slice(1, -1))
    x, y, values = x[inner], y[inner], values[inner]
    # Where f ends it may fall without bound (log(x) at 0), so nothing beside a NaN counts as low; `min` passes it on.
    rows, columns = np.nonzero(values <= around)
    lowest = np.argsort(values[rows, columns], kind="stable")[:_MOST_STARTS]
    return [np.array([x[rows[k], columns[k]], y[rows[k], columns[k]]]) for k in lowest]


def _beyond(low: float, high: float) -> npt.NDArray[np.float64]:
    cell = (high - low) / _CELLS
    return np.linspace(low - cell, high + cell, _CELLS + 3)


def _refined(surface: Surface, start: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    def value(point: npt.NDArray[np.float64]) -> float:
        # A trust region shrinks away from a point that is worse than any other.
        return float(np.nan_to_num(surface.value(*point), nan=1e300))

    def gradient(point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.nan_to_num(surface.gradient(*point))

    def hessian(point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.nan_to_num(surface.hessian(*point))

    options = {"gtol": 1e-9, "maxiter": 60}
    with np.errstate(all="ignore"):
        point = optimize.minimize(value, start, jac=gradient, hess=hessian, method="trust-exact", options=options).x
        for _ in range(3):
            H = surface.hessian(*point)
            if not _positive_definite(H):
                return None
            point = point - np.linalg.solve(H, surface.gradient(*point))
        H, g = surface.hessian(*point), surface.gradient(*point)
    if not np.linalg.norm(g) <= 1e-9 * (1 + np.abs(H).max()):  # NaN is not small either
        return None
    # Rounding leaves 1e-17 where the minimum is at 0; ten digits say the same and print well.
    x, y = np.round(point, 10) + 0.0
    return float(x), float(y)


def _positive_definite(H: npt.NDArray[np.float64]) -> bool:
    if not np.all(np.isfinite(H)):
        return False
    smallest, largest = np.linalg.eigvalsh(H)
    return bool(smallest > 1e-9 * max(largest, 1e-9))


def _inside(point: tuple[float, float], window: tuple[float, float, float, float]) -> bool:
    return window[0] <= point[0] <= window[1] and window[2] <= point[1] <= window[3]


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) < 1e-5
