"""Page states in Redis, for several processes (decision 0026): what Reflex's own keeping lacks for that.

A lock lives for a few seconds, so that the pages of a process that died are soon free; a process that lives holds on to its
locks, however long somebody outside takes to answer. And a page whose process died comes back under its own token: Reflex takes
what the dead process noted for another tab, and would give the page a new, empty state.
"""
# Reflex's own bookkeeping has no public names, and not all of it has types:
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# ruff: noqa: SLF001

import asyncio
import contextlib
import pickle
from collections.abc import AsyncIterator
from typing import Any

from reflex.app import App
from reflex.istate.manager.redis import StateManagerRedis
from reflex.state import StateUpdate
from reflex.utils.token_manager import LostAndFoundRecord, RedisTokenManager, SocketRecord
from typing_extensions import override

HELD_AT_MOST_SECONDS = 120
"""Longer than any answer from outside is waited for."""
_HOLD_ON = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
"""


class HeldStates(StateManagerRedis):
    """Reflex's manager, whose locks are held for as long as their event is at work."""

    @override
    @contextlib.asynccontextmanager
    async def _lock(self, token: Any, event_name: str | None = None) -> AsyncIterator[bytes]:
        async with super()._lock(token, event_name) as lock_id:
            holding = asyncio.create_task(self._hold_on(self._lock_key(token), lock_id))
            try:
                yield lock_id
            finally:
                holding.cancel()

    async def _hold_on(self, lock_key: bytes, lock_id: bytes) -> None:
        pause = self.lock_expiration / 3 / 1000
        for _time in range(int(HELD_AT_MOST_SECONDS / pause)):
            await asyncio.sleep(pause)
            with contextlib.suppress(Exception):  # the event itself finds out, when it saves
                extend: Any = self.redis.eval
                await extend(_HOLD_ON, 1, lock_key, lock_id, self.lock_expiration)


class LivingTokens(RedisTokenManager):
    """Reflex's manager, for which only living processes have sockets."""

    @override
    async def link_token_to_sid(self, token: str, sid: str) -> str | None:
        with contextlib.suppress(Exception):  # Redis can't be asked: Reflex's own falls back to what this process knows
            await self._forget_dead_owner(token)
        return await super().link_token_to_sid(token, sid)

    async def _forget_dead_owner(self, token: str) -> None:
        """A process listens to what others tell it; nobody listens in the place of one that has died."""
        key = self._get_redis_key(token)
        noted: Any = await self.redis.get(key)
        if not noted:
            return
        owner: SocketRecord = pickle.loads(noted)  # noqa: S301 (Reflex's own format; see docs/security.md on this store)
        if owner.instance_id == self.instance_id:
            return
        nothing = pickle.dumps(LostAndFoundRecord(token="", update=StateUpdate()))
        heard = await self.redis.publish(f"channel:{self._get_lost_and_found_key(owner.instance_id)}", nothing)
        if not heard:
            await self.redis.delete(key)


def keep_states(app: App) -> None:
    """Puts both in the place of Reflex's own, where page states are in Redis."""
    manager, namespace = app._state_manager, app._event_namespace
    if isinstance(manager, StateManagerRedis):
        app._state_manager = HeldStates(redis=manager.redis)
    if namespace is not None and isinstance(namespace._token_manager, RedisTokenManager):
        namespace._token_manager = LivingTokens(namespace._token_manager.redis)
