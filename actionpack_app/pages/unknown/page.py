"""The page's tree."""

import reflex as rx

from actionpack_app.components.bare import unknown_address


def unknown_page() -> rx.Component:
    """An address that leads nowhere: no state, no frame, both languages."""
    return rx.el.main(unknown_address(), class_name="min-h-dvh bg-canvas text-ink")
