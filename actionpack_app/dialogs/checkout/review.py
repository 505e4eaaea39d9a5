"""The checkout dialog's review: what is bought, and the button that buys it."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, fact_if_known, facts, icon, notice
from actionpack_app.components.connection import NEEDS_CONNECTION
from actionpack_app.components.forms import text_field
from actionpack_app.dialogs.checkout.approval import ask_for_approval, waits_for_approval
from actionpack_app.dialogs.checkout.approval_view import APPROVED, ASK, WAITING
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.messages import _

BUY_FORM = "checkout-buy"

order = CheckoutState.order


def review_pane() -> rx.Component:
    """What is bought; then Buy, or where a second admin approves it first, the way to that."""
    return rx.el.div(
        rx.cond(order.in_pmc, notice(_("You renew in the Partner Membership Center, by the same rules."))),
        facts(
            (_("Offer"), order.offer),
            (_("Partner"), order.company),
            (_("Bill to"), order.bill_to),
            (_("Payment method"), order.payment),
            fact_if_known(_("Contact"), order.contact),
            (_("New term"), order.term),
            (_("Renews automatically"), order.next_renewal),
            (_("Net"), order.net),
            (order.tax_label, order.tax),
        ),
        rx.cond(
            order.reverse_charge, rx.el.p(_("Reverse charge: the recipient is liable for the tax."), class_name="text-muted")
        ),
        rx.cond(
            order.upgrade,
            notice(
                rx.cond(
                    order.dated,
                    _("25 % off, because your active silver becomes gold. Silver ends today and can't be refunded afterwards."),
                    _(
                        "25 % off, because your active silver becomes gold. Silver ends on the day the transfer is received, "
                        "and can't be refunded afterwards."
                    ),
                ),
                tone="warn",
            ),
        ),
        rx.el.div(
            rx.cond(
                CheckoutState.still_a_draft & (order.approval.face != WAITING),
                notice(_("Nothing has been ordered or charged so far."), role="presentation"),
            ),
            role="status",
            class_name="empty:absolute",
        ),
        rx.match(
            order.approval.face,
            (ASK, ask_for_approval(_po_number(), _total(_("Total, with tax")))),
            (WAITING, waits_for_approval(_total(_("Total, with tax")))),
            _buy(),
        ),
        class_name="flex flex-col gap-4",
    )


def _po_number() -> rx.Component:
    return text_field(
        _("Purchase order number"), "po_number", value=order.po_number, problem=CheckoutState.problems["po_number"],
        optional=_("optional"), on_blur=lambda text: CheckoutState.keep("po_number", text),
    )  # fmt: skip


def _total(label: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(label, class_name="font-bold"),
        rx.el.span(order.total, class_name="text-[1.2rem] font-bold"),
        class_name="flex items-baseline justify-between border-t border-line pt-4",
    )


def _buy() -> rx.Component:
    return rx.el.form(
        _po_number(),
        rx.cond(order.approval.face == APPROVED, notice(order.approval.text, tone="ok")),
        _total(rx.cond(order.method == "card", _("Total, charged now"), _("Total, to be transferred"))),
        rx.el.div(
            button(_("Back"), on_click=CheckoutState.back, disabled=CheckoutState.busy),
            button(
                rx.cond(CheckoutState.busy, icon("loader-circle"), rx.fragment()),
                _("Buy"),
                kind="primary",
                type="submit",
                disabled=CheckoutState.busy,
                aria_busy=CheckoutState.busy,
                custom_attrs=NEEDS_CONNECTION,
            ),
            class_name="flex justify-between",
        ),
        id=BUY_FORM,
        no_validate=True,
        on_submit=CheckoutState.buy,
        class_name="flex flex-col gap-4",
    )
