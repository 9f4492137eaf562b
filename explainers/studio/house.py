"""What all pages of a server share, from its beginning to its end."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from explainers.production.media import Media
from explainers.studio.parking import Parking
from explainers.studio.switchboard import Switchboard


@dataclass(frozen=True)
class House:
    """Where runs call, where a stage waits, and where rendered things go."""

    media: Media
    switchboard: Switchboard
    parking: Parking


@asynccontextmanager
async def opened_house(media: Media) -> AsyncIterator[House]:
    """Open it, and leave nothing behind."""
    # Only this user can reach the socket that runs send to.
    with tempfile.TemporaryDirectory(prefix="mathframes-") as folder:
        async with Switchboard(f"{folder}/runs") as switchboard:
            parking = Parking()
            try:
                yield House(media, switchboard, parking)
            finally:
                await parking.clear()
