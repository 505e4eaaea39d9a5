"""The attacks by name, each for some seconds and in a process of its own."""

from collections.abc import Callable, Coroutine
from typing import Any

from bench.hostile import over_http, over_sockets
from bench.hostile.wire import Target

Attack = Callable[[Target, float], Coroutine[Any, Any, str]]

ATTACKS: dict[str, Attack] = {
    "malformed packets": over_sockets.malformed_packets,
    "messages of 8 MB": over_sockets.huge_messages,
    "event floods": over_sockets.event_floods,
    "websocket flood": over_sockets.socket_flood,
    "connection flood": over_http.connection_flood,
    "slow headers": over_http.slow_headers,
    "slow bodies": over_http.slow_bodies,
    "slow readers": over_http.slow_readers,
    "forged and ended cookies": over_sockets.cookies,
    "guessed client tokens": over_sockets.guessed_tokens,
    "path tricks": over_http.paths,
    "header tricks": over_http.headers,
    "uploads and bombs": over_http.uploads,
    "replayed tickets, made-up notices": over_http.replays,
}
