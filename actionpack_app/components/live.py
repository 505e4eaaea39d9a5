"""Live regions: what is said by itself stands in the page, empty, before there is anything to say."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import icon, notice

_IN_VIEW = "sticky top-[var(--clear)] z-10 [@media(max-height:30rem)]:static"


def refusal_notice(text: Any, *more: rx.Component, class_name: str = "") -> rx.Component:
    """Why something was refused; nothing where `text` is empty.

    An empty region takes no room and no gap, and yet is there: one that comes together with its words is often missed.
    It stays in view while its form is: whoever pressed the button below the form may have scrolled far down to it.
    """
    shown = notice(text, *more, tone="danger", role="presentation")
    return rx.el.div(rx.cond(text != "", shown), role="alert", class_name=f"{_IN_VIEW} empty:absolute {class_name}".strip())


def spoken(text: Any) -> rx.Component:
    """Says what the page shows anyway, for those who don't see it change."""
    return rx.el.p(text, aria_live="polite", class_name="sr-only")


def said(text: Any, class_name: str = "") -> rx.Component:
    """That something went well, beside a title; nothing where `text` is empty."""
    return rx.el.p(
        rx.cond(text != "", icon("check"), rx.fragment()),
        text,
        role="status",
        class_name=f"flex items-center gap-1.5 text-ok {class_name}".strip(),
    )


def card_title(title: str, done: Any) -> rx.Component:
    """A card's title, and what went well in it."""
    return rx.el.div(
        rx.el.h2(title, class_name="text-[1.1rem] font-bold"),
        said(done),
        class_name="flex flex-wrap items-baseline justify-between gap-3",
    )
