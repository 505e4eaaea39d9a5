"""The frame: top bar, navigation that folds away, content, and the message when the connection is lost."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from actionpack_app.components.arrival import arrival
from actionpack_app.components.basics import anchor, button, heading, icon, link_button, skeleton
from actionpack_app.components.forms import PlainForm
from actionpack_app.components.lookout import lookout
from actionpack_app.components.refused_form import refused_form
from actionpack_app.dialogs.phases import FAILED, FORBIDDEN, MISSING, READY
from actionpack_app.dialogs.proof.dialog import proof_dialog
from actionpack_app.dialogs.shell.navigation import navigation
from actionpack_app.dialogs.shell.state import ShellState
from actionpack_app.dialogs.shell.troubles import connection_lost, failure
from actionpack_app.dialogs.staging.bar import staging_bar
from actionpack_app.messages import _, current_locale
from actionpack_app.routes import (
    ACCOUNT,
    DESK,
    HTTP_LOCALE,
    HTTP_SIGN_OUT,
    NOTIFICATIONS,
    OFFERS,
    localized,
)

CONTENT = "content"
"""The id of every page's main part."""
LOOKS_EVERY_SECONDS = 30
"""How often an open page asks for new notices, and whether its person may still see it, while it is in view."""


def page(*content: rx.Component, active: str) -> rx.Component:
    """A whole page behind sign-in; `active` is the navigation's current address."""
    return rx.el.div(
        skip_link(),
        _top_bar(),
        connection_lost("sticky top-14 z-20 [@media(max-height:30rem)]:top-0"),
        rx.el.div(
            navigation(active),
            rx.el.main(
                failure("mb-5"),
                *content,
                id=CONTENT,
                tab_index=-1,
                class_name="mx-auto w-full min-w-0 max-w-page px-4 py-6 sm:px-7 sm:py-8",
            ),
            class_name="flex flex-1",
        ),
        proof_dialog(),
        staging_bar(),
        arrival(CONTENT),
        refused_form(),
        class_name="flex min-h-dvh flex-col bg-canvas text-ink",
    )


def skip_link() -> rx.Component:
    """Past everything that is the same on each page."""
    return anchor(
        _("Skip to content"),
        href=f"#{CONTENT}",
        class_name="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-3",
    )


def faces(phase: Any, message: Any, ready: rx.Component, *, loading: rx.Component) -> Any:
    """A page's loading, missing, forbidden, failed and ready faces."""
    return rx.match(
        phase,
        (READY, ready),
        (MISSING, _stop("search-x", _("We couldn't find this"), message)),
        (FORBIDDEN, _stop("lock", _("This isn't open to your role"), message)),
        (FAILED, _stop("circle-alert", _("This couldn't be loaded"), message)),
        rx.el.div(rx.el.p(_("Loading…"), role="status", class_name="sr-only"), loading),
    )


def page_skeleton() -> rx.Component:
    """Grey blocks for pages that are mostly one list or form."""
    return skeleton("h-9 max-w-64", "h-24", "h-64")


def language_switch() -> rx.Component:
    """The same page in the other language."""
    name, other = ("English", "en") if current_locale() == "ko" else ("한국어", "ko")
    return anchor(
        name,
        href=f"{HTTP_LOCALE}?to=/{other}" + ShellState.here,
        lang=other,
        class_name="whitespace-nowrap rounded-lg px-2.5 py-1.5 font-semibold hover:bg-raised",
    )


def theme_switch() -> rx.Component:
    """Light or dark."""
    return rx.el.button(
        icon("sun-moon", 18),
        aria_label=_("Switch between light and dark"),
        type="button",
        on_click=rx.toggle_color_mode,
        class_name="rounded-lg p-2 hover:bg-raised",
    )


def _bell() -> rx.Component:
    """The way to the notices, with the number of unread ones."""
    bell = ShellState.bell
    return rx.fragment(
        ReactRouterLink.create(
            icon("bell", 18),
            rx.cond(
                bell.count != "",
                rx.el.span(
                    bell.count,
                    aria_hidden="true",
                    class_name="absolute -right-0.5 -top-0.5 grid h-[1.15rem] min-w-[1.15rem] place-items-center rounded-full bg-danger px-1 text-[0.7rem] font-bold leading-none tabular-nums text-surface",
                ),
            ),
            to=localized(current_locale(), NOTIFICATIONS),
            aria_label=rx.cond(bell.label != "", bell.label, _("Notifications")),
            class_name="relative rounded-lg p-2 hover:bg-raised",
        ),
        rx.cond(ShellState.frame.person != "", lookout(LOOKS_EVERY_SECONDS, on_look=ShellState.look)),
    )


def _top_bar() -> rx.Component:
    frame = ShellState.frame
    return rx.el.header(
        rx.el.button(
            icon("menu", 20),
            aria_label=_("Navigation"),
            aria_controls="navigation",
            type="button",
            on_click=ShellState.fold,
            class_name="rounded-lg p-2 hover:bg-raised",
        ),
        ReactRouterLink.create(
            _("Partner Center"), to=localized(current_locale(), OFFERS), class_name="min-w-0 truncate font-bold"
        ),
        rx.el.span(
            frame.company, " ", rx.el.span(frame.mpn, class_name="text-muted"), class_name="min-w-0 truncate max-sm:hidden"
        ),
        rx.el.span(class_name="flex-1"),
        language_switch(),
        theme_switch(),
        rx.cond(ShellState.frame.operator, rx.fragment(), _bell()),
        rx.el.details(
            rx.el.summary(
                frame.initials,
                aria_label=_("Your account"),
                class_name="grid size-9 list-none place-items-center rounded-full bg-accent-soft font-bold text-accent [&::-webkit-details-marker]:hidden",
            ),
            rx.el.div(
                rx.el.p(frame.person, class_name="font-semibold"),
                rx.el.p(frame.role, class_name="text-muted"),
                rx.el.p(frame.company, class_name="mb-3 text-muted"),
                link_button(
                    rx.fragment(icon("settings"), _("Account settings")),
                    localized(current_locale(), ACCOUNT),
                    class_name="mb-2 w-full",
                ),
                PlainForm.create(
                    rx.el.input(type="hidden", name="locale", value=current_locale()),
                    button(_("Sign out"), type="submit", class_name="w-full"),
                    action=HTTP_SIGN_OUT,
                    method="post",
                ),
                class_name="absolute right-0 z-40 mt-2 w-60 rounded-xl border border-line bg-surface p-4 shadow-float",
            ),
            class_name="relative",
        ),
        class_name="sticky top-0 z-30 flex h-14 [@media(max-height:30rem)]:static items-center gap-0.5 border-b border-line bg-surface px-2 sm:gap-3 sm:px-4",
    )


def _stop(picture: str, title: str, message: Any) -> rx.Component:
    return rx.el.div(
        icon(picture, 40),
        heading(title, message),
        rx.cond(
            ShellState.frame.operator,
            link_button(_("Go to the desk"), localized(current_locale(), DESK), kind="primary"),
            link_button(_("Go to Membership offers"), localized(current_locale(), OFFERS), kind="primary"),
        ),
        role="alert",
        class_name="flex flex-col items-center gap-3 py-16 text-center",
    )
