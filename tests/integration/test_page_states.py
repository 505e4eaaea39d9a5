"""Page states in a real Valkey: locks that are held, tokens of the living and the dead, and a store that takes nothing."""
# pyright: reportPrivateUsage=false
# ruff: noqa: SLF001

import asyncio
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State, StateUpdate
from reflex.utils.token_manager import LostAndFoundRecord

from actionpack_app.auth.kept_states import HeldStates, LivingTokens
from actionpack_app.auth.outages import meets_outage
from actionpack_app.gateways import page_states
from actionpack_app.gateways.page_states import Probe, states_answer
from actionpack_app.settings import get_settings
from tests.integration.valkey import Valkey, valkey

TOKEN = "a-page"


@pytest.fixture(scope="module")
def store() -> Iterator[Valkey]:
    with valkey() as made:
        yield made


def client(store: Valkey) -> Any:
    return Redis.from_url(store.url)  # pyright: ignore[reportUnknownMemberType]


def test_a_lock_is_held_for_as_long_as_its_event_is_at_work(store: Valkey) -> None:
    async def play() -> bool:
        states = HeldStates(redis=client(store), lock_expiration=90, lock_warning_threshold=80)
        token = BaseStateToken(ident=TOKEN, cls=State)
        async with states.modify_state(token) as state:
            for _time in range(4):
                await asyncio.sleep(0.06)
            state.is_hydrated = True
        kept = await states.get_state(token)
        await states.close()
        return kept.is_hydrated

    assert asyncio.run(play())


def test_a_page_of_a_dead_process_keeps_its_token_and_another_tab_gets_one_of_its_own(store: Valkey) -> None:
    async def play() -> tuple[str | None, str | None]:
        lives, dies, third = (LivingTokens(client(store)) for _process in range(3))

        async def told(*_update: Any) -> None:
            pass

        for process in (lives, dies):
            process.ensure_lost_and_found_task(told)
            await _is_heard(store, process, by=1)
        await lives.link_token_to_sid("open", "one")
        await dies.link_token_to_sid("orphaned", "two")
        assert dies._lost_and_found_task is not None
        dies._lost_and_found_task.cancel()
        await _is_heard(store, dies, by=0)
        found = (await third.link_token_to_sid("open", "three"), await third.link_token_to_sid("orphaned", "four"))
        for process in (lives, dies, third):
            await process.close()
        return found

    tab, orphan = asyncio.run(play())
    assert tab
    assert tab != "open"
    assert orphan is None


async def _is_heard(store: Valkey, process: LivingTokens, by: int) -> None:
    """Waits until so many listen in a process's place."""
    asking, nothing = client(store), pickle.dumps(LostAndFoundRecord(token="", update=StateUpdate()))
    channel = f"channel:{process._get_lost_and_found_key(process.instance_id)}"
    async with asyncio.timeout(30):
        while await asking.publish(channel, nothing) != by:  # noqa: ASYNC110 (Redis alone knows)
            await asyncio.sleep(0)  # the processes listen in tasks of their own
    await asking.aclose()


def test_a_store_that_is_full_or_gone_is_an_outage(store: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", store.url)
    get_settings.cache_clear()
    page_states._asking.cache_clear()

    async def probed() -> bool:
        probe = Probe(store.url)
        try:
            return await probe.answers()
        finally:
            await probe.close()

    assert states_answer()
    assert asyncio.run(probed())
    asking = store.client()
    asking.config_set("maxmemory", "1")
    assert not states_answer()
    assert not asyncio.run(probed())
    with pytest.raises(OutOfMemoryError) as full:
        asking.set("a", "b")
    assert meets_outage(full.value)
    asking.config_set("maxmemory", "0")
    assert states_answer()
    store.kill()
    assert not states_answer()
    assert not asyncio.run(probed())
    store.start()
    assert states_answer()
    get_settings.cache_clear()
    page_states._asking.cache_clear()
