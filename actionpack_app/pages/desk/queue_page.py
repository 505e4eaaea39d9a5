"""The queue's tree: filters and the list."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import badge, card, link
from actionpack_app.components.filters import choice, search
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.lookout import live
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page_skeleton
from actionpack_app.messages import _
from actionpack_app.messages.words import PROBLEMS, problem_name
from actionpack_app.pages.desk.caring import assigned_filter, assignee, take_button, waits
from actionpack_app.pages.desk.queue_state import QueueState

state = QueueState


def queue() -> rx.Component:
    """The list of requests, what waits longest first."""
    return faces(state.phase, state.message, _ready(), loading=page_skeleton())


def _ready() -> rx.Component:
    return rx.el.div(
        refusal_notice(state.trouble),
        card(
            _filters(),
            table(
                [_("Request"), _("Company"), _("Status"), _("Age"), _("Last message"), _("Assigned to"), ""],
                state.rows,
                _row,
                empty=_("No requests here."),
            ),
            pager(state.number, state.last, state.total, state.go, more=state.more),
            live(state.news, on_look=state.look, seen=False),
            class_name="overflow-hidden",
        ),
        class_name="flex flex-col gap-5",
    )


def _filters() -> rx.Component:
    return rx.el.div(
        choice(
            _("Status"),
            [
                ("open", _("Open: waits for us")),
                ("answered", _("Answered: waits for the partner")),
                ("closed", _("Closed")),
                ("all", _("All")),
            ],
            value=state.waiting,
            choose=state.show,
        ),
        choice(
            _("Type of problem"),
            [("", _("Every type")), *[(problem, problem_name(problem)) for problem in PROBLEMS]],
            value=state.problem,
            choose=state.choose_problem,
        ),
        assigned_filter(state.assigned, state.choose_assigned),
        search(
            _("Number, title, company or MPN ID"),
            state.find,
            value=state.search,
            most=80,
            class_name="flex-1 max-sm:basis-full sm:min-w-80",
        ),
        class_name="flex flex-wrap items-end gap-3 border-b border-line p-4 [&_select]:sm:max-w-56",
    )


def _row(item: Any) -> list[rx.Component]:
    return [
        rx.el.span(
            link(item.number, item.href, class_name="whitespace-nowrap font-semibold text-accent hover:underline"),
            rx.el.span(item.title, class_name="block [overflow-wrap:anywhere]"),
            rx.el.span(item.problem, class_name="block text-[0.87rem] text-muted"),
            rx.cond(item.cancels, badge(_("Cancellation requested"), "warn")),
            class_name="block min-w-0",
        ),
        rx.el.span(
            rx.el.span(item.company, class_name="block [overflow-wrap:anywhere]"),
            rx.el.span(item.mpn, class_name="block whitespace-nowrap text-[0.87rem] text-muted empty:hidden"),
            class_name="min-w-0",
        ),
        badge(item.status, item.tone),
        waits(item.care),
        rx.el.span(item.last, class_name="min-w-0"),
        assignee(item.care),
        take_button(item.care, state.take(item.number)),
    ]
