"""The public page's tree: no navigation, nothing of whoever looks at it."""

import reflex as rx

from actionpack_app.components.basics import anchor, heading, icon, skeleton
from actionpack_app.components.profile import profile_face
from actionpack_app.dialogs.phases import MISSING, READY
from actionpack_app.dialogs.shell.frame import theme_switch
from actionpack_app.dialogs.shell.troubles import connection_lost
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.public_profile.state import PublicProfileState
from actionpack_app.routes import HTTP_LOCALE


def public_profile_page() -> rx.Component:
    """A company as customers see it."""
    return rx.el.div(
        _top(),
        connection_lost(),
        rx.el.main(
            rx.match(
                PublicProfileState.phase,
                (READY, profile_face(PublicProfileState.profile)),
                (MISSING, _missing()),
                rx.el.div(rx.el.p(_("Loading…"), role="status", class_name="sr-only"), skeleton("h-24 max-w-md", "h-40", "h-40")),
            ),
            class_name="mx-auto w-full max-w-[60rem] px-4 py-8 sm:px-7 sm:py-10",
        ),
        class_name="min-h-dvh bg-canvas text-ink",
    )


def _top() -> rx.Component:
    name, other = ("English", "en") if current_locale() == "ko" else ("한국어", "ko")
    return rx.el.header(
        rx.el.span(_("Partner Center"), class_name="flex-1 font-bold"),
        anchor(
            name,
            href=f"{HTTP_LOCALE}?to=/{other}" + PublicProfileState.here,
            lang=other,
            class_name="rounded-lg px-2.5 py-1.5 font-semibold hover:bg-raised",
        ),
        theme_switch(),
        class_name="flex h-14 items-center gap-2 border-b border-line bg-surface px-4",
    )


def _missing() -> rx.Component:
    return rx.el.div(
        icon("search-x", 40),
        heading(_("We couldn't find this"), _("No partner has published a business profile under this address.")),
        role="alert",
        class_name="flex flex-col items-center gap-3 py-16 text-center",
    )
