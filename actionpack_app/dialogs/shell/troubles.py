"""What goes wrong between a page and its server, said where the person is: on the page, or in the window over it.

A window hides the page from screen readers, and on a phone from everybody; so it says these things itself.
"""

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from actionpack_app.components import dialogs
from actionpack_app.components.basics import button
from actionpack_app.components.connection import connection_line
from actionpack_app.components.live import refusal_notice
from actionpack_app.dialogs.shell.state import ShellState
from actionpack_app.messages import _


def connection_lost(class_name: str = "sticky top-0 z-20") -> rx.Component:
    """Says that the connection is lost, and that it comes back by itself."""
    return connection_line(has_connection_errors, class_name)


def failure(class_name: str) -> rx.Component:
    """What failed on our side, until it is put away."""
    return refusal_notice(
        ShellState.failure,
        rx.el.div(button(_("Close"), on_click=ShellState.dismiss), class_name="mt-2"),
        class_name=class_name,
    )


def modal(title: Any, *content: rx.Component, opened: Any, on_change: Any, description: Any = "") -> rx.Component:
    """A dialog over the page that also says what goes wrong behind it."""
    return dialogs.modal(
        title,
        *content,
        opened=opened,
        on_change=on_change,
        description=description,
        above=(
            connection_lost("sticky -top-5 z-20 -mx-5 -mt-5 mb-4 sm:-top-6 sm:-mx-6 sm:-mt-6"),
            failure("mb-4"),
        ),
    )
