"""The card field: a browser component, because a card number must not reach the server."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import FIELD
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain_problem

_SCRIPT = rx.asset("card_field.jsx", shared=True)


class SandboxCardField(rx.Component):
    """Card number, expiry date and security code; answers a token when its form is submitted."""

    library = f"$/public{_SCRIPT}"
    tag = "SandboxCardField"

    labels: rx.Var[dict[str, str]]
    problems: rx.Var[dict[str, str]]
    form_id: rx.Var[str]
    field_class: rx.Var[str]
    refusal: rx.Var[str]
    on_token: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def card_field(*, form_id: str, refusal: Any, on_token: Any) -> rx.Component:
    """The field in the page's language; `refusal` is what the provider said of the last card."""
    return SandboxCardField.create(
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
    )
