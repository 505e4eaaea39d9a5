"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, card, each, heading, link
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.tables import pager, table
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.domain.mails import Trouble
from actionpack_app.messages import _
from actionpack_app.pages.desk_mails.state import LIST, MailsState
from actionpack_app.routes import DESK_MAILS


def mails_page() -> rx.Component:
    """The two lists, one at a time."""
    return page(
        heading(_("Failed mails"), _("Notices and messages that didn't reach their reader. Times are UTC.")),
        faces(MailsState.phase, MailsState.message, _ready(), loading=page_skeleton()),
        active=DESK_MAILS,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.el.div(each(MailsState.tabs, _tab), role="group", aria_label=_("Lists"), class_name="flex flex-wrap gap-2"),
        rx.el.p(MailsState.said, role="status", class_name="text-ok font-semibold empty:absolute"),
        refusal_notice(MailsState.refusal),
        card(
            rx.cond(MailsState.shown == Trouble.FAILED, _failed(), _retried()),
            pager(MailsState.number, MailsState.last, MailsState.total, MailsState.go),
            id=LIST,
            tab_index=-1,
            class_name="overflow-hidden",
        ),
        class_name="flex flex-col gap-5",
    )


def _tab(tab: Any) -> rx.Component:
    chosen = MailsState.shown == tab.key
    return rx.el.button(
        tab.name,
        rx.el.span(tab.count, class_name="tabular-nums text-muted"),
        type="button",
        aria_pressed=rx.cond(chosen, "true", "false"),
        on_click=MailsState.show(tab.key),
        class_name=rx.cond(
            chosen,
            "flex gap-2 rounded-lg bg-accent-soft px-3 py-2 font-semibold text-accent",
            "flex gap-2 rounded-lg px-3 py-2 hover:bg-raised",
        ),
    )


def _failed() -> rx.Component:
    return table(
        [_("Partner"), _("Reader"), _("Mail"), _("What happened"), _("Tries"), ""],
        MailsState.rows,
        lambda item: [*_cells(item), button(_("Send again"), on_click=MailsState.again(item.key))],
        empty=_("No mail has been given up."),
    )


def _retried() -> rx.Component:
    return table(
        [_("Partner"), _("Reader"), _("Mail"), _("What happened"), _("Tries"), _("Next try")],
        MailsState.rows,
        lambda item: [*_cells(item), rx.el.span(item.next_try)],
        empty=_("No mail waits to be tried again."),
    )


def _cells(item: Any) -> list[rx.Component]:
    return [
        rx.el.span(
            rx.cond(
                item.href != "",
                link(item.company, item.href, class_name="font-semibold text-accent hover:underline [overflow-wrap:break-word]"),
                rx.el.span(item.company),
            ),
            rx.el.span(item.mpn, class_name="block whitespace-nowrap text-[0.87rem] text-muted empty:hidden"),
        ),
        rx.el.span(
            rx.el.span(item.reader, class_name="block"),
            rx.el.span(item.email, class_name="block text-[0.87rem] text-muted @max-4xl:[overflow-wrap:anywhere]"),
            class_name="min-w-0",
        ),
        rx.el.span(item.what, class_name="[overflow-wrap:break-word]"),
        rx.el.span(item.why),
        rx.el.span(item.tries, class_name="tabular-nums"),
    ]
