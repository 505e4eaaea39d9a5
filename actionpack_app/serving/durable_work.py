"""Durable work beside the web server: launched when the process starts to serve, ended when it stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from actionpack_app.serving.garbage import searched_rarely
from actionpack_app.serving.watching import watch
from actionpack_app.traces import end_traces
from actionpack_app.workflows import engine
from actionpack_app.workflows.upkeep import Upkeep
from actionpack_app.workflows.year import schedule_sweeps


@asynccontextmanager
async def durable_work() -> AsyncIterator[None]:
    """Carries this process's work, and takes over from dead ones, as long as it serves."""
    watch()
    upkeep = Upkeep(await asyncio.to_thread(engine.launch))
    await asyncio.to_thread(schedule_sweeps)
    await asyncio.to_thread(upkeep.start)
    try:
        async with searched_rarely():
            yield
    finally:
        await asyncio.to_thread(upkeep.stop)
        await asyncio.to_thread(engine.shut_down)
        await asyncio.to_thread(end_traces)
