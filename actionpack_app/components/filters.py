"""What lists are narrowed by: choices, days, a search; and what they say when nothing is left."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, button, each, icon
from actionpack_app.messages import _


@dataclasses.dataclass(frozen=True)
class Option:
    """One choice of a list that the state holds."""

    value: str
    name: str


def labelled(label: Any, field: rx.Component, class_name: str = "max-sm:basis-full") -> rx.Component:
    """A small label above its field."""
    return rx.el.label(
        rx.el.span(label, class_name="mb-1 block text-[0.87rem] text-muted"),
        field,
        class_name=class_name,
    )


def choice(label: str, options: list[tuple[str, str]], *, value: Any, choose: Any) -> rx.Component:
    """One of a few that never change."""
    return labelled(
        label,
        rx.el.select(
            *[rx.el.option(text, value=option) for option, text in options],
            value=value,
            on_change=choose,
            class_name=FIELD,
        ),
        "block min-w-0 max-sm:basis-full",
    )


def choice_of(label: str, everything: str, options: Any, value: Any, choose: Any) -> rx.Component:
    """One of the Options that the state holds, or everything."""
    return labelled(
        label,
        rx.el.select(
            rx.el.option(everything, value=""),
            each(options, lambda option: rx.el.option(option.name, value=option.value)),
            default_value=value,
            on_change=choose,
            class_name=FIELD,
        ),
    )


def day_choice(label: str, value: Any, choose: Any) -> rx.Component:
    """A date, or none."""
    return labelled(label, rx.el.input(type="date", default_value=value, on_change=choose, class_name=FIELD))


def search(label: str, find: Any, *, value: Any, most: int, class_name: str = "", **props: Any) -> rx.Component:
    """A field and its button; `find` gets the form with `search`."""
    field = rx.el.input(name="search", type="search", default_value=value, max_length=most, class_name=FIELD, **props)
    return rx.el.form(
        labelled(label, field, "min-w-0 flex-1"),
        button(icon("search"), _("Search"), type="submit"),
        on_submit=find,
        role="search",
        class_name=f"flex items-end gap-2 {class_name}",
    )


def nothing_left(narrowed: Any, clear: Any, otherwise: str) -> rx.Component:
    """What an empty list says: that the filter matches nothing, with the way out of it, or that there is nothing at all."""
    return rx.cond(
        narrowed,
        rx.el.span(
            _("Nothing matches the filter."),
            button(_("Clear the filter"), on_click=clear),
            class_name="flex flex-col items-center gap-3",
        ),
        otherwise,
    )
