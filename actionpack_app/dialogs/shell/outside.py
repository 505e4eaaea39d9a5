"""The frame of pages that are open to strangers: signing in, an invitation, a new password."""

from typing import Any

import reflex as rx

from actionpack_app.components.arrival import arrival
from actionpack_app.components.basics import anchor
from actionpack_app.components.refused_form import refused_form
from actionpack_app.dialogs.shell.frame import CONTENT, skip_link, theme_switch
from actionpack_app.dialogs.shell.troubles import connection_lost
from actionpack_app.messages import _, current_locale
from actionpack_app.routes import HTTP_LOCALE, localized


def outside(*content: Any, path: str, query: Any = "", narrow: bool = False) -> rx.Component:
    """A whole page; `query`, already quoted, goes along to the other language."""
    name, other = ("English", "en") if current_locale() == "ko" else ("한국어", "ko")
    width = "max-w-lg" if narrow else "max-w-page"
    return rx.el.div(
        skip_link(),
        rx.el.header(
            rx.el.span(_("Partner Center"), class_name="flex-1 font-bold"),
            anchor(
                name,
                href=f"{HTTP_LOCALE}?to={localized(other, path)}" + query,
                lang=other,
                class_name="rounded-lg px-2.5 py-1.5 font-semibold hover:bg-raised",
            ),
            theme_switch(),
            class_name="flex h-14 items-center gap-2 border-b border-line bg-surface px-4",
        ),
        connection_lost(),
        rx.el.main(*content, id=CONTENT, tab_index=-1, class_name=f"mx-auto w-full {width} px-4 py-8 sm:px-7"),
        arrival(CONTENT),
        refused_form(),
        class_name="min-h-dvh bg-canvas text-ink",
    )
