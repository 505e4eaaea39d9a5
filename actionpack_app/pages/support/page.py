"""The list's tree, and that of one request."""

from typing import Any

import reflex as rx

from actionpack_app.components.attachments import attachments
from actionpack_app.components.basics import FIELD, back_link, badge, button, card, facts, icon, link, link_button, notice
from actionpack_app.components.forms import text_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.lookout import live
from actionpack_app.components.tables import pager, table
from actionpack_app.components.thread import thread
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.support.state import RequestState, SupportState
from actionpack_app.pages.support.tabs import support_heading
from actionpack_app.routes import SUPPORT, SUPPORT_NEW, localized

request = RequestState.request


def support_page() -> rx.Component:
    """The requests, filtered and searched."""
    return page(
        support_heading(_("Support"), current="list"),
        faces(SupportState.phase, SupportState.message, _list(), loading=page_skeleton()),
        active=SUPPORT,
    )


def _list() -> rx.Component:
    def row(item: Any) -> list[rx.Component]:
        return [
            link(item.number, item.href, class_name="whitespace-nowrap font-semibold text-accent hover:underline"),
            rx.el.span(
                rx.el.span(item.title, class_name=rx.cond(item.unread, "font-bold", "")),
                rx.cond(item.unread, rx.el.span(" ", badge(_("New answer"), "info"))),
                rx.cond(item.cancels, rx.el.span(" ", badge(_("Cancellation requested"), "warn"))),
                class_name="min-w-0",
            ),
            rx.el.span(item.problem),
            badge(item.status, item.tone),
            rx.el.span(item.updated, class_name="@4xl:whitespace-nowrap"),
        ]

    return card(
        rx.el.div(
            rx.el.div(
                *[
                    button(
                        text,
                        aria_pressed=rx.cond(SupportState.shown == key, "true", "false"),
                        kind="quiet",
                        on_click=SupportState.show(key),
                        class_name="aria-pressed:bg-accent-soft aria-pressed:text-accent",
                    )
                    for key, text in (("open", _("Open")), ("closed", _("Closed")), ("all", _("All")))
                ],
                role="group",
                aria_label=_("Filter"),
                class_name="flex gap-1",
            ),
            rx.el.form(
                rx.el.input(
                    name="search",
                    type="search",
                    default_value=SupportState.search,
                    aria_label=_("Search by number or title"),
                    placeholder=_("Search by number or title"),
                    max_length=80,
                    class_name=FIELD,
                ),
                button(icon("search"), _("Search"), type="submit"),
                on_submit=SupportState.find,
                role="search",
                class_name="flex flex-1 gap-2 max-sm:basis-full sm:max-w-md",
            ),
            class_name="flex flex-wrap items-center justify-between gap-3 border-b border-line p-4",
        ),
        rx.el.p(
            rx.cond(SupportState.company_wide, _("You see all requests of your company."), _("You see your own requests.")),
            class_name="px-4 pt-3 text-[0.9rem] text-muted",
        ),
        table(
            [_("Number"), _("Title"), _("Type of problem"), _("Status"), _("Last change")],
            SupportState.rows,
            row,
            empty=_("No requests here."),
        ),
        pager(SupportState.number, SupportState.last, SupportState.total, SupportState.go, more=SupportState.more),
        live(SupportState.news, on_look=SupportState.look, seen=False),
        class_name="overflow-hidden",
    )


def request_page() -> rx.Component:
    """One request with its thread."""
    return page(
        back_link(_("Partner Center requests"), localized(current_locale(), SUPPORT)),
        faces(RequestState.phase, RequestState.message, _request(), loading=page_skeleton()),
        active=SUPPORT,
    )


def _request() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(
                request.row.title, class_name="text-[1.7rem] font-bold leading-tight tracking-tight [overflow-wrap:anywhere]"
            ),
            badge(request.row.status, request.row.tone),
            class_name="flex flex-wrap items-center gap-3",
        ),
        refusal_notice(RequestState.refusal),
        card(
            facts(
                (_("Number"), request.row.number),
                (_("Type of problem"), request.row.problem),
                (_("Contact"), request.contact),
                (
                    _("Subscription"),
                    rx.cond(
                        request.subscription_href != "", link(request.subscription, request.subscription_href), rx.el.span("–")
                    ),
                ),
                (_("Last change"), request.row.updated),
            ),
        ),
        thread(RequestState.thread),
        live(RequestState.news, on_look=RequestState.look),
        rx.cond(request.closed, _closed()),
        rx.cond(RequestState.replies, _reply()),
        class_name="flex flex-col gap-5",
    )


def _reply() -> rx.Component:
    return card(
        rx.el.form(
            rx.el.input(type="hidden", name="form_key", value=RequestState.form_key, read_only=True),
            text_field(
                _("Reply"),
                "reply",
                value=RequestState.typed,
                problem=RequestState.problem,
                multiline=True,
                on_blur=RequestState.keep,
            ),
            attachments(RequestState.files, on_attach=RequestState.attach, on_remove=RequestState.detach, problem=""),
            rx.el.div(
                button(_("Close request"), on_click=RequestState.close, disabled=request.closed),
                button(_("Send reply"), kind="primary", type="submit", disabled=RequestState.busy | request.closed),
                class_name="flex flex-wrap justify-between gap-3",
            ),
            key=RequestState.form_key,
            no_validate=True,
            on_submit=RequestState.send,
            class_name="flex flex-col gap-4",
        ),
    )


def _closed() -> rx.Component:
    return notice(
        rx.el.p(_("This request is closed. Please open a new one.")),
        rx.el.div(link_button(_("New request"), localized(current_locale(), SUPPORT_NEW)), class_name="mt-2"),
    )
