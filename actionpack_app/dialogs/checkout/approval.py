"""The review's end where a second admin approves the order first: asking, and waiting for the answer."""

import reflex as rx

from actionpack_app.components.basics import button, icon, notice
from actionpack_app.components.forms import text_field
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.messages import _

FORM = "checkout-approval"

approval = CheckoutState.order.approval


def ask_for_approval(po_number: rx.Component, total: rx.Component) -> rx.Component:
    """Who will be asked, what the company wants to tell them, and the button that asks."""
    return rx.el.form(
        po_number,
        rx.cond(approval.text != "", notice(approval.text, tone="warn")),
        rx.cond(approval.can_ask, notice(approval.rule), notice(approval.rule, tone="warn")),
        rx.cond(
            approval.can_ask,
            text_field(
                _("Message to those who are asked"),
                "approval_message",
                value=approval.message,
                problem=CheckoutState.problems["approval_message"],
                optional=_("optional"),
                multiline=True,
                max_length=500,
                on_blur=lambda text: CheckoutState.keep("approval_message", text),
            ),
        ),
        total,
        rx.el.div(
            button(_("Back"), on_click=CheckoutState.back, disabled=CheckoutState.busy),
            button(
                rx.cond(CheckoutState.busy, icon("loader-circle"), rx.fragment()),
                _("Request approval"),
                kind="primary",
                type="submit",
                disabled=CheckoutState.busy | ~approval.can_ask,
                aria_busy=CheckoutState.busy,
            ),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        id=FORM,
        no_validate=True,
        on_submit=CheckoutState.request_approval,
        class_name="flex flex-col gap-4",
    )


def waits_for_approval(total: rx.Component) -> rx.Component:
    """Who is asked and since when; Buy appears here by itself once somebody has approved."""
    return rx.el.div(
        notice(approval.text, rx.el.p(approval.until, class_name="mt-1 text-muted"), tone="info"),
        rx.cond(
            approval.said != "",
            rx.el.blockquote(approval.said, class_name="whitespace-pre-line border-l-2 border-line pl-3 text-muted"),
        ),
        total,
        rx.el.p(
            _("You can close this window. Whoever asked gets a mail with the answer, and the order is kept until then."),
            class_name="text-muted",
        ),
        rx.el.div(
            button(_("Withdraw request"), on_click=CheckoutState.withdraw_approval, disabled=CheckoutState.busy),
            button(_("Close"), kind="primary", on_click=CheckoutState.close),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        class_name="flex flex-col gap-4",
    )
