"""The card field and the bank's question: browser components, because a card number must not reach the server."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD, PLAIN_BUTTON
from actionpack_app.dialogs.card_entry.provider import STRIPE
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.problems import explain_problem
from actionpack_app.routes import CARD_SETUP

_SANDBOX = rx.asset("sandbox_card_field.jsx", shared=True)
_STRIPE = rx.asset("stripe_elements.jsx", shared=True)


class SandboxCardField(rx.Component):
    """Card number, expiry date and security code; answers a token when its form is submitted."""

    library = f"$/public{_SANDBOX}"
    tag = "SandboxCardField"

    labels: rx.Var[dict[str, str]]
    problems: rx.Var[dict[str, str]]
    form_id: rx.Var[str]
    field_class: rx.Var[str]
    refusal: rx.Var[str]
    on_token: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_refused: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class _StripeComponent(rx.Component):
    library = f"$/public{_STRIPE}"

    script: rx.Var[str]
    publishable_key: rx.Var[str]
    locale: rx.Var[str]
    texts: rx.Var[dict[str, str]]


class StripeCardField(_StripeComponent):
    """Stripe's card Element; answers the id of the SetupIntent that it confirmed."""

    tag = "StripeCardField"

    setup: rx.Var[str]
    order: rx.Var[str]
    label: rx.Var[str]
    form_id: rx.Var[str]
    field_class: rx.Var[str]
    refusal: rx.Var[str]
    on_token: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_refused: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class StripeChallenge(_StripeComponent):
    """Has the cardholder confirm a payment to the bank, in the bank's own window."""

    tag = "StripeChallenge"

    address: rx.Var[str]
    button_class: rx.Var[str]
    on_answered: rx.EventHandler[rx.event.no_args_event_spec]


def card_field(provider: Any, *, form_id: str, refusal: Any, on_token: Any, on_refused: Any, order: Any = "") -> Any:
    """The provider's field in the page's language; `refusal` is what the provider said of the last card.

    `on_refused` comes with the provider's code, or without one when the next card is wrong before it gets there.
    """
    sandbox = SandboxCardField.create(
        labels={"number": _("Card number"), "expiry": _("Expiry date"), "code": _("Security code")},
        problems={
            "required": explain_problem("required"),
            "notTestCard": _("This is not a test card. Use one of the documented test numbers."),
            "expiry": _("Please enter a month and year that lie ahead, such as 12/34."),
            "code": _("Please enter the 3 or 4 digits from the card."),
        },
        form_id=form_id,
        field_class=FIELD,
        refusal=refusal,
        on_token=on_token,
        on_refused=on_refused,
    )
    stripe = StripeCardField.create(
        script=provider.script,
        publishable_key=provider.publishable_key,
        locale=current_locale(),
        setup=f"{CARD_SETUP}?locale={current_locale()}",
        order=order,
        label=_("Card number, expiry date and security code"),
        texts={
            "sending": _("The card is being saved …"),
            "incomplete": _("Please complete the card's number, expiry date and security code."),
            "unavailable": _("The payment provider can't be reached. Your order is kept; please try again later."),
        },
        form_id=form_id,
        field_class=FIELD,
        refusal=refusal,
        on_token=on_token,
        on_refused=on_refused,
    )
    return rx.match(provider.name, (STRIPE, stripe), ("", rx.fragment()), sandbox)


def challenge(provider: Any, *, address: Any, on_answered: Any) -> rx.Component:
    """The bank's question, through the provider's script."""
    return StripeChallenge.create(
        script=provider.script,
        publishable_key=provider.publishable_key,
        locale=current_locale(),
        address=address,
        texts={
            "waiting": _("Your bank asks you to confirm this payment in a window of its own."),
            "answered": _("Your bank's answer is being looked up."),
            "again": _("Ask my bank again"),
            "unavailable": _("The payment provider can't be reached. Your order is kept; please try again later."),
        },
        button_class=PLAIN_BUTTON,
        on_answered=on_answered,
    )
