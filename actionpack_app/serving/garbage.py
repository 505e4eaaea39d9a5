"""When Python looks for garbage that only a whole search finds.

By itself it searches the more often the more is alive: with the states of a thousand pages a search stops everybody for most
of a second, several times a minute, and finds next to nothing. What a page leaves behind is found as well every ten minutes.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

EVERY_SECONDS = 600.0
YOUNG, MIDDLE, NEVER = 100_000, 50, 1_000_000
"""After so many new objects the young ones are searched; so many of these searches between two of the middle-aged."""


@asynccontextmanager
async def searched_rarely() -> AsyncIterator[None]:
    """What is there at the start stays to the end and is never searched; the rest as told above."""
    gc.collect()
    gc.freeze()
    before = gc.get_threshold()
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    searching = asyncio.create_task(_search())
    try:
        yield
    finally:
        searching.cancel()
        gc.set_threshold(*before)
        gc.unfreeze()


async def _search() -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        gc.collect()
