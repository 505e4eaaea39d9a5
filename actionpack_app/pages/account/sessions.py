"""The card that lists where the person is signed in."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, card, count, each
from actionpack_app.components.live import card_title, refusal_notice
from actionpack_app.messages import _
from actionpack_app.pages.account.sessions_state import SessionsState

state = SessionsState


def sessions_card() -> rx.Component:
    """The browsers, this one first; each of the others can be signed out."""
    return card(
        card_title(_("Where you are signed in"), state.done),
        refusal_notice(state.refusal),
        rx.el.ul(each(state.rows, _row), aria_label=_("Where you are signed in"), class_name="flex flex-col"),
        rx.el.p(state.more, class_name="text-muted empty:hidden"),
        rx.cond(
            count(state.rows) > 1,
            button(_("Sign out everywhere else"), on_click=state.end_others, class_name="self-start"),
        ),
        rx.el.p(
            _("A session ends an hour after you last did something, and after twelve hours in any case."),
            class_name="text-[0.9rem] text-muted",
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row.name, class_name="font-semibold"),
            rx.el.p(row.detail, class_name="text-[0.9rem] text-muted"),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(
            row.is_here,
            rx.el.span(_("This browser"), class_name="font-semibold text-ok"),
            button(_("Sign out"), aria_label=_("Sign out") + ": " + row.name, on_click=state.end(row.key)),
        ),
        class_name="flex flex-wrap items-center gap-3 border-t border-line py-3 first:border-t-0 first:pt-0",
    )
