"""What cannot be seen is refused, with the cure."""

import pytest

from explainers.maths.visible import check_coordinates, check_entries


def test_what_can_be_seen_passes() -> None:
    """Zeros, hundredths and the edges of the plane are legal."""
    check_entries((0, 0.01, -5, 3.14159))
    check_coordinates((5, -5))


@pytest.mark.parametrize(
    ("point", "line"),
    [
        ((0.001, 1), "0.001 is too small to be seen; take 0, or at least 0.01 in size"),
        ((1, -7), "-7 is beyond the plane that is shown; take coordinates from -5 to 5"),
    ],
)
def test_what_cannot_be_seen_gets_its_line(point: tuple[float, float], line: str) -> None:
    """The message names the number and the cure."""
    with pytest.raises(ValueError, match=line):
        check_coordinates(point)
