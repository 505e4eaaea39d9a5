"""Looking for something new while a page is open, without a place on it."""

from typing import Any

import reflex as rx

_SCRIPT = rx.asset("lookout.jsx", shared=True)


class Lookout(rx.Component):
    """Asks at intervals, and when somebody comes back to the tab; a tab out of sight asks nothing."""

    library = f"$/public{_SCRIPT}"
    tag = "Lookout"

    every_seconds: rx.Var[int]
    on_look: rx.EventHandler[rx.event.no_args_event_spec]


def lookout(every_seconds: int, *, on_look: Any) -> rx.Component:
    """Calls `on_look` every so many seconds while the page is in view."""
    return Lookout.create(every_seconds=every_seconds, on_look=on_look)
