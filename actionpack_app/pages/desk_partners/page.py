"""The search for partners."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import card, each, heading, link
from actionpack_app.components.filters import search
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.messages import _
from actionpack_app.pages.desk_partners.state import DeskPartnersState
from actionpack_app.routes import DESK_PARTNERS


def partners_page() -> rx.Component:
    """The search field and the list."""
    return page(
        heading(_("Partners"), _("Look a partner up, and see what it sees. Each look stands in the partner's activity.")),
        faces(DeskPartnersState.phase, DeskPartnersState.message, _ready(), loading=page_skeleton()),
        active=DESK_PARTNERS,
    )


def _ready() -> rx.Component:
    return card(
        search(
            _("Search for a partner"),
            DeskPartnersState.find,
            value=DeskPartnersState.search,
            most=120,
            aria_describedby="search-hint",
            class_name="px-4 pt-4",
        ),
        rx.el.p(
            _("Company name, MPN ID, tax ID, somebody's email address, or the number of an order, invoice or request."),
            id="search-hint",
            class_name="border-b border-line px-4 pb-4 pt-2 text-[0.87rem] text-muted",
        ),
        table(
            [_("Company"), _("MPN ID"), _("Country"), _("Managed in"), _("Memberships")],
            DeskPartnersState.rows,
            _row,
            empty=rx.cond(DeskPartnersState.search != "", _("No partner matches."), _("There are no partners yet.")),
        ),
        pager(DeskPartnersState.number, DeskPartnersState.last, DeskPartnersState.total, DeskPartnersState.go),
        class_name="overflow-hidden",
    )


def _row(item: Any) -> list[rx.Component]:
    return [
        link(item.name, item.href, class_name="font-semibold text-accent hover:underline [overflow-wrap:break-word]"),
        rx.el.span(item.mpn, class_name="tabular-nums"),
        rx.el.span(item.country),
        rx.el.span(item.managed_in),
        rx.el.span(
            each(item.held, lambda held: rx.el.span(held, class_name="block")),
            rx.cond(item.held.length() == 0, rx.el.span("–"), rx.fragment()),
        ),
    ]
