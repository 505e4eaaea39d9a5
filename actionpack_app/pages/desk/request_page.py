"""One request at the desk: the tree."""

import reflex as rx

from actionpack_app.components.attachments import attachments
from actionpack_app.components.basics import FIELD, back_link, badge, button, card, count, each, facts_of, link_button, notice
from actionpack_app.components.forms import text_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.lookout import live
from actionpack_app.components.thread import thread
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.desk.caring import assignee, take_button, waits
from actionpack_app.pages.desk.request_state import NOTE, REPLY, DeskRequestState
from actionpack_app.routes import DESK, desk_list, localized
from actionpack_app.services.desk.queue import Section

state = DeskRequestState
request = DeskRequestState.request


def desk_request_page() -> rx.Component:
    """Facts, thread, answer, note, assignment."""
    return page(
        back_link(_("Desk"), localized(current_locale(), DESK)),
        faces(state.phase, state.message, _request(), loading=page_skeleton()),
        active=DESK,
    )


def _request() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(
                request.row.title, class_name="text-[1.7rem] font-bold leading-tight tracking-tight [overflow-wrap:anywhere]"
            ),
            badge(request.row.status, request.row.tone),
            rx.cond(request.row.cancels, badge(_("Cancellation requested"), "warn")),
            rx.el.span(waits(request.row.care), class_name="text-muted"),
            class_name="flex flex-wrap items-center gap-3",
        ),
        refusal_notice(state.refusal),
        _verdict(),
        rx.el.div(
            card(
                facts_of(state.facts),
            ),
            _care(),
            class_name="grid items-start gap-5 @4xl:grid-cols-[1fr_20rem]",
        ),
        thread(state.thread, internal=True),
        live(state.news, on_look=state.look),
        rx.cond(request.closed, _closed()),
        rx.cond(request.may_answer, rx.fragment(rx.cond(state.replies, _reply()), _note())),
        class_name="@container flex flex-col gap-5",
    )


def _verdict() -> rx.Component:
    """Whether a refund is due, and where it is decided."""
    decide = link_button(_("Decide"), desk_list(current_locale(), Section.CANCELLATIONS), kind="primary")
    told = rx.fragment(
        rx.el.p(rx.cond(request.refund_due, _("Refund due"), _("No refund due")), class_name="font-semibold"),
        rx.el.p(request.verdict),
        rx.cond(request.may_decide, rx.el.div(decide, class_name="mt-2"), rx.el.p(_("Finance decides it."))),
    )
    return rx.cond(request.verdict != "", notice(told, tone="warn"))


def _care() -> rx.Component:
    care = request.row.care
    return card(
        rx.el.h2(_("Assigned to"), class_name="font-bold"),
        assignee(care),
        rx.el.div(
            take_button(care, state.take, kind="primary"),
            rx.cond(care.mine, button(_("Put down"), on_click=state.put_down)),
            class_name="flex flex-wrap gap-2 empty:hidden",
        ),
        rx.cond(
            count(state.colleagues) > 0,
            rx.el.form(
                rx.el.label(
                    rx.el.span(_("Assign to a colleague"), class_name="mb-1 block text-[0.87rem] text-muted"),
                    rx.el.select(
                        rx.el.option(_("Please choose"), value=""),
                        each(state.colleagues, lambda colleague: rx.el.option(colleague.name, value=colleague.id)),
                        name="to",
                        class_name=FIELD,
                    ),
                    class_name="min-w-0 flex-1",
                ),
                button(_("Assign"), type="submit"),
                key=care.assigned_to,
                on_submit=state.give,
                class_name="flex items-end gap-2",
            ),
        ),
        class_name="flex flex-col gap-3 p-5",
    )


def _reply() -> rx.Component:
    return card(
        rx.el.form(
            rx.el.input(type="hidden", name="form_key", value=state.keys[REPLY], read_only=True),
            text_field(
                _("Reply"),
                REPLY,
                value=state.typed[REPLY],
                problem=state.problems[REPLY],
                multiline=True,
                on_blur=lambda text: state.keep(REPLY, text),
            ),
            attachments(state.files, on_attach=state.attach, on_remove=state.detach, problem="", answers=request.row.number),
            rx.el.p(_("The contact is told by mail."), class_name="text-[0.87rem] text-muted"),
            rx.el.div(
                rx.cond(
                    request.row.cancels,
                    rx.fragment(),
                    button(_("Close request"), on_click=state.close, disabled=request.closed),
                ),
                button(
                    _("Send reply"), kind="primary", type="submit", disabled=state.busy | request.closed, class_name="ml-auto"
                ),
                class_name="flex flex-wrap justify-between gap-3",
            ),
            key=state.keys[REPLY],
            no_validate=True,
            on_submit=state.send,
            class_name="flex flex-col gap-4",
        ),
    )


def _note() -> rx.Component:
    return card(
        rx.el.form(
            rx.el.input(type="hidden", name="form_key", value=state.keys[NOTE], read_only=True),
            text_field(
                _("Internal note"),
                NOTE,
                value=state.typed[NOTE],
                problem=state.problems[NOTE],
                multiline=True,
                on_blur=lambda text: state.keep(NOTE, text),
            ),
            rx.el.div(
                rx.el.p(_("Only the desk reads it; the partner never does."), class_name="text-[0.87rem] text-muted"),
                button(_("Add note"), type="submit", disabled=state.busy),
                class_name="flex flex-wrap items-center justify-between gap-3",
            ),
            key=state.keys[NOTE],
            no_validate=True,
            on_submit=state.add_note,
            class_name="flex flex-col gap-4",
        ),
    )


def _closed() -> rx.Component:
    return notice(
        rx.el.p(_("This request is closed.")),
        rx.cond(
            request.may_answer & ~request.row.cancels,
            rx.el.div(button(_("Reopen request"), on_click=state.reopen), class_name="mt-2"),
        ),
    )
