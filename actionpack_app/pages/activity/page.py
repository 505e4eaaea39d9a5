"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import card, each, file_link, heading, link, notice
from actionpack_app.components.filters import choice_of, day_choice, nothing_left, search
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.messages import _
from actionpack_app.pages.activity.state import ActivityState
from actionpack_app.routes import ACTIVITY


def activity_page() -> rx.Component:
    """Filters, the list, the export."""
    return page(
        heading(_("Activity"), _("Who did what in your company, and when. Nothing of it can be changed or removed.")),
        faces(ActivityState.phase, ActivityState.message, _ready(), loading=page_skeleton()),
        active=ACTIVITY,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.cond(ActivityState.billing_only, notice(_("Your role sees what is about billing."))),
        card(
            _filters(),
            rx.el.p(ActivityState.zone_note, class_name="px-4 pt-3 text-[0.9rem] text-muted"),
            table(
                [_("When"), _("Who"), _("What"), _("About"), _("Change"), _("From where")],
                ActivityState.rows,
                _row,
                empty=nothing_left(ActivityState.narrowed, ActivityState.clear, _("Nothing has happened yet.")),
            ),
            pager(ActivityState.number, ActivityState.last, ActivityState.total, ActivityState.go, more=ActivityState.more),
            class_name="overflow-hidden",
        ),
        class_name="flex flex-col gap-5",
    )


def _filters() -> rx.Component:
    state = ActivityState
    return rx.el.div(
        choice_of(_("Who"), _("Everybody"), state.authors, state.who, state.choose_who),
        choice_of(_("What"), _("Everything"), state.groups, state.what, state.choose_what),
        day_choice(_("From date"), state.since, state.choose_since),
        day_choice(_("To date"), state.until, state.choose_until),
        search(
            _("Search by number"),
            state.find,
            value=state.search,
            most=40,
            placeholder="ORD-2026-",
            class_name="flex-1 max-sm:basis-full",
        ),
        file_link(_("Export as CSV"), state.csv_href),
        key=f"filter-{state.cleared}",
        class_name="flex flex-wrap items-end gap-3 border-b border-line p-4",
    )


def _row(item: Any) -> list[rx.Component]:
    return [
        rx.el.span(item.at, class_name="@4xl:whitespace-nowrap"),
        rx.el.span(item.who, class_name="[overflow-wrap:anywhere]"),
        rx.el.span(item.what),
        _about(item),
        rx.el.span(
            rx.el.span(item.change, class_name="block empty:hidden"),
            rx.el.span(
                each(item.more, rx.el.span),
                class_name="flex flex-wrap gap-x-3 text-[0.87rem] text-muted empty:hidden",
            ),
            class_name="min-w-0 [overflow-wrap:anywhere]",
        ),
        rx.el.span(item.address, class_name="text-muted [overflow-wrap:anywhere]"),
    ]


def _about(item: Any) -> rx.Component:
    return rx.el.span(
        rx.cond(
            item.number_href != "",
            link(item.number, item.number_href, class_name="whitespace-nowrap font-semibold text-accent hover:underline"),
            rx.el.span(item.number, class_name="whitespace-nowrap empty:hidden"),
        ),
        rx.cond(
            item.offer_href != "",
            link(
                item.offer, item.offer_href, class_name="inline-block py-0.5 text-[0.87rem] leading-6 text-accent hover:underline"
            ),
            rx.el.span(item.offer, class_name="text-[0.87rem] text-muted empty:hidden"),
        ),
        class_name="flex flex-col items-start gap-0.5",
    )
