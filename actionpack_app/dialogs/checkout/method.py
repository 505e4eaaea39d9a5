"""The dialog's first pane: how to pay."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, each, icon
from actionpack_app.components.forms import field_problem, radio_option, text_field
from actionpack_app.dialogs.card_entry.field import card_field
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.messages import _

FORM = "checkout-form"

order = CheckoutState.order


def method_pane() -> rx.Component:
    """Credit card, saved or new, or bank transfer with its contact."""
    by_card = order.method == "card"
    by_transfer = order.method == "transfer"
    new_card = by_card & (order.card_id == "")
    return rx.el.div(
        rx.el.fieldset(
            rx.el.legend(_("Payment method"), class_name="mb-2 font-semibold"),
            rx.el.div(
                radio_option(
                    "method",
                    "card",
                    checked=by_card,
                    on_choose=CheckoutState.choose_card_payment(""),
                    label=_("Credit card"),
                    detail=_("Charged at once when you buy."),
                    problem=CheckoutState.problems["method"],
                ),
                radio_option(
                    "method",
                    "transfer",
                    checked=by_transfer,
                    on_choose=CheckoutState.choose_transfer,
                    label=_("Electronic bank transfer"),
                    detail=_("We wait 30 days for your transfer."),
                    problem=CheckoutState.problems["method"],
                ),
                class_name="flex flex-col gap-2",
            ),
            field_problem("method", CheckoutState.problems["method"]),
        ),
        rx.cond(by_card, _cards()),
        rx.cond(by_card & (order.card_id != ""), rx.el.form(id=FORM, on_submit=CheckoutState.submit)),
        rx.cond(order.method == "", rx.el.form(id=FORM, on_submit=CheckoutState.submit)),
        rx.cond(
            new_card,
            rx.el.div(
                card_field(
                    CheckoutState.provider,
                    form_id=FORM,
                    refusal=CheckoutState.card_refusal,
                    on_token=CheckoutState.submit_card,
                    on_refused=CheckoutState.refuse_card,
                    order=order.number,
                ),
                rx.el.p(
                    icon("shield-check"),
                    _("The card number goes straight from your browser to the payment provider."),
                    class_name="mt-3 flex gap-2 text-[0.87rem] text-muted",
                ),
            ),
        ),
        rx.cond(by_transfer, _contact()),
        rx.el.div(
            button(
                _("Submit"), kind="primary", type="submit", form=FORM, disabled=CheckoutState.busy, aria_busy=CheckoutState.busy
            ),
            class_name="flex justify-end",
        ),
        class_name="flex flex-col gap-5",
    )


def _cards() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(_("Card"), class_name="mb-2 font-semibold"),
        rx.el.div(
            each(order.cards, _card),
            radio_option(
                "card",
                "",
                checked=order.card_id == "",
                on_choose=CheckoutState.choose_card_payment(""),
                label=_("Add a new card"),
            ),
            class_name="flex flex-col gap-2",
        ),
        field_problem("card", CheckoutState.problems["card"]),
    )


def _card(card: Any) -> rx.Component:
    return radio_option(
        "card",
        card.id,
        checked=order.card_id == card.id,
        on_choose=CheckoutState.choose_card_payment(card.id),
        label=card.label,
        detail=card.detail,
    )


def _contact() -> rx.Component:
    problems = CheckoutState.problems
    return rx.el.form(
        text_field(
            _("Contact name"), "contact_name", value=order.contact_name, problem=problems["contact_name"],
            auto_complete="name", on_blur=lambda text: CheckoutState.keep("contact_name", text),
        ),
        text_field(
            _("Phone number"), "contact_phone", value=order.contact_phone, problem=problems["contact_phone"],
            type="tel", auto_complete="tel", on_blur=lambda text: CheckoutState.keep("contact_phone", text),
        ),
        text_field(
            _("Email address"), "contact_email", value=order.contact_email, problem=problems["contact_email"],
            auto_complete="email", input_mode="email", on_blur=lambda text: CheckoutState.keep("contact_email", text),
        ),
        id=FORM,
        key=order.number,
        no_validate=True,
        on_submit=CheckoutState.submit,
        class_name="flex flex-col gap-4",
    )  # fmt: skip
