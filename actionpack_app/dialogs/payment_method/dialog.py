"""The dialog's tree."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button, each
from actionpack_app.components.forms import radio_option
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.card_entry.field import card_field
from actionpack_app.dialogs.payment_method.state import NEW, TRANSFER, PaymentMethodState
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _

FORM = "payment-method-card"


def payment_method_dialog() -> rx.Component:
    """Saved cards, a new card, bank transfer; and the button that replaces."""
    state = PaymentMethodState
    new_card = state.chosen == NEW
    return modal(
        _("Replace payment method"),
        rx.el.div(
            refusal_notice(state.refusal),
            rx.el.p(_("It is used for the next automatic charge, also where a charge that failed is tried again, and from then on."), class_name="text-muted"),
            rx.el.fieldset(
                rx.el.legend(_("Payment method"), class_name="mb-2 font-semibold"),
                rx.el.div(
                    each(state.cards, _card),
                    _option(NEW, _("Add a new card"), ""),
                    _option(TRANSFER, _("Electronic bank transfer"), _("Renewal makes an order, and we wait 30 days for your transfer.")),
                    class_name="flex flex-col gap-2",
                ),
            ),
            rx.cond(
                new_card,
                card_field(
                    state.provider,
                    form_id=FORM,
                    refusal=state.card_refusal,
                    on_token=state.replace_by_new,
                    on_refused=state.refuse_card,
                ),
            ),
            rx.el.div(
                button(_("Back"), on_click=state.close),
                rx.cond(
                    new_card,
                    button(_("Submit"), kind="primary", type="submit", form=FORM, disabled=state.busy),
                    button(_("Submit"), kind="primary", on_click=state.replace, disabled=state.busy | (state.chosen == "")),
                ),
                class_name="flex justify-between gap-3",
            ),
            class_name="mt-2 flex flex-col gap-4",
        ),
        opened=state.is_open,
        on_change=state.change_open,
    )  # fmt: skip


def _card(card: Any) -> rx.Component:
    return _option(card.id, card.label, card.detail)


def _option(value: Any, label: Any, detail: Any) -> rx.Component:
    return radio_option(
        "renew-with",
        value,
        checked=PaymentMethodState.chosen == value,
        on_choose=PaymentMethodState.choose(value),
        label=label,
        detail=detail,
    )
