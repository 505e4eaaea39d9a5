"""Whether the page can still speak to the server, said when it changes."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import icon
from actionpack_app.messages import _

_SCRIPT = rx.asset("connection_line.jsx", shared=True)


NEEDS_CONNECTION = {"data-needs-connection": ""}
"""Of a button whose event must not be sent later, once the connection is back: whoever pressed it may have thought better of it."""


class ConnectionLine(rx.Component):
    """A bar while the connection is lost, and a word when it is back."""

    library = f"$/public{_SCRIPT}"
    tag = "ConnectionLine"

    lost: rx.Var[bool]
    lost_text: rx.Var[str]
    back_text: rx.Var[str]


def connection_line(lost: Any, class_name: str = "") -> rx.Component:
    """`lost` while the server can't be reached."""
    return ConnectionLine.create(
        icon("wifi-off"),
        lost=lost,
        lost_text=_("The connection is lost. We are trying to reconnect; what you typed is kept."),
        back_text=_("The connection is back."),
        class_name=f"flex items-center justify-center gap-2 bg-warn-soft px-4 py-2 text-warn {class_name}".strip(),
    )
