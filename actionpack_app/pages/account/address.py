"""The card of the address that somebody signs in with."""

import reflex as rx

from actionpack_app.components.basics import button, card, facts
from actionpack_app.components.forms import text_field
from actionpack_app.components.live import card_title, refusal_notice
from actionpack_app.domain.accounts import LONGEST_EMAIL
from actionpack_app.messages import _
from actionpack_app.pages.account.address_state import ASKING, CONFIRM, IDLE, NONE, SENT, AddressState

state = AddressState


def address_card() -> rx.Component:
    """For people with a password; others have their address where they sign in."""
    return rx.cond(
        (state.step != NONE) | (state.refusal != ""),
        card(
            card_title(_("Email address"), state.done),
            refusal_notice(state.refusal),
            rx.match(state.step, (IDLE, _idle()), (ASKING, _asking()), (SENT, _sent()), (CONFIRM, _confirm()), rx.fragment()),
            role="region",
            aria_label=_("Email address"),
            class_name="flex flex-col gap-4 p-5",
        ),
    )


def _idle() -> rx.Component:
    return rx.fragment(
        rx.el.p(_("You sign in with this address, and mails about your account go there."), class_name="text-muted"),
        button(_("Change email address"), on_click=state.begin, class_name="self-start"),
    )


def _asking() -> rx.Component:
    return rx.el.form(
        text_field(
            _("New email address"),
            "new-email",
            value=state.typed,
            problem=state.problem,
            type="email",
            auto_complete="email",
            max_length=LONGEST_EMAIL,
        ),
        rx.el.div(
            button(_("Cancel"), on_click=state.leave),
            button(_("Send the link"), kind="primary", type="submit", disabled=state.busy, aria_busy=state.busy),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        no_validate=True,
        on_submit=state.ask,
        class_name="flex max-w-md flex-col gap-4",
    )


def _sent() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            _("A mail is on its way. Open its link within one hour, and the new address takes the place of the old one."),
            role="status",
        ),
        facts((_("New email address"), state.coming)),
        button(_("Close"), on_click=state.leave, class_name="self-start"),
    )


def _confirm() -> rx.Component:
    return rx.fragment(
        rx.el.p(_("Do you want to sign in with the new address from now on? Your mails go there, too.")),
        facts((_("Email address"), state.current), (_("New email address"), state.coming)),
        rx.el.div(
            button(_("Cancel"), on_click=state.leave),
            button(_("Use the new address"), kind="primary", on_click=state.confirm),
            class_name="flex flex-wrap gap-3",
        ),
    )
