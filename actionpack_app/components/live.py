"""Live regions: what is said by itself stands in the page, empty, before there is anything to say."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import notice


def refusal_notice(text: Any, *more: rx.Component, class_name: str = "") -> rx.Component:
    """Why something was refused; nothing where `text` is empty.

    An empty region takes no room and no gap, and yet is there: one that comes together with its words is often missed.
    """
    shown = notice(text, *more, tone="danger", role="presentation")
    return rx.el.div(rx.cond(text != "", shown), role="alert", class_name=f"empty:absolute {class_name}".strip())


def spoken(text: Any) -> rx.Component:
    """Says what the page shows anyway, for those who don't see it change."""
    return rx.el.p(text, aria_live="polite", class_name="sr-only")
