"""What a page sends over its socket, and nothing else: engine.io's and Socket.IO's packets for the events' one namespace.

Checked before the libraries see it: they would go on with a socket that sends them nonsense, and write a line about each piece.
"""

import json
from typing import Any, cast

from actionpack_app.routes import DEFAULT_LOCALE, locale_of

NAMESPACE = "/_event"
LONGEST = 256 * 1024
"""Characters. The longest event of a page is a business profile or a support request with all its fields full: a tenth."""

_PONG, _CLOSE = "3", "1"
_HELLO, _GOODBYE, _EVENT = f"40{NAMESPACE},", f"41{NAMESPACE},", f"42{NAMESPACE},"
ANSWER = _EVENT
"""How everything begins that a page is told."""
_NAMES = {"event", "client_error", "ping"}


class Malformed(ValueError):
    """No page sends this."""


def is_hello(text: str) -> bool:
    """Whether a packet asks to be connected to the events, which each socket does first."""
    return text.startswith(_HELLO) or text == _HELLO[:-1]


def event_in(text: str) -> dict[str, Any] | None:
    """The event that a packet carries; None for what only keeps the socket alive. Raises Malformed."""
    if text in {_PONG, _CLOSE, _GOODBYE, _GOODBYE[:-1]}:
        return None
    if is_hello(text):
        return _hello(text)
    if not text.startswith(_EVENT):
        raise Malformed("packet")
    sent = _json(text.removeprefix(_EVENT))
    if not isinstance(sent, list):
        raise Malformed("event")
    parts = cast("list[Any]", sent)
    if not parts or not isinstance(parts[0], str) or parts[0] not in _NAMES:
        raise Malformed("event")
    body: Any = parts[1] if len(parts) > 1 else {}
    if not isinstance(body, dict):
        raise Malformed("event")
    event = cast("dict[str, Any]", body)
    if parts[0] == "event" and not _is_event(event):
        raise Malformed("event")
    return event


def locale_in(event: dict[str, Any]) -> str:
    """The language of the page that an event comes from."""
    router = event.get("router_data")
    path = cast("dict[str, Any]", router).get("pathname") if isinstance(router, dict) else None
    return locale_of(path) if isinstance(path, str) else DEFAULT_LOCALE


def _hello(text: str) -> dict[str, Any]:
    rest = text[len(_HELLO) :]
    if not rest:
        return {}
    sent = _json(rest)
    if not isinstance(sent, dict):
        raise Malformed("hello")
    first = cast("dict[str, Any]", sent).get("event")  # the page's first event comes along
    if first is not None and not (isinstance(first, dict) and _is_event(cast("dict[str, Any]", first))):
        raise Malformed("hello")
    return cast("dict[str, Any]", first or {})


def _is_event(body: dict[str, Any]) -> bool:
    payload, router = body.get("payload", {}), body.get("router_data", {})
    return isinstance(body.get("name"), str) and isinstance(payload, dict | None) and isinstance(router, dict)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("json") from None
