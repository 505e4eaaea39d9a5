"""From an event to a session: the page posts the ticket that the event gave it."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import button
from actionpack_app.messages import _, current_locale
from actionpack_app.routes import HTTP_TICKET

_SCRIPT = rx.asset("handover.jsx", shared=True)


class Handover(rx.Component):
    """A form that sends itself once it has a ticket."""

    library = f"$/public{_SCRIPT}"
    tag = "Handover"

    action: rx.Var[str]
    ticket: rx.Var[str]
    locale: rx.Var[str]


def handover(ticket: Any, *, to: str = "") -> rx.Component:
    """Signs in with a ticket, and leads `to` a page, or home; the button is for those whose browser doesn't go by itself."""
    return Handover.create(
        *([rx.el.input(type="hidden", name="next", value=to)] if to else []),
        rx.el.p(_("Signing you in…"), role="status", class_name="mb-3"),
        button(_("Continue"), kind="primary", type="submit"),
        action=HTTP_TICKET,
        ticket=ticket,
        locale=current_locale(),
    )
