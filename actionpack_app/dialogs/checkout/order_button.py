"""The button that opens the checkout of an offer, and beside it, where it can't be used, the one that says why."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.dialogs.why_not.dialog import why_not_button
from actionpack_app.domain.actions import Action


def order_button(shown: Any, *, name_id: Any, why_id: Any) -> rx.Component:
    """`shown` has an offer, what the button says, and whether it can be used; the ids are those of its name and reasons."""
    return rx.fragment(
        button(
            shown.action,
            kind="primary",
            disabled=~shown.enabled,
            aria_describedby=why_id,
            on_click=CheckoutState.open(shown.offer),
        ),
        rx.cond(shown.enabled, rx.fragment(), why_not_button(Action.BUY, shown.offer, described_by=name_id)),
    )
