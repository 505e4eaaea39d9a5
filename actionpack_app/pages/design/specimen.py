"""How the page shows things: chapters, specimens named as the code names them, and the states of each."""

import dataclasses
from collections.abc import Callable
from typing import Any

import reflex as rx

NOTHING = rx.noop()
"""What happens when a sample is used."""


def name_of(component: Callable[..., Any]) -> str:
    """Where engineers find a component: `components.basics.button`."""
    return f"{component.__module__.removeprefix('actionpack_app.')}.{getattr(component, '__name__', '')}"


@dataclasses.dataclass(frozen=True)
class Chapter:
    """Specimens that belong together."""

    key: str
    title: str
    specimens: tuple[rx.Component, ...]


def chapter(key: str, title: str, *specimens: rx.Component) -> Chapter:
    """A part of the page; `key` is its place in the address."""
    return Chapter(key, title, specimens)


def specimen(component: Callable[..., Any], *states: rx.Component) -> rx.Component:
    """A component under its name in the code, in all its states."""
    name = name_of(component)
    return rx.el.div(
        rx.el.h3(name, class_name="font-mono text-[0.87rem] font-semibold [overflow-wrap:anywhere]"),
        *states,
        id=name,
        custom_attrs={"data-component": name},
        class_name="flex min-w-0 flex-col gap-4 rounded-xl border border-line bg-surface p-5",
    )


def state(name: str, *content: Any) -> rx.Component:
    """One state, under its name."""
    return rx.el.div(
        rx.el.p(name, class_name="mb-1 text-[0.87rem] text-muted"),
        rx.el.div(*content, class_name="flex min-w-0 flex-wrap items-start gap-2.5"),
        class_name="min-w-0",
    )


def wide(name: str, content: Any) -> rx.Component:
    """A state of something that takes all the width that there is."""
    return rx.el.div(rx.el.p(name, class_name="mb-1 text-[0.87rem] text-muted"), content, class_name="min-w-0")
