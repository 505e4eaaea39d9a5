"""Tables that become cards on a phone, with their empty state and their pages."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, each
from actionpack_app.messages import _


def table(heads: list[str], rows: Any, show: Callable[[Any], list[rx.Component]], *, empty: Any) -> rx.Component:
    """A row for each item; on a phone each cell stands beneath its column's name."""

    def row(item: Any) -> rx.Component:
        cells = [
            rx.el.td(
                rx.el.span(head, aria_hidden="true", class_name="text-muted md:hidden") if head else rx.fragment(),
                cell,
                class_name="px-4 py-2 align-middle max-md:grid max-md:grid-cols-[8.5rem_1fr] max-md:items-center max-md:gap-2 md:py-3"
                if head
                else "px-4 py-2 align-middle md:py-3 md:text-right",
            )
            for head, cell in zip(heads, show(item), strict=True)
        ]
        return rx.el.tr(*cells, class_name="border-t border-line first:border-t-0 max-md:block max-md:py-2")

    return rx.cond(
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
                class_name="max-md:sr-only",
            ),
            rx.el.tbody(each(rows, row), class_name="max-md:block"),
            class_name="w-full border-collapse max-md:block",
        ),
        rx.el.p(empty, class_name="px-4 py-8 text-center text-muted"),
    )


def pager(number: Any, last: Any, total: Any, go: Any, *, more: Any = None) -> rx.Component:
    """Previous and next, and where one is; `more` where a long list isn't counted to its end."""
    plus = "" if more is None else rx.cond(more, "+", "")
    rest = _("There are more. Narrow the list to find them.")
    hint = rx.fragment() if more is None else rx.cond(more & (number == last), rx.el.p(rest, class_name="px-4 pb-3 text-muted"))
    return rx.cond(
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
