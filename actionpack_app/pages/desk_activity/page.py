"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, button, card, heading, icon, link
from actionpack_app.components.filters import choice_of, day_choice, labelled, nothing_left
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.messages import _
from actionpack_app.pages.desk_activity.state import DeskActivityState
from actionpack_app.routes import DESK_ACTIVITY


def desk_activity_page() -> rx.Component:
    """Filters and the list."""
    state = DeskActivityState
    return page(
        heading(_("Activity across partners"), _("Who did what at which partner. Times are UTC, those of test clocks too.")),
        faces(state.phase, state.message, _ready(), loading=page_skeleton()),
        active=DESK_ACTIVITY,
    )


def _ready() -> rx.Component:
    state = DeskActivityState
    return rx.el.div(
        card(
            _filters(),
            table(
                [_("When"), _("Partner"), _("Who"), _("What"), _("About"), _("Change"), _("From where")],
                state.rows,
                _row,
                empty=nothing_left(state.narrowed, state.clear, _("Nothing has happened yet.")),
            ),
            pager(state.number, state.last, state.total, state.go, more=state.more),
            class_name="overflow-hidden",
        ),
        class_name="flex flex-col gap-5",
    )


def _filters() -> rx.Component:
    state = DeskActivityState
    return rx.el.div(
        rx.el.form(
            labelled(_("MPN ID"), _field("mpn_id", state.mpn_id, 7), "max-sm:basis-full sm:w-32"),
            labelled(_("Person's email address"), _field("email", state.email, 254), "min-w-0 flex-1 max-sm:basis-full"),
            button(icon("search"), _("Search"), type="submit"),
            on_submit=state.find,
            role="search",
            class_name="flex basis-full flex-wrap items-end gap-2",
        ),
        choice_of(_("Who"), _("Everybody"), state.authors, state.who, state.choose_who),
        choice_of(_("What"), _("Everything"), state.groups, state.what, state.choose_what),
        day_choice(_("From date"), state.since, state.choose_since),
        day_choice(_("To date"), state.until, state.choose_until),
        key=f"filter-{state.cleared}",
        class_name="flex flex-wrap items-end gap-3 border-b border-line p-4",
    )


def _field(name: str, value: Any, most: int) -> rx.Component:
    return rx.el.input(name=name, type="search", default_value=value, max_length=most, class_name=FIELD)


def _row(item: Any) -> list[rx.Component]:
    return [
        rx.el.span(item.at),
        rx.el.span(
            link(item.company, item.href, class_name="font-semibold text-accent hover:underline [overflow-wrap:break-word]"),
            rx.el.span(item.mpn, class_name="block whitespace-nowrap text-[0.87rem] text-muted empty:hidden"),
        ),
        rx.el.span(item.who, class_name="[overflow-wrap:break-word]"),
        rx.el.span(item.what),
        rx.el.span(item.number, class_name="[overflow-wrap:break-word]"),
        rx.el.span(item.change, class_name="[overflow-wrap:break-word]"),
        rx.el.span(item.address, class_name="text-muted [overflow-wrap:break-word]"),
    ]
