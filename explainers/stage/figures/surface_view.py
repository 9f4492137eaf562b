"""Where the viewer of a surface stands: an orthographic view from a direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """Where the viewer stands, in degrees: azimuth from the x axis, elevation above the plane, and how far the surface
    has risen from flat (0) to its full height (1)."""

    azimuth: float
    elevation: float
    rise: float = 1.0

    def towards(self, other: View, alpha: float) -> View:
        """Return the view on the way to another."""
        return View(
            *(
                (1 - alpha) * here + alpha * there
                for here, there in (
                    (self.azimuth, other.azimuth),
                    (self.elevation, other.elevation),
                    (self.rise, other.rise),
                )
            )
        )

    @property
    def basis(self) -> Array:
        """Rows: to the right, upwards on the screen, towards the viewer."""
        azimuth, elevation = np.radians(self.azimuth), np.radians(self.elevation)
        return np.array(
            [
                [-np.sin(azimuth), np.cos(azimuth), 0],
                [-np.cos(azimuth) * np.sin(elevation), -np.sin(azimuth) * np.sin(elevation), np.cos(elevation)],
                [np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)],
            ]
        )


FROM_ABOVE = View(-90.0, 90.0)
"""The view in which the surface is a map: x to the right, y upwards."""
