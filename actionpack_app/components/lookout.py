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


LOOKS_EVERY_SECONDS = 5
"""How often an open list or thread asks whether there is news, while it is in view: one small question each time."""


def live(news: Any, *, on_look: Any, seen: bool = True) -> rx.Component:
    """Keeps a list or thread up to date, and says so; `seen` where the news are to be read by everybody."""
    shown = "text-[0.9rem] font-semibold text-accent empty:absolute" if seen else "sr-only"
    return rx.fragment(
        rx.el.p(news, role="status", class_name=shown),
        lookout(LOOKS_EVERY_SECONDS, on_look=on_look),
    )


def lookout(every_seconds: int, *, on_look: Any) -> rx.Component:
    """Calls `on_look` every so many seconds while the page is in view."""
    return Lookout.create(every_seconds=every_seconds, on_look=on_look)
