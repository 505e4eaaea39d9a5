"""Whoever waits for a workflow goes on as soon as what was asked for is committed, not when its last line is written."""

import threading
from collections.abc import Iterator

import pytest

from actionpack_app.gateways.chance import new_id
from actionpack_app.workflows import engine
from actionpack_app.workflows.durable import workflow
from tests.integration.store import Store

LONG = 30.0

_goes_on = threading.Event()
_ended: list[str] = []


@workflow("says_it_is_done")
def _says_it_is_done(name: str) -> None:
    engine.say_done()
    _goes_on.wait(LONG)
    _ended.append(name)


@workflow("breaks")
def _breaks() -> None:
    raise RuntimeError("it breaks")


@pytest.fixture(autouse=True)
def work(store: Store) -> Iterator[None]:  # noqa: ARG001 (work is carried beside it)
    _goes_on.clear()
    yield
    _goes_on.set()


def test_what_has_said_that_it_is_done_is_waited_for_no_longer() -> None:
    name = new_id()
    engine.run_for(LONG, _says_it_is_done, name, name)
    assert name not in _ended
    _goes_on.set()
    engine.run(_says_it_is_done, name, name)
    assert name in _ended


def test_everybody_who_waits_is_told() -> None:
    name, told = new_id(), threading.Barrier(3)

    def wait() -> None:
        engine.run_for(LONG, _says_it_is_done, name, name)
        told.wait(LONG)

    waiting = [threading.Thread(target=wait) for _ in range(2)]
    for one in waiting:
        one.start()
    _goes_on.set()  # who asks second may find it over already
    told.wait(LONG)
    for one in waiting:
        one.join(LONG)
    engine.run(_says_it_is_done, name, name)
    assert _ended.count(name) == 1


def test_what_breaks_is_told_to_who_waits() -> None:
    with pytest.raises(RuntimeError, match="it breaks"):
        engine.run_for(LONG, _breaks, new_id())


def test_nobody_waits_longer_than_they_said() -> None:
    name = new_id()
    engine.run_for(0.0, _says_it_is_done, name, name)
    assert name not in _ended
