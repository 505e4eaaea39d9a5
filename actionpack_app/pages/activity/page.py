"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, button, card, each, file_link, heading, icon, link, notice
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
                empty=_empty(),
            ),
            pager(ActivityState.number, ActivityState.last, ActivityState.total, ActivityState.go),
            class_name="overflow-hidden",
        ),
        class_name="flex flex-col gap-5",
    )


def _empty() -> rx.Component:
    return rx.cond(
        ActivityState.narrowed,
        rx.el.span(
            _("Nothing matches the filter."),
            button(_("Clear the filter"), on_click=ActivityState.clear),
            class_name="flex flex-col items-center gap-3",
        ),
        _("Nothing has happened yet."),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        _choice(_("Who"), _("Everybody"), ActivityState.authors, ActivityState.who, ActivityState.choose_who),
        _choice(_("What"), _("Everything"), ActivityState.groups, ActivityState.what, ActivityState.choose_what),
        _day(_("From date"), ActivityState.since, ActivityState.choose_since),
        _day(_("To date"), ActivityState.until, ActivityState.choose_until),
        rx.el.form(
            _labelled(
                _("Search by number"),
                rx.el.input(
                    name="search",
                    type="search",
                    default_value=ActivityState.search,
                    max_length=40,
                    placeholder="ORD-2026-",
                    class_name=FIELD,
                ),
                "flex-1",
            ),
            button(icon("search"), _("Search"), type="submit"),
            on_submit=ActivityState.find,
            role="search",
            class_name="flex flex-1 items-end gap-2 max-sm:basis-full",
        ),
        file_link(_("Export as CSV"), ActivityState.csv_href),
        key=f"filter-{ActivityState.cleared}",
        class_name="flex flex-wrap items-end gap-3 border-b border-line p-4",
    )


def _labelled(label: str, field: rx.Component, class_name: str = "max-sm:basis-full") -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="mb-1 block text-[0.87rem] text-muted"),
        field,
        class_name=class_name,
    )


def _choice(label: str, everything: str, options: Any, value: Any, choose: Any) -> rx.Component:
    return _labelled(
        label,
        rx.el.select(
            rx.el.option(everything, value=""),
            each(options, lambda option: rx.el.option(option.name, value=option.value)),
            default_value=value,
            on_change=choose,
            class_name=FIELD,
        ),
    )


def _day(label: str, value: Any, choose: Any) -> rx.Component:
    return _labelled(label, rx.el.input(type="date", default_value=value, on_change=choose, class_name=FIELD))


def _row(item: Any) -> list[rx.Component]:
    return [
        rx.el.span(item.at, class_name="md:whitespace-nowrap"),
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
            link(item.offer, item.offer_href, class_name="text-[0.87rem] text-accent hover:underline"),
            rx.el.span(item.offer, class_name="text-[0.87rem] text-muted empty:hidden"),
        ),
        class_name="flex flex-col items-start gap-0.5",
    )
