"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import badge, button, card, count, each, file_link, heading, link, named_facts, way_out
from actionpack_app.components.forms import text_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.lookout import live
from actionpack_app.components.tables import pager
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.desk.caring import assigned_filter, assignee, take_button, waits
from actionpack_app.pages.desk.queue_page import queue
from actionpack_app.pages.desk.queue_state import QueueState
from actionpack_app.pages.desk.state import REQUESTS, DeskState
from actionpack_app.pages.desk.view import CASES_RECORD, CLOSE, CONFIRM, DECLINE, END, RECORD, REFUND, REJECT
from actionpack_app.routes import ATTACHMENTS, DESK, desk_request
from actionpack_app.services.desk.queue import Section


def desk_page() -> rx.Component:
    """Lists, and the dialog in which something is decided."""
    return page(
        heading(_("Desk"), _("What waits for us. Times are UTC.")),
        faces(DeskState.phase, DeskState.message, _ready(), loading=page_skeleton()),
        _question(),
        active=DESK,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            each(DeskState.tabs, _tab),
            role="group",
            aria_label=_("Lists"),
            class_name="flex flex-wrap gap-2",
        ),
        rx.cond(DeskState.section == REQUESTS, queue(), _money()),
        class_name="flex flex-col gap-5",
    )


def _money() -> rx.Component:
    """One of finance's lists."""
    return rx.fragment(
        refusal_notice(DeskState.trouble),
        rx.cond(
            DeskState.section != Section.NOTIFICATIONS,
            rx.el.div(assigned_filter(DeskState.assigned, DeskState.choose_assigned), class_name="max-w-64"),
        ),
        rx.cond(
            count(DeskState.items) > 0,
            rx.el.ul(each(DeskState.items, _item), class_name="flex flex-col gap-4"),
            card(rx.el.p(_("Nothing waits here."), class_name="text-center text-muted"), class_name="p-8"),
        ),
        pager(DeskState.number, DeskState.last, DeskState.total, DeskState.go),
        live(DeskState.news, on_look=DeskState.look, seen=False),
    )


def _tab(tab: Any) -> rx.Component:
    chosen = DeskState.section == tab.key
    return rx.el.button(
        tab.name,
        rx.el.span(
            rx.cond((tab.key == REQUESTS) & chosen & (QueueState.open_count != ""), QueueState.open_count, tab.count),
            class_name="tabular-nums text-muted",
        ),
        type="button",
        aria_pressed=rx.cond(chosen, "true", "false"),
        on_click=DeskState.choose(tab.key),
        class_name=rx.cond(
            chosen,
            "flex gap-2 rounded-lg bg-accent-soft px-3 py-2 font-semibold text-accent",
            "flex gap-2 rounded-lg px-3 py-2 hover:bg-raised",
        ),
    )


def _item(item: Any) -> rx.Component:
    return rx.el.li(
        card(
            rx.el.div(
                rx.el.h2(
                    rx.cond(
                        DeskState.section == Section.CANCELLATIONS,
                        link(_called(item), desk_request(current_locale(), "") + item.key),
                        _called(item),
                    ),
                    id=_title_id(item),
                    class_name="text-[1.05rem] font-bold",
                ),
                rx.cond(item.status != "", badge(item.status, item.tone)),
                rx.el.span(item.company, class_name="text-muted"),
                rx.el.span(waits(item.care), class_name="text-muted sm:ml-auto"),
                class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
            ),
            named_facts(DeskState.names, item.known),
            rx.el.div(
                rx.cond(
                    (DeskState.records != "") & (DeskState.section == Section.CASES),
                    way_out(
                        _("Show at the provider"), DeskState.records + item.known[CASES_RECORD], aria_describedby=_title_id(item)
                    ),
                ),
                rx.cond(count(item.file) > 0, file_link(item.file[0], f"{ATTACHMENTS}/" + item.file[1])),
                _action(item, CONFIRM, _("Confirm transfer"), kind="primary"),
                _action(item, REJECT, _("Reject proof")),
                _action(item, REFUND, _("Cancel and refund"), kind="danger"),
                _action(item, END, _("End at expiry")),
                _action(item, DECLINE, _("Decline")),
                _action(item, RECORD, _("Record refund"), kind="primary"),
                _action(item, CLOSE, _("Close case")),
                rx.cond(
                    DeskState.section != Section.NOTIFICATIONS,
                    rx.el.div(
                        assignee(item.care),
                        take_button(item.care, DeskState.take(item.key)),
                        rx.cond(item.care.mine, button(_("Put down"), kind="quiet", on_click=DeskState.put_down(item.key))),
                        class_name="flex flex-wrap items-center gap-x-3 gap-y-2 sm:ml-auto",
                    ),
                ),
                class_name="flex flex-wrap gap-2.5 empty:hidden",
            ),
            class_name="flex flex-col gap-3 p-5",
        ),
        key=item.key,  # while the list changes, what is under the pointer stays the same thing
    )


def _action(item: Any, action: str, text: str, *, kind: str = "plain") -> rx.Component:
    ask = DeskState.ask(action, item.key)
    return rx.cond(item.decisions.contains(action), button(text, kind=kind, aria_describedby=_title_id(item), on_click=ask))


def _called(item: Any) -> Any:
    return rx.cond(item.title != "", item.title, item.key)


def _title_id(item: Any) -> Any:
    """What a button is about, among many of its name."""
    return f"title-{item.key}"


def _question() -> rx.Component:
    action = DeskState.action
    asks = (action == REJECT) | (action == DECLINE) | (action == RECORD) | (action == CLOSE)
    return modal(
        rx.match(
            action,
            (CONFIRM, _("Confirm transfer")),
            (REJECT, _("Reject proof")),
            (REFUND, _("Cancel and refund")),
            (END, _("End at expiry")),
            (DECLINE, _("Decline")),
            (RECORD, _("Record refund")),
            _("Close case"),
        ),
        rx.el.form(
            rx.el.p(
                rx.match(
                    action,
                    (CONFIRM, _("The order is paid, the term begins, and the invoice is issued. This can't be undone.")),
                    (REJECT, _("The order waits for its payment again, and the partner reads your reason.")),
                    (REFUND, _("The subscription ends today, its invoice is credited, and the money goes back. This can't be undone.")),
                    (END, _("Automatic renewal is turned off; what was paid runs to its end.")),
                    (DECLINE, _("Everything stays as it is, and the partner reads your reason.")),
                    (RECORD, _("Record it once the money is sent: the partner then reads that it was refunded.")),
                    _("Closing a case changes no money. Say how it was settled."),
                )
            ),
            named_facts(DeskState.names, DeskState.subject.known),
            rx.cond(
                asks,
                text_field(
                    rx.match(action, (RECORD, _("Transaction reference")), (CLOSE, _("How it was settled")), _("Reason")),
                    "said",
                    value="",
                    problem=DeskState.problem,
                    auto_complete="off",
                ),
            ),
            refusal_notice(DeskState.refusal),
            rx.el.div(
                button(_("Back"), on_click=DeskState.change_open(False)),
                button(
                    _("Submit"),
                    kind="primary",
                    type="submit",
                    disabled=DeskState.busy,
                ),
                class_name="flex justify-between gap-3",
            ),
            key=DeskState.subject.key + action,
            no_validate=True,
            on_submit=DeskState.decide,
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=action != "",
        on_change=DeskState.change_open,
        description=rx.cond(
            DeskState.subject.company != "", _called(DeskState.subject) + " · " + DeskState.subject.company, _called(DeskState.subject)
        ),
    )  # fmt: skip
