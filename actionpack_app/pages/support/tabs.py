"""The heading that the list and the form share: where one is, and the way to the other."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from actionpack_app.components.basics import link_button
from actionpack_app.messages import _, current_locale
from actionpack_app.routes import SUPPORT, SUPPORT_NEW, localized


def support_heading(title: str, *, current: str, new_href: Any = None) -> rx.Component:
    """Title and tabs; `new_href` keeps what the form was opened for."""
    locale = current_locale()
    form = localized(locale, SUPPORT_NEW) if new_href is None else new_href

    def tab(key: str, text: str, to: Any) -> rx.Component:
        base = "border-b-2 px-1 pb-2 -mb-px"
        chosen = key == current
        return ReactRouterLink.create(
            text,
            to=to,
            aria_current="page" if chosen else "false",
            class_name=f"{base} border-accent font-bold" if chosen else f"{base} border-transparent text-muted hover:text-ink",
        )

    report = link_button(_("Report problems with Partner Center"), form, kind="primary")
    return rx.el.div(
        rx.el.div(
            rx.el.h1(title, class_name="text-[1.7rem] font-bold leading-tight tracking-tight"),
            report if current == "list" else rx.fragment(),
            class_name="mb-4 flex flex-wrap items-center justify-between gap-3",
        ),
        rx.el.nav(
            tab("list", _("Partner Center requests"), localized(locale, SUPPORT)),
            tab("new", _("New request"), form),
            aria_label=_("Support"),
            class_name="flex gap-6 border-b border-line",
        ),
        class_name="mb-6",
    )
