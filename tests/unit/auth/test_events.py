"""The bounds of the events' namespace: what waits, what is unread, and whose states are given up."""
# pyright: reportPrivateUsage=false
# ruff: noqa: SLF001

import asyncio
import time
from collections import deque
from types import SimpleNamespace
from typing import Any

import pytest
from reflex.app import EventNamespace
from reflex.istate.manager.memory import StateManagerMemory

from actionpack_app.auth import events
from actionpack_app.auth.events import BoundedEvents
from actionpack_app.auth.guard import OwnerState

KNOWN = "a.state.click"


@pytest.fixture
def handed_on(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What Reflex gets to see."""
    seen: list[Any] = []

    async def on_event(_self: EventNamespace, _sid: str, data: Any) -> None:
        seen.append(data)

    monkeypatch.setattr(EventNamespace, "on_event", on_event)
    return seen


def namespace(**more: Any) -> Any:
    """The namespace of an application that has one event."""
    sockets = SimpleNamespace(sockets={"eio": SimpleNamespace(queue=asyncio.Queue())})
    sio = SimpleNamespace(eio=sockets, manager=SimpleNamespace(eio_sid_from_sid=lambda _sid, _namespace: "eio"))
    processor = SimpleNamespace(_token_queues={}, _futures={})
    registered = SimpleNamespace(event_handlers={KNOWN: object()})
    app: Any = SimpleNamespace(sio=sio, event_processor=processor, _registration_context=registered, **more)
    made = BoundedEvents("/_event", app)
    made._token_manager.sid_to_token["sid"] = "token"
    return made


@pytest.mark.parametrize("data", [None, "a", 7, [], {}, {"name": None}, {"name": "no.such.event"}, {"name": ["a"]}])
def test_an_event_that_does_not_exist_is_dropped(data: Any, handed_on: list[Any]) -> None:
    asyncio.run(namespace().on_event("sid", data))
    assert handed_on == []


def test_an_event_waits_while_its_page_has_enough_of_them(handed_on: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_WAITING", 2)

    async def scene() -> None:
        full, at_work = namespace(), asyncio.get_running_loop().create_future()
        entry = (SimpleNamespace(ctx=SimpleNamespace(txid="first")), None)
        full.app.event_processor._token_queues["token"] = waiting = deque([entry, entry])
        full.app.event_processor._futures["first"] = at_work
        coming = asyncio.create_task(full.on_event("sid", {"name": KNOWN}))
        await asyncio.sleep(0)
        assert handed_on == []
        waiting.popleft()
        at_work.set_result(None)
        await coming
        assert handed_on == [{"name": KNOWN}]

    asyncio.run(scene())


def test_a_page_that_reads_no_answers_is_closed(handed_on: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_UNREAD", 1)
    monkeypatch.setattr(events, "UNREAD_SECONDS", 0.01)
    closed: list[str] = []

    async def disconnect(_self: EventNamespace, sid: str) -> None:
        closed.append(sid)

    monkeypatch.setattr(EventNamespace, "disconnect", disconnect)

    async def scene() -> None:
        deaf = namespace()
        unread = deaf.app.sio.eio.sockets["eio"].queue
        unread.put_nowait("one")
        await deaf.on_event("sid", {"name": KNOWN})
        assert closed == []
        unread.put_nowait("two")
        await deaf.on_event("sid", {"name": KNOWN})
        assert closed == ["sid"]

    asyncio.run(scene())
    assert handed_on[0] == {"name": KNOWN}


def left(manager: StateManagerMemory, key: str, owner: str, seconds_ago: float) -> None:
    """A state that was last used some time ago."""
    token: Any = SimpleNamespace(cache_key=key, lock_key=key)
    manager.states[key] = SimpleNamespace(substates={OwnerState.get_name(): SimpleNamespace(_owner=owner)})
    manager._token_expires_at[key] = (time.time() - seconds_ago + manager.token_expiration, token)


def test_strangers_states_go_soon_and_nobodys_while_its_page_is_open() -> None:
    manager = StateManagerMemory()
    for key, owner, seconds_ago in (("stranger", "", 60), ("reloading", "", 5), ("person", "hash", 600), ("open", "", 600)):
        left(manager, key, owner, seconds_ago)
    made = namespace(state_manager=manager)
    made._token_manager.token_to_socket["open"] = object()
    made._give_up_states()
    assert set(manager.states) == {"reloading", "person", "open"}


def test_too_many_states_go_from_the_oldest_and_strangers_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_STATES_KEPT", 2)
    manager = StateManagerMemory()
    for key, owner, seconds_ago in (("old", "a", 300), ("newer", "b", 200), ("newest", "c", 100), ("stranger", "", 1)):
        left(manager, key, owner, seconds_ago)
    namespace(state_manager=manager)._give_up_states()
    assert set(manager.states) == {"newer", "newest"}
