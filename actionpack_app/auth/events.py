"""The events' namespace with bounds: Reflex takes as many events as a browser sends, and keeps every page's state for an hour.

What waits for a page is at most what a person could have clicked; then its socket isn't read on. States that nobody looks at any
more are given up when they are many: strangers' first, as nothing of theirs is kept in them, then whoever left longest ago. A
browser that comes back has its page loaded anew.

It also knows the pages that are open in this process: they can be told something past their states, and be made to begin anew,
as after a lost connection, when their states are gone (decision 0026).
"""
# Reflex's own bookkeeping has no public names, and not all of it has types:
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false
# ruff: noqa: SLF001

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, cast

from reflex.app import App, EventNamespace
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import StateUpdate

from actionpack_app.auth.guard import HYDRATES, OwnerState
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.routes import locale_of

NAMESPACE = "/_event"
MOST_WAITING = 16
"""Events of one page that wait for their turn."""
MOST_UNREAD = 256
"""Messages to one page that it hasn't taken yet."""
UNREAD_SECONDS = 30
"""How long a page that sends may leave them unread."""
MOST_STATES_KEPT = 500
"""Of pages that are open no more; each holds some hundred kilobytes."""
STRANGERS_KEPT_SECONDS = 30
"""Long enough for a page that is loaded again."""


BEGINS_APART_SECONDS = 0.004
"""Between two pages that are made to begin anew: a thousand in some seconds, not all at once."""

Told = Callable[[str], dict[str, dict[str, str]]]
"""What is told to a page in its language, as new values of its states' vars."""


class BoundedEvents(EventNamespace):
    """Takes Reflex's namespace's place."""

    def __init__(self, namespace: str, app: App) -> None:
        super().__init__(namespace, app)
        self._locales: dict[str, str] = {}
        """The languages of open pages, by their sockets."""
        self._loaded: set[str] = set()
        """The sockets whose pages have been given their states."""

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Makes room for one more page first."""
        self._give_up_states()
        await super().on_connect(sid, environ, auth)

    async def on_event(self, sid: str, data: Any) -> None:
        """Hands an event on when there is room for it; one that doesn't exist isn't worth a word."""
        if isinstance(data, dict) and _exists(self.app, cast("dict[str, Any]", data).get("name")):
            await self._until_answers_are_taken(sid)
            await self._until_there_is_room(sid)
            self._remember(sid, cast("dict[str, Any]", data))
            await super().on_event(sid, data)

    def on_disconnect(self, sid: str) -> Any:
        """Forgets a page."""
        self._locales.pop(sid, None)
        self._loaded.discard(sid)
        return cast("Any", super()).on_disconnect(sid)

    def has_loaded(self, sid: str) -> bool:
        """Whether the page at a socket was given its state: if that is a new one now, it was lost."""
        return sid in self._loaded

    async def tell_pages(self, told: Told) -> None:
        """Shows something in all open pages, whatever becomes of their states."""
        for sid in list(self._locales):
            await self.emit("event", StateUpdate(delta=told(self._locales.get(sid, ""))), to=sid)

    async def begin_anew(self, tokens: Iterable[str] | None = None) -> None:
        """Lets pages connect again: each is loaded anew, with what its browser keeps; without tokens, all of them."""
        wanted = None if tokens is None else frozenset(tokens)
        for sid in list(self._locales):
            if wanted is None or self.sid_to_token.get(sid) in wanted:
                self.hang_up(sid)
                await asyncio.sleep(BEGINS_APART_SECONDS)

    def hang_up(self, sid: str) -> None:
        """Ends a page's connection as if the line had been cut: it comes back by itself; one sent away would not."""
        server: Any = self.app.sio
        socket = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, NAMESPACE))
        if socket is not None:
            socket.queue.put_nowait(None)

    def _remember(self, sid: str, event: dict[str, Any]) -> None:
        router = event.get("router_data")
        path = cast("dict[str, Any]", router).get("pathname") if isinstance(router, dict) else None
        self._locales[sid] = locale_of(path if isinstance(path, str) else "")
        if event.get("name") in HYDRATES:
            self._loaded.add(sid)

    async def _until_there_is_room(self, sid: str) -> None:
        """While an event waits here, its socket isn't read."""
        processor: Any = self.app.event_processor
        token = self.sid_to_token.get(sid, "")
        while len(waiting := processor._token_queues.get(token, ())) >= MOST_WAITING:
            at_work = processor._futures.get(waiting[0][0].ctx.txid)
            if at_work is None:
                return
            await asyncio.wait([at_work])

    async def _until_answers_are_taken(self, sid: str) -> None:
        """A page that asks and asks but reads no answer is closed."""
        server: Any = self.app.sio
        socket = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, NAMESPACE))
        if socket is None or socket.queue.qsize() <= MOST_UNREAD:
            return
        try:
            async with asyncio.timeout(UNREAD_SECONDS):
                await socket.queue.join()
        except TimeoutError:
            await self.disconnect(sid)

    def _give_up_states(self) -> None:
        """Those in memory; Redis has its own bounds."""
        if not isinstance(self.app.state_manager, StateManagerMemory):
            return
        manager: Any = self.app.state_manager
        left = sorted(
            (bool(_owner(manager, key)), expires_at, key)
            for key, (expires_at, token) in manager._token_expires_at.items()
            if key not in self._token_manager.token_to_socket and not _is_busy(manager, token)
        )
        ended = SystemClock().now().timestamp() - STRANGERS_KEPT_SECONDS + manager.token_expiration
        for at, (owned, expires_at, key) in enumerate(left):
            if at < len(left) - MOST_STATES_KEPT or (not owned and expires_at < ended):
                manager._purge_token(manager._token_expires_at[key][1])


def bound_events(app: App) -> None:
    """Puts the bounds around an application's events."""
    if app.sio is None:
        return
    app._event_namespace = BoundedEvents(NAMESPACE, app)
    app.sio.register_namespace(app._event_namespace)


def _exists(app: App, name: Any) -> bool:
    return isinstance(name, str) and name in app._registration_context.event_handlers


def _owner(manager: Any, key: str) -> str | None:
    """Whose state it is: a session's or a draft's; nothing for strangers."""
    root = manager.states.get(key)
    found = root.substates.get(OwnerState.get_name()) if root is not None else None
    return found._owner if found is not None else None


def _is_busy(manager: Any, token: Any) -> bool:
    lock = manager._states_locks.get(token.lock_key)
    return lock is not None and lock.locked()
