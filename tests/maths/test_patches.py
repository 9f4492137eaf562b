"""Patches have the area that is said of them, and the small squares lie inside."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from explainers.maths.linear_maps import shoelace_area
from explainers.maths.patches import RADIUS, WAVES, PatchName, patch


@pytest.mark.parametrize("name", ["blob", "circle", "letter-f"])
def test_the_outline_encloses_the_area(name: PatchName) -> None:
    """The shoelace formula over points of the drawn curves gives the stated area, wherever the patch lies."""
    for center in ((0.0, 0.0), (-3.0, 2.5)):
        found = patch(name, center)
        assert shoelace_area(found.corners) == pytest.approx(found.area, rel=1e-3)
        np.testing.assert_allclose(found.corners.mean(axis=0), center, atol=0.25)


def test_the_blobs_area_is_the_integral() -> None:
    """Half the integral of r(a)^2, by scipy."""

    def squared(angle: float) -> float:
        return float(RADIUS * (1 + sum(d * np.cos(k * (angle - start)) for k, d, start in WAVES))) ** 2

    assert patch("blob", (0, 0)).area == pytest.approx(quad(squared, 0, 2 * np.pi)[0] / 2, rel=1e-9)


@pytest.mark.parametrize("name", ["blob", "circle", "letter-f"])
def test_squares_fill_the_patch(name: PatchName) -> None:
    """They lie inside, on the lattice, and finer ones cover more: nearly all in the end."""
    found = patch(name, (1.0, 0.0))
    shares = []
    for side in (0.25, 0.125, 0.02):
        squares = found.squares(side)
        assert all(shoelace_area(square) == pytest.approx(side**2) for square in squares[:5])
        np.testing.assert_allclose(squares / side, np.round(squares / side), atol=1e-9)
        shares.append(len(squares) * side**2 / found.area)
    assert shares[0] < shares[1] < shares[2] < 1
    assert shares[2] > 0.85
    if name == "circle":
        assert np.linalg.norm(found.squares(0.125) - (1.0, 0.0), axis=-1).max() <= RADIUS + 1e-3
