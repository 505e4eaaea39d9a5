"""Tables that become cards where room is short, be it a phone or large text; with their empty state and their pages."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, each
from actionpack_app.components.live import spoken
from actionpack_app.messages import _


def table(heads: list[str], rows: Any, show: Callable[[Any], list[rx.Component]], *, empty: Any) -> rx.Component:
    """A row for each item; where there is no room for columns, each cell stands beside or beneath its column's name.

    The room is the table's own, in the text's measure: windows say nothing of large text, or of what stands beside the table.
    """

    def row(item: Any) -> rx.Component:
        cells = [
            rx.el.td(
                rx.el.span(head, aria_hidden="true", class_name="text-muted @4xl:hidden") if head else rx.fragment(),
                cell,
                class_name="px-4 py-2 align-middle @max-4xl:grid @max-4xl:grid-cols-[8.5rem_1fr] @max-xs:grid-cols-1 @max-4xl:items-center @max-4xl:gap-2 @4xl:py-3"
                if head
                else "px-4 py-2 align-middle @4xl:py-3 @4xl:text-right",
            )
            for head, cell in zip(heads, show(item), strict=True)
        ]
        return rx.el.tr(*cells, class_name="border-t border-line first:border-t-0 @max-4xl:block @max-4xl:py-2")

    shown = rx.cond(
        rows.length() > 0,
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *[
                        rx.el.th(
                            head or rx.el.span(_("Actions"), class_name="sr-only"),
                            scope="col",
                            class_name="px-4 py-2.5 text-left text-[0.87rem] font-semibold text-muted",
                        )
                        for head in heads
                    ],
                    class_name="border-b border-line",
                ),
                class_name="@max-4xl:sr-only",
            ),
            rx.el.tbody(each(rows, row), class_name="@max-4xl:block"),
            class_name="w-full border-collapse @max-4xl:block",
        ),
        rx.el.p(empty, class_name="px-4 py-8 text-center text-muted"),
    )
    return rx.el.div(shown, class_name="@container")


def pager(number: Any, last: Any, total: Any, go: Any, *, more: Any = None) -> rx.Component:
    """Previous and next, where one is, and, said when a filter changes it, how many there are; `more` where a long list isn't counted to the end."""
    plus = "" if more is None else rx.cond(more, "+", "")
    rest = _("There are more. Narrow the list to find them.")
    hint = rx.fragment() if more is None else rx.cond(more & (number == last), rx.el.p(rest, class_name="px-4 pb-3 text-muted"))
    nav = rx.cond(
        last > 1,
        rx.el.div(
            rx.el.nav(
                button(_("Previous"), on_click=go(number - 1), disabled=number <= 1),
                rx.el.span(number, " / ", last, plus, " · ", total, plus, role="status", class_name="text-muted"),
                button(_("Next"), on_click=go(number + 1), disabled=number >= last),
                aria_label=_("Pages"),
                class_name="flex items-center justify-between gap-3 border-t border-line px-4 py-3",
            ),
            hint,
        ),
    )
    return rx.fragment(spoken(rx.fragment(_("Found:"), " ", total, plus)), nav)
