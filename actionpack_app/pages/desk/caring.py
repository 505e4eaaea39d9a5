"""How long something has waited, who looks after it, and taking it up: the same in every list of the desk."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, icon
from actionpack_app.components.filters import choice
from actionpack_app.messages import _


def waits(care: Any) -> rx.Component:
    """The age, as a line tells it."""
    return rx.el.span(icon("clock", 14), care.age, class_name="inline-flex items-center gap-1.5 whitespace-nowrap")


def assignee(care: Any) -> rx.Component:
    """Who looks after it."""
    return rx.el.span(
        icon("user-round", 14),
        rx.cond(
            care.assigned == "",
            rx.el.span(_("Nobody's"), class_name="text-muted"),
            rx.el.span(care.assigned, rx.cond(care.mine, " " + _("(you)"), "")),
        ),
        class_name="inline-flex items-center gap-1.5",
    )


def take_button(care: Any, on_click: Any, **props: Any) -> rx.Component:
    """Taking it up, or over from a colleague, which says so; nothing for who has it."""
    return rx.cond(
        care.mine,
        rx.fragment(),
        button(rx.cond(care.assigned == "", _("Assign to me"), _("Take over")), on_click=on_click, **props),
    )


def assigned_filter(value: Any, choose: Any) -> rx.Component:
    """Whose things a list shows."""
    return choice(
        _("Assigned to"),
        [("anybody", _("Anybody")), ("nobody", _("Nobody")), ("me", _("Me"))],
        value=value,
        choose=choose,
    )
