"""The page's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.attachments import attachments
from actionpack_app.components.basics import (
    back_link,
    badge,
    button,
    card,
    count,
    each,
    fact_if_known,
    facts,
    file_link,
    link_button,
    notice,
)
from actionpack_app.components.forms import text_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.lookout import lookout
from actionpack_app.dialogs.checkout.dialog import transfer_facts
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.dialogs.why_not.dialog import why_not_button, why_not_dialog
from actionpack_app.domain.actions import Action
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.order.state import OrderState
from actionpack_app.routes import OFFERS, localized

LOOKS_EVERY_SECONDS = 15
"""How often an order that waits for somebody is read again, while its page is in view."""

order = OrderState.order


def order_page() -> rx.Component:
    """What was ordered, how it is paid, and where it stands."""
    return page(
        back_link(_("Membership offers"), localized(current_locale(), OFFERS)),
        faces(OrderState.phase, OrderState.message, _ready(), loading=page_skeleton()),
        _question(),
        why_not_dialog(),
        active=OFFERS,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(_("Order"), " ", order.number, class_name="text-[1.7rem] font-bold leading-tight tracking-tight"),
            badge(order.status_text, OrderState.tone),
            rx.cond(order.in_pmc, badge(_("Placed in the Partner Membership Center"), "neutral")),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.cond(OrderState.moves, lookout(LOOKS_EVERY_SECONDS, on_look=OrderState.look)),
        rx.el.p(OrderState.news, role="status", class_name="text-[0.9rem] font-semibold text-accent empty:absolute"),
        rx.cond(order.refund != "", _refund()),
        rx.cond(order.disputed, notice(_("This payment is disputed. Our finance team is looking into it."), tone="warn")),
        rx.cond(
            order.last_day != "",
            card(
                rx.el.h2(_("Transfer the total"), class_name="text-[1.1rem] font-bold"),
                rx.el.p(
                    _("Please transfer the total with the reference below. Your membership is active as soon as it has arrived."),
                    class_name="text-muted",
                ),
                transfer_facts(order),
                rx.el.div(
                    button(
                        _("Cancel order"),
                        disabled=~order.may_cancel,
                        aria_describedby="why-cancel",
                        on_click=OrderState.ask_to_cancel,
                    ),
                    rx.cond(
                        order.may_cancel,
                        rx.fragment(),
                        why_not_button(Action.CANCEL_ORDER, order.number, described_by="why-cancel"),
                    ),
                    class_name="flex flex-wrap gap-2.5",
                ),
                rx.el.div(
                    each(order.why_not_cancel, lambda reason: rx.el.p(reason)),
                    id="why-cancel",
                    class_name="text-[0.9rem] text-muted empty:hidden",
                ),
                class_name="flex flex-col gap-4 p-5",
            ),
        ),
        rx.cond(order.may_prove | (count(OrderState.proofs) > 0), _proof()),
        card(
            rx.el.h2(_("What was ordered"), class_name="text-[1.1rem] font-bold"),
            facts(
                (_("Offer"), order.offer),
                fact_if_known(_("Term"), order.term),
                (_("Partner"), order.company),
                (_("Bill to"), order.bill_to),
                (_("Payment method"), order.payment),
                fact_if_known(_("Contact"), order.contact),
                (_("Purchase order number"), rx.cond(order.po_number != "", order.po_number, "–")),
                (_("Net"), order.net),
                (order.tax_label, order.tax),
                (_("Total"), rx.el.span(order.total, class_name="font-bold")),
            ),
            rx.el.div(
                rx.cond(order.invoice_href != "", file_link(_("Download invoice"), order.invoice_href)),
                rx.cond(order.credit_note_href != "", file_link(_("Download credit note"), order.credit_note_href)),
                rx.cond(order.calendar_href != "", file_link(_("Calendar file"), order.calendar_href)),
                rx.cond(order.subscription_href != "", link_button(_("Subscription details"), order.subscription_href)),
                class_name="flex flex-wrap gap-2.5 empty:hidden",
            ),
            class_name="flex flex-col gap-4 p-5",
        ),
        class_name="flex flex-col gap-5",
    )


def _refund() -> Any:
    return rx.match(
        order.refund_tone,
        ("ok", notice(order.refund, tone="ok")),
        notice(order.refund, tone="info"),
    )


def _proof() -> rx.Component:
    return card(
        rx.el.h2(_("Payment proof"), class_name="text-[1.1rem] font-bold"),
        rx.el.ul(each(OrderState.proofs, _sent_proof), class_name="flex flex-col gap-3 empty:hidden"),
        rx.cond(order.may_prove, _proof_form()),
        class_name="flex flex-col gap-4 p-5",
    )


def _sent_proof(proof: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            file_link(proof.file, proof.href),
            badge(proof.status, proof.tone),
            rx.el.span(proof.sent, class_name="text-muted"),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.cond(proof.reason != "", rx.el.p(_("Reason:"), " ", proof.reason, class_name="mt-1")),
    )


def _proof_form() -> rx.Component:
    problems = OrderState.problems
    return rx.el.form(
        rx.el.p(
            _(
                "When you have sent the money, show us: a statement or a confirmation of your bank. Finance reads it and confirms."
            ),
            class_name="text-muted",
        ),
        attachments(
            OrderState.files,
            on_attach=OrderState.attach,
            on_remove=OrderState.detach,
            problem=problems["attachments"],
            single=True,
        ),
        text_field(_("Payment date"), "paid_on", value="", problem=problems["paid_on"], type="date"),
        text_field(_("Paid to account"), "paid_to", value="", problem=problems["paid_to"], auto_complete="off"),
        text_field(_("Transaction reference"), "reference", value="", problem=problems["reference"], auto_complete="off"),
        refusal_notice(OrderState.refusal),
        rx.el.div(button(_("Submit"), kind="primary", type="submit", disabled=OrderState.busy)),
        key=OrderState.form_version,
        no_validate=True,
        on_submit=OrderState.prove,
        class_name="flex max-w-xl flex-col gap-4",
    )


def _question() -> rx.Component:
    return modal(
        _("Cancel order"),
        rx.el.div(
            rx.el.p(
                _("The order ends at once, and nothing more is expected of you. You can order again whenever it is possible.")
            ),
            notice(_("Don't cancel if you have already sent the money."), tone="warn"),
            refusal_notice(OrderState.refusal),
            rx.el.div(
                button(_("Keep order"), on_click=OrderState.change_asking(False)),
                button(_("Cancel order"), kind="danger", on_click=OrderState.cancel, disabled=OrderState.busy),
                class_name="flex flex-wrap justify-between gap-3",
            ),
            class_name="mt-3 flex flex-col gap-4",
        ),
        opened=OrderState.asking,
        on_change=OrderState.change_asking,
        description=order.number,
    )
