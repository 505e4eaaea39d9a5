"""The card of codes at sign-in."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, card, each, icon
from actionpack_app.components.copying import copy_field
from actionpack_app.components.forms import code_field
from actionpack_app.components.live import card_title, refusal_notice
from actionpack_app.messages import _
from actionpack_app.pages.account.second_factor_state import BEGUN, CODES, ENDING, NONE, OFF, ON, SecondFactorState

state = SecondFactorState


def second_factor_card() -> rx.Component:
    """For people with a password; whoever signs in elsewhere has it there."""
    return rx.cond(
        state.step != NONE,
        card(
            card_title(_("Codes at sign-in"), state.done),
            refusal_notice(state.refusal),
            rx.match(
                state.step, (OFF, _off()), (BEGUN, _begun()), (CODES, _codes()), (ON, _on()), (ENDING, _ending()), rx.fragment()
            ),
            role="region",
            aria_label=_("Codes at sign-in"),
            class_name="flex flex-col gap-4 p-5",
        ),
    )


def _off() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            _(
                "Beside your password, an authenticator app on your phone shows a code. Whoever learns the password alone stays out."
            )
        ),
        button(_("Turn on"), kind="primary", on_click=state.begin, class_name="self-start"),
    )


def _begun() -> rx.Component:
    return rx.fragment(
        rx.el.p(_("Scan this with your authenticator app, or type the key into it. Then enter the code that it shows.")),
        rx.el.img(
            src=state.picture,
            alt=_("QR code for your authenticator app; the key below is the same"),
            class_name="w-44 rounded-lg",
        ),
        copy_field(_("Key"), state.secret),
        _code_form(_("Turn on"), state.confirm),
    )


def _codes() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            _(
                "Keep these recovery codes where you keep what must not get lost. Each signs you in once without the app. They aren't shown again."
            ),
            role="status",
        ),
        rx.el.ul(
            each(state.codes, lambda code: rx.el.li(code, class_name="font-mono")),
            aria_label=_("Recovery codes"),
            class_name="grid w-fit grid-cols-2 gap-x-8 gap-y-1 rounded-lg border border-line bg-raised px-5 py-3",
        ),
        button(_("I have kept them"), kind="primary", on_click=state.leave, class_name="self-start"),
    )


def _on() -> rx.Component:
    return rx.fragment(
        rx.el.p(icon("check"), _("On: signing in asks for a code."), class_name="flex items-center gap-1.5 text-ok"),
        rx.el.p(state.left),
        rx.el.div(
            button(_("New recovery codes"), on_click=state.renew),
            button(_("Turn off"), on_click=state.ask_to_end),
            class_name="flex flex-wrap gap-3",
        ),
    )


def _ending() -> rx.Component:
    return rx.fragment(
        rx.el.p(_("To turn them off, enter a code of the app, or a recovery code.")),
        _code_form(_("Turn off"), state.end),
    )


def _code_form(act: str, on_submit: Any) -> rx.Component:
    return rx.el.form(
        code_field("app-code", state.problem),
        rx.el.div(
            button(_("Cancel"), on_click=state.leave),
            button(act, kind="primary", type="submit", disabled=state.busy, aria_busy=state.busy),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        no_validate=True,
        on_submit=on_submit,
        class_name="flex max-w-md flex-col gap-4",
    )
