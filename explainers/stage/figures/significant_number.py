"""A live number of any size: as a decimal where that is short, else as a multiple of a power of ten."""

from __future__ import annotations

import math

from explainers.stage.figures.live_number import LiveNumber


class SignificantNumber(LiveNumber):
    """Shows so many significant digits that a value is told from its neighbours, in at most nine characters or so.

    Values from 0.01 to 99999 stand as decimals, others as 1.23×10 with a raised exponent.
    """

    def __init__(self, value: float = 0.0, *, font_size: float = 28, color: str, signed: bool = False) -> None:
        super().__init__(value, decimals=3, font_size=font_size, color=color, signed=signed, most_characters=12)

    def written(self, value: float) -> tuple[str, str]:
        """Return the digits and the exponent of ten that are shown."""
        return significant(value)


class ShortNumber(LiveNumber):
    """Shows four significant digits and four after the point at most, and no zeros after the last of them.

    So counts are whole numbers, and nothing takes more than seven characters or so.
    """

    def __init__(self, value: float = 0.0, *, font_size: float = 28, color: str) -> None:
        super().__init__(value, font_size=font_size, color=color, signed=False, most_characters=12)

    def written(self, value: float) -> tuple[str, str]:
        """Return the digits and the exponent of ten that are shown."""
        if value == 0 or 1e-3 <= abs(value) < 99999.5:
            decimals = min(4, max(0, 3 - math.floor(math.log10(abs(value))))) if value else 0
            digits = f"{value:.{decimals}f}"
            return digits.rstrip("0").rstrip(".") if decimals else digits, ""
        mantissa, _, exponent = f"{value:.1e}".partition("e")
        return f"{mantissa}×10", str(int(exponent))


def significant(value: float) -> tuple[str, str]:
    """Return a value as it is shown: its digits, and the exponent of ten, empty for a plain decimal.

    Examples
    --------
    >>> significant(36.7769), significant(0.5), significant(1.234e-7)
    (('36.78', ''), ('0.500', ''), ('1.23×10', '-7'))
    """
    size = abs(value)
    if size == 0:
        return "0", ""
    if 0.009995 <= size < 99999.5:
        decimals = max(0, min(3, 3 - math.floor(math.log10(size)))) if size >= 1 else (3 if size >= 0.1 else 4)
        return f"{value:.{decimals}f}", ""
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    return f"{mantissa}×10", str(int(exponent))
