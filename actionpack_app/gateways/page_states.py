"""The store of page states (`REDIS_URL`), asked from beside: whether it takes anything, and which errors are its own.

Reflex reads and writes it (decision 0026); nothing else of the product's is kept there.
"""

import functools
from contextlib import suppress
from typing import Any

import redis
from redis.asyncio import Redis as AsyncRedis

from actionpack_app.settings import get_settings

ANSWERS_WITHIN_SECONDS = 2
_PROBE, _PROBE_LIVES_SECONDS = "actionpack_probe", 10


def states_answer() -> bool:
    """Whether page states can be kept; without a store they are in memory, and can. Blocks for a few seconds at most."""
    if not get_settings().redis_url:
        return True
    try:
        return bool(_asking().set(_PROBE, "1", ex=_PROBE_LIVES_SECONDS))
    except redis.RedisError:
        return False


def is_stores_error(exception: BaseException) -> bool:
    """Whether something failed because the store can't be reached, or takes nothing more."""
    return isinstance(exception, redis.RedisError)


class Probe:
    """The same question from an event loop, over a connection of its own."""

    def __init__(self, url: str) -> None:
        self._client: Any = AsyncRedis.from_url(url, **_timeouts())  # pyright: ignore[reportUnknownMemberType]

    async def answers(self) -> bool:
        """Whether page states can be kept."""
        try:
            return bool(await self._client.set(_PROBE, "1", ex=_PROBE_LIVES_SECONDS))
        except redis.RedisError:
            return False

    async def close(self) -> None:
        """Ends the connection."""
        with suppress(redis.RedisError):
            await self._client.aclose()


@functools.cache
def _asking() -> Any:
    return redis.Redis.from_url(get_settings().redis_url, **_timeouts())  # pyright: ignore[reportUnknownMemberType]


def _timeouts() -> dict[str, Any]:
    return {"socket_timeout": ANSWERS_WITHIN_SECONDS, "socket_connect_timeout": ANSWERS_WITHIN_SECONDS}
