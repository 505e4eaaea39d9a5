"""Watching over what pages need: the database, and the store of their states.

While one of them is away, all open pages are told so. When it is back, each is loaded anew: what it shows may have changed, its
state may be gone, and an event that was under way may have got stuck. Nobody has to reload anything.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

from actionpack_app.auth.outages import note_page, take_noted
from actionpack_app.gateways.page_states import Probe
from actionpack_app.logs import log
from actionpack_app.services.running.outage import books_take
from actionpack_app.settings import get_settings
from actionpack_app.workflows.engine import own_executor_id

LOOKS_EVERY_SECONDS = 1.0
ANSWERS_WITHIN_SECONDS = 2.0
"""What takes longer to answer is away."""
ANEW_AT_MOST_EVERY = 5
"""Looks between two times that a page is loaded anew because an event of its own failed."""

Answers = Callable[[], Any]


class Pages(Protocol):
    """The pages that are open in this process."""

    async def tell_pages(self, told: Any) -> None:
        """Shows something in all of them."""
        ...

    async def begin_anew(self, tokens: Any = None) -> None:
        """Has them loaded anew, all or some."""
        ...


class Watch:
    """`answers` are asked one after the other, each gives whether all is well; `told` is what pages are told where it isn't."""

    def __init__(self, pages: Pages, told: Any, answers: list[Answers]) -> None:
        self._pages, self._told, self._answers = pages, told, answers
        self._away = False
        self._looks = 0
        self._anew: dict[str, int] = {}

    async def run(self) -> None:
        """Looks until it is cancelled."""
        while True:
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
            await self.look()

    async def look(self) -> None:
        """One look."""
        self._looks += 1
        if not all([await answers() for answers in self._answers]):
            if not self._away:
                log.warning("outage began")
            self._away = True
            await self._pages.tell_pages(self._told)
        elif self._away:
            log.warning("outage over")
            self._away = False
            take_noted()
            await self._pages.begin_anew()
        else:
            await self._single_pages()

    async def _single_pages(self) -> None:
        """Of outages so short that only who asked just then has met them."""
        self._anew = {token: look for token, look in self._anew.items() if self._looks - look < ANEW_AT_MOST_EVERY}
        noted = take_noted()
        for too_soon in noted & self._anew.keys():
            note_page(too_soon)  # later: what got stuck in it must not stay so
        found = noted - self._anew.keys()
        if found:
            self._anew |= dict.fromkeys(found, self._looks)
            await self._pages.begin_anew(found)


class Books:
    """Asks the database in a thread of its own: one that has stopped without a word keeps whoever asks it waiting."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="watches")
        self._asked: asyncio.Future[bool] | None = None

    async def answer(self) -> bool:
        """Whether it takes a sign of life in time; an unanswered question is waited for before another is asked."""
        if self._asked is None:
            self._asked = asyncio.get_running_loop().run_in_executor(self._thread, books_take, own_executor_id())
        done, _waiting = await asyncio.wait({self._asked}, timeout=ANSWERS_WITHIN_SECONDS)
        if not done:
            return False
        asked, self._asked = self._asked, None
        return asked.result()

    def close(self) -> None:
        """Waits for nobody."""
        self._thread.shutdown(wait=False, cancel_futures=True)


@asynccontextmanager
async def watch_for_outages(app: Any, told: Any) -> AsyncIterator[None]:
    """Watches as long as the process serves; a file and this process's own memory don't go away."""
    settings = get_settings()
    answers: list[Answers] = []
    books, probe = Books(), Probe(settings.redis_url) if settings.redis_url else None
    if not settings.database_url.startswith("sqlite"):
        answers.append(books.answer)
    if probe is not None:
        answers.append(probe.answers)
    watching = asyncio.create_task(Watch(app.event_namespace, told, answers).run()) if answers else None
    try:
        yield
    finally:
        if watching is not None:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
        if probe is not None:
            await probe.close()
        books.close()
