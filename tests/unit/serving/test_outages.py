"""The watch over database and page states: who is told, and who is loaded anew afterwards."""

import asyncio
from typing import Any

import pytest

from actionpack_app.auth.outages import note_page, take_noted
from actionpack_app.serving import outages
from actionpack_app.serving.outages import ANEW_AT_MOST_EVERY, Books, Watch


class Pages:
    """What open pages met, in turn."""

    def __init__(self) -> None:
        self.met: list[Any] = []

    async def tell_pages(self, told: Any) -> None:
        self.met.append(told)

    async def begin_anew(self, tokens: Any = None) -> None:
        self.met.append("anew" if tokens is None else set(tokens))


class Store:
    """It answers or doesn't."""

    well = True

    async def answers(self) -> bool:
        return self.well


@pytest.fixture(autouse=True)
def nobody_noted() -> None:
    take_noted()


def looks(*turns: bool) -> list[Any]:
    """What pages met while the store was well or not."""
    pages, store = Pages(), Store()
    watch = Watch(pages, "told", [store.answers])

    async def play() -> None:
        for store.well in turns:
            await watch.look()

    asyncio.run(play())
    return pages.met


def test_while_all_is_well_nobody_hears_anything() -> None:
    assert looks(True, True) == []


def test_pages_are_told_while_it_lasts_and_begin_anew_once_it_is_over() -> None:
    assert looks(True, False, False, True, True) == ["told", "told", "anew"]


def test_one_of_two_is_enough() -> None:
    pages, well, away = Pages(), Store(), Store()
    away.well = False
    asyncio.run(Watch(pages, "told", [well.answers, away.answers]).look())
    assert pages.met == ["told"]


def test_a_page_that_alone_met_an_outage_begins_anew_alone_and_not_again_at_once() -> None:
    pages = Pages()
    watch = Watch(pages, "told", [Store().answers])

    async def play() -> None:
        for _look in range(ANEW_AT_MOST_EVERY + 1):
            note_page("page")
            await watch.look()

    asyncio.run(play())
    assert pages.met == [{"page"}, {"page"}]


def test_a_page_that_meets_another_one_at_once_begins_anew_once_more_a_little_later() -> None:
    pages = Pages()
    watch = Watch(pages, "told", [Store().answers])

    async def play() -> None:
        for at in range(2 * ANEW_AT_MOST_EVERY):
            if at < 2:
                note_page("page")
            await watch.look()

    asyncio.run(play())
    assert pages.met == [{"page"}, {"page"}]


def test_a_database_that_keeps_somebody_waiting_is_away_and_is_not_asked_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def play() -> list[bool]:
        loop, found = asyncio.get_running_loop(), []
        waiting: asyncio.Future[bool] = loop.create_future()

        def ask(_thread: Any, _question: Any, executor: str) -> asyncio.Future[bool]:
            asked.append(executor)
            return waiting

        monkeypatch.setattr(loop, "run_in_executor", ask)
        books = Books()
        found += [await books.answer(), await books.answer()]
        waiting.set_result(True)
        found.append(await books.answer())
        books.close()
        return found

    monkeypatch.setattr(outages, "ANSWERS_WITHIN_SECONDS", 0)
    monkeypatch.setattr(outages, "own_executor_id", lambda: "this one")
    assert asyncio.run(play()) == [False, False, True]
    assert asked == ["this one"]
