"""A support request's thread, as both sides read it."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.components.basics import anchor, badge, each, icon
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_size
from actionpack_app.routes import attachment


@dataclasses.dataclass(frozen=True)
class ThreadFile:
    """A file of a message."""

    href: str
    name: str


def thread_file(file_id: str, name: str, size_bytes: int) -> ThreadFile:
    """With its size, as the reader's language writes it."""
    return ThreadFile(attachment(file_id), f"{name} ({format_size(size_bytes)})")


def thread(messages: Any, *, internal: bool = False) -> rx.Component:
    """The messages with their files, the oldest first; where notes are `internal`, they are marked as such."""
    return rx.el.section(
        rx.el.h2(_("Thread"), class_name="mb-3 text-[1.1rem] font-bold"),
        rx.el.ol(each(messages, lambda message: _message(message, internal=internal)), class_name="flex flex-col gap-3"),
    )


def _message(message: Any, *, internal: bool) -> rx.Component:
    base, plain = "rounded-xl border p-4", "border-line bg-surface"
    marked = rx.cond(message.internal, f"{base} border-dashed border-warn bg-warn-soft", f"{base} {plain}") if internal else None
    return rx.el.li(
        rx.el.div(
            rx.el.span(message.author, class_name="font-semibold"),
            rx.cond(message.internal, badge(_("Internal note"), "warn")) if internal else rx.fragment(),
            rx.el.span(message.at, class_name="text-[0.87rem] text-muted sm:ml-auto"),
            class_name="mb-1.5 flex flex-wrap items-baseline gap-2",
        ),
        rx.el.p(message.body, class_name="whitespace-pre-wrap [overflow-wrap:anywhere]"),
        rx.el.ul(each(message.files, _file), class_name="mt-2 empty:hidden"),
        class_name=f"{base} {plain}" if marked is None else marked,
    )


def _file(item: Any) -> rx.Component:
    return rx.el.li(
        anchor(
            icon("paperclip"),
            item.name,
            href=item.href,
            download=True,
            class_name="inline-flex items-center gap-1.5 text-accent hover:underline",
        )
    )
