"""The checkout dialog's tree: one pane a step."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import (
    badge,
    button,
    each,
    fact_if_known,
    facts,
    file_link,
    link_button,
    notice,
    skeleton,
)
from actionpack_app.components.live import refusal_notice, spoken
from actionpack_app.dialogs.card_entry.field import challenge
from actionpack_app.dialogs.card_entry.provider import STRIPE
from actionpack_app.dialogs.checkout.method import method_pane
from actionpack_app.dialogs.checkout.review import review_pane
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.dialogs.shell.troubles import modal
from actionpack_app.messages import _, p_

order = CheckoutState.order


def checkout_dialog() -> rx.Component:
    """Payment method → review → confirmation."""
    return modal(
        rx.match(
            order.step,
            ("paid", _("Your order is confirmed")),
            ("transfer", _("Your order is waiting for your transfer")),
            ("authenticate", _("Authentication")),
            ("refused", _("This can't be ordered now")),
            order.title,
        ),
        rx.el.div(
            _progress(),
            spoken(_step_in_words()),
            refusal_notice(CheckoutState.alert, class_name="mb-4"),
            rx.match(
                order.step,
                ("method", method_pane()),
                ("review", review_pane()),
                ("paying", _paying()),
                ("authenticate", _authenticate()),
                ("transfer", _transfer()),
                ("paid", _paid()),
                ("refused", _closing_row()),
                ("over", _over()),
                skeleton("h-16", "h-16", "h-40"),
            ),
            class_name="pb-1",
        ),
        opened=CheckoutState.is_open,
        on_change=CheckoutState.change_open,
        description=order.offer,
    )


def _progress() -> rx.Component:
    """Three segments, and the step in words for those who can't see them."""
    step: Any = rx.Var.create(
        rx.match(order.step, ("method", 1), ("review", 2), ("paying", 2), ("authenticate", 2), ("refused", 0), 3)
    ).to(int)
    bars = [
        rx.el.span(class_name=rx.cond(step >= at, "h-1 flex-1 rounded-full bg-accent", "h-1 flex-1 rounded-full bg-raised"))
        for at in (1, 2, 3)
    ]
    return rx.cond(
        step > 0,
        rx.el.div(
            *bars,
            role="img",
            aria_label=rx.match(
                step, (1, _("Step 1 of 3: payment method")), (2, _("Step 2 of 3: review")), _("Step 3 of 3: confirmation")
            ),
            class_name="mb-5 mt-2 flex gap-1.5",
        ),
    )


def _step_in_words() -> Any:
    """Said when the step changes, by the partner or by what they wait for."""
    return rx.match(
        order.step,
        ("method", _("Step 1 of 3: payment method")),
        ("review", rx.cond(order.approval.text != "", order.approval.text, _("Step 2 of 3: review"))),
        ("paying", _followed()),
        ("authenticate", _("Authentication")),
        ("transfer", _("Your order is waiting for your transfer")),
        ("paid", _("Your order is confirmed")),
        "",
    )


def _followed() -> str:
    return _("Your payment is being processed. You can close this window; nothing is charged twice, and this page follows it.")


def _paying() -> rx.Component:
    return rx.el.div(
        rx.el.p(_followed()),
        skeleton("h-10"),
        rx.el.div(button(_("Check again"), on_click=CheckoutState.restore), _plain_close(), class_name="flex justify-between"),
        class_name="flex flex-col gap-4",
    )


def _authenticate() -> rx.Component:
    return rx.el.div(
        facts((_("Card"), order.payment), (_("Total"), order.total)),
        rx.cond(
            CheckoutState.provider.name == STRIPE,
            challenge(CheckoutState.provider, address=order.challenge_href, on_answered=CheckoutState.answered),
            rx.el.div(
                rx.el.p(_("Your bank asks you to confirm this payment."), class_name="text-muted"),
                rx.el.div(
                    button(_("Fail authentication"), on_click=CheckoutState.authenticate(False), disabled=CheckoutState.busy),
                    button(
                        _("Complete authentication"),
                        kind="primary",
                        on_click=CheckoutState.authenticate(True),
                        disabled=CheckoutState.busy,
                    ),
                    class_name="flex flex-wrap justify-between gap-3",
                ),
                class_name="flex flex-col gap-5",
            ),
        ),
        rx.el.div(
            button(_("Pay in another way"), kind="quiet", on_click=CheckoutState.give_up, disabled=CheckoutState.busy),
            class_name="border-t border-line pt-3",
        ),
        class_name="flex flex-col gap-5",
    )


def _transfer() -> rx.Component:
    return rx.el.div(
        rx.el.p(_("Please transfer the total with the reference below. Your membership is active as soon as it has arrived.")),
        transfer_facts(order),
        facts((_("New term"), order.term), fact_if_known(_("Contact"), order.contact)),
        rx.el.div(
            link_button(_("Order details"), order.order_href, on_click=CheckoutState.close),
            button(_("Close"), kind="primary", on_click=CheckoutState.close),
            class_name="flex flex-wrap justify-between gap-3",
        ),
        class_name="flex flex-col gap-5",
    )


def transfer_facts(shown: Any) -> rx.Component:
    """Where to send the money, and what to write with it."""
    return rx.el.div(
        rx.cond(
            shown.reference == "",
            rx.el.p(_("The receiving account is being prepared. It appears here in a moment."), role="status"),
        ),
        rx.cond(shown.received != "", notice(shown.received, tone="info")),
        facts((_("Total"), rx.el.span(shown.total, class_name="font-bold")), (_("Last day"), shown.last_day)),
        rx.cond(
            shown.reference != "",
            rx.el.dl(
                each(shown.account, _account_field),
                class_name="grid gap-x-5 sm:gap-y-2 sm:grid-cols-[minmax(9rem,auto)_1fr]",
            ),
        ),
        facts((_("Order number"), shown.number)),
        class_name="flex flex-col gap-2",
    )


def _account_field(field: Any) -> rx.Component:
    return rx.fragment(
        rx.el.dt(field.name, class_name="text-muted max-sm:text-[0.87rem]"),
        rx.el.dd(
            rx.el.span(field.value, class_name=rx.cond(field.digits, "font-mono font-semibold", "")),
            class_name="min-w-0 max-sm:mb-2.5 [overflow-wrap:anywhere]",
        ),
    )


def _paid() -> rx.Component:
    return rx.el.div(
        rx.el.div(badge(_("Paid"), "ok")),
        facts(
            (_("Offer"), order.offer),
            (_("Order number"), order.number),
            (_("New term"), order.term),
            (p_("membership", "Expiry date"), order.expiry),
            (_("Next automatic renewal"), order.next_renewal),
            (_("Payment method"), order.payment),
            (_("Total"), order.total),
        ),
        rx.el.div(
            file_link(_("Download invoice"), order.invoice_href),
            file_link(_("Calendar file"), order.calendar_href),
            class_name="flex flex-wrap gap-3",
        ),
        rx.el.div(button(_("Close"), kind="primary", on_click=CheckoutState.close), class_name="flex justify-end"),
        class_name="flex flex-col gap-5",
    )


def _over() -> rx.Component:
    return rx.el.div(rx.el.p(order.status_text), _closing_row(), class_name="flex flex-col gap-4")


def _plain_close() -> rx.Component:
    return button(_("Close"), on_click=CheckoutState.close)


def _closing_row() -> rx.Component:
    return rx.el.div(button(_("Close"), kind="primary", on_click=CheckoutState.close), class_name="mt-4 flex justify-end")
