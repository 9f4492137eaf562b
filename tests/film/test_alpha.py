"""Transparency: colours as files with an alpha channel keep them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explainers.film.alpha import straight


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 4), min_size=1))
def test_multiplied_again_it_is_what_it_was(colours: list[tuple[int, int, int, int]]) -> None:
    """A colour that cairo could have painted comes back when it is multiplied by its alpha, and alpha stays."""
    painted = np.array([[(r * a // 255, g * a // 255, b * a // 255, a) for r, g, b, a in colours]], np.uint8)
    kept = painted.copy()
    found = straight(painted)
    again = np.rint(found[..., :3].astype(float) * found[..., 3:] / 255)
    assert np.array_equal(found[..., 3], painted[..., 3])
    assert np.array_equal(again, painted[..., :3])
    assert np.array_equal(painted, kept), "the painter's pixels are left alone"


def test_what_cannot_be_seen_is_black() -> None:
    """Colours without alpha, which no painter leaves, do not come out as a haze."""
    assert not straight(np.array([[(255, 7, 9, 0)]], np.uint8)).any()


def test_no_channel_overflows() -> None:
    """A colour brighter than its alpha allows is as bright as can be."""
    assert straight(np.array([[(200, 100, 50, 100)]], np.uint8)).tolist() == [[[255, 255, 128, 100]]]
