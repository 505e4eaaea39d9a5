"""Loading the page again that a dialog lies over, whichever it is."""

from typing import Any

import reflex as rx

from actionpack_app.routes import locale_of

_loaders: dict[str, Any] = {}


def loads(route: str, handler: Any) -> None:
    """Names the event that loads the page at `route` (a pattern without its locale)."""
    _loaders[route] = handler


def refresh(state: rx.State) -> Any:
    """The event that loads the current page again; nothing where it has none."""
    route = "/" + state.router.route_id.strip("/")
    return _loaders.get(route.removeprefix(f"/{locale_of(route)}"))
