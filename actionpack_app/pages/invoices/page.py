"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, card, count, each, file_link, heading, link
from actionpack_app.components.filters import search
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _
from actionpack_app.messages.words import offer_name
from actionpack_app.pages.invoices.state import InvoicesState
from actionpack_app.routes import INVOICES


def invoices_page() -> rx.Component:
    """Spend per year, filters, the list."""
    return page(
        heading(_("Invoices"), _("What was invoiced to your company. An issued invoice never changes.")),
        faces(InvoicesState.phase, InvoicesState.message, _ready(), loading=page_skeleton()),
        active=INVOICES,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.cond(count(InvoicesState.spend) > 0, _spend()),
        card(
            _filters(),
            table(
                [_("Invoice number"), _("Date"), _("Offer"), _("Order number"), _("Net"), _("Tax"), _("Total"), ""],
                InvoicesState.rows,
                _row,
                empty=_("No invoices match. Change the filter, or buy an offer to get your first one."),
            ),
            pager(InvoicesState.number, InvoicesState.last, InvoicesState.total, InvoicesState.go, more=InvoicesState.more),
            class_name="overflow-hidden",
        ),
        class_name="flex flex-col gap-5",
    )


def _spend() -> rx.Component:
    def bar(item: Any) -> rx.Component:
        return rx.el.div(
            rx.el.dt(item.year, class_name="tabular-nums text-muted"),
            rx.el.dd(
                rx.el.svg(
                    rx.el.svg.rect(width=f"{item.width}%", height="14", rx="4", fill="var(--accent)", opacity="0.55"),
                    width="100%",
                    height="14",
                    aria_hidden="true",
                    class_name="block flex-1",
                ),
                rx.el.span(item.total, class_name="w-32 text-right font-semibold tabular-nums"),
                class_name="flex items-center gap-3",
            ),
            class_name="grid grid-cols-[3.5rem_1fr] items-center gap-2 py-1",
        )

    return card(
        rx.el.h2(_("Spend per year"), class_name="mb-2 text-[1.1rem] font-bold"),
        rx.el.dl(each(InvoicesState.spend, bar)),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.span(_("Year"), class_name="mb-1 block text-[0.87rem] text-muted"),
            rx.el.select(
                rx.el.option(_("All years"), value=""),
                each(InvoicesState.years, lambda year: rx.el.option(year, value=year)),
                default_value=InvoicesState.year,
                on_change=InvoicesState.choose_year,
                class_name=FIELD,
            ),
        ),
        rx.el.label(
            rx.el.span(_("Offer"), class_name="mb-1 block text-[0.87rem] text-muted"),
            rx.el.select(
                rx.el.option(_("All offers"), value=""),
                *[rx.el.option(offer_name(offer), value=offer) for offer in Offer],
                default_value=InvoicesState.offer,
                on_change=InvoicesState.choose_offer,
                class_name=FIELD,
            ),
        ),
        search(
            _("Search by number"),
            InvoicesState.find,
            value=InvoicesState.search,
            most=40,
            placeholder="INV-2026-",
            class_name="flex-1 max-sm:basis-full",
        ),
        file_link(_("Export as CSV"), InvoicesState.csv_href),
        class_name="flex flex-wrap items-end gap-3 border-b border-line p-4",
    )


def _row(item: Any) -> list[rx.Component]:
    return [
        rx.el.span(item.number, id=f"number-{item.number}", class_name="whitespace-nowrap font-semibold"),
        rx.el.span(item.issued, class_name="@4xl:whitespace-nowrap"),
        rx.el.span(item.offer),
        link(item.order_number, item.order_href, class_name="whitespace-nowrap font-semibold text-accent hover:underline"),
        rx.el.span(item.net, class_name="whitespace-nowrap tabular-nums"),
        rx.el.span(item.tax, class_name="whitespace-nowrap tabular-nums"),
        rx.el.span(item.total, class_name="whitespace-nowrap font-semibold tabular-nums"),
        rx.el.div(
            file_link(_("Download invoice"), item.href, aria_describedby=f"number-{item.number}"),
            rx.cond(item.credit_note != "", file_link(item.credit_note, item.credit_note_href)),
            class_name="flex flex-wrap gap-2 @4xl:justify-end",
        ),
    ]
