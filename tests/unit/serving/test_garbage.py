"""The search for garbage: rare while serving, as ever afterwards, and never left out."""

import asyncio
import gc
import weakref

import pytest

from actionpack_app.serving import garbage
from actionpack_app.serving.garbage import searched_rarely


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_only_a_whole_search_finds_is_found_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "EVERY_SECONDS", 0.01)

    async def serve() -> None:
        async with searched_rarely():
            lost = weakref.ref(Knot())
            for _look in range(500):
                if lost() is None:
                    return
                await asyncio.sleep(0.01)
        raise AssertionError("it was never found")

    asyncio.run(serve())


def test_afterwards_it_is_as_before() -> None:
    before = gc.get_threshold()

    async def serve() -> tuple[int, int, int]:
        async with searched_rarely():
            assert gc.get_freeze_count() > 0
            return gc.get_threshold()

    assert asyncio.run(serve()) == (garbage.YOUNG, garbage.MIDDLE, garbage.NEVER)
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
