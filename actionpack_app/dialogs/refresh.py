"""Loading the page again that a dialog lies over, whichever it is, and what the frame around it shows."""

from typing import Any

import reflex as rx

from actionpack_app.routes import locale_of

_loaders: dict[str, Any] = {}
_around: list[Any] = []


def loads(route: str, handler: Any) -> None:
    """Names the event that loads the page at `route` (a pattern without its locale)."""
    _loaders[route] = handler


def follows(handler: Any) -> None:
    """Names an event that goes with every refresh, whatever the page is."""
    _around.append(handler)


def loader(state: rx.State) -> Any:
    """The event that loads the current page again; nothing where it has none."""
    route = "/" + state.router.route_id.strip("/")
    return _loaders.get(route.removeprefix(f"/{locale_of(route)}"))


def refresh(state: rx.State) -> list[Any]:
    """The events after something has changed: the current page's loading, and what goes with it."""
    found = loader(state)
    return [*([found] if found else []), *_around]
