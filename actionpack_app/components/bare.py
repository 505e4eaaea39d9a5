"""What is shown without a page: the first paint of an address that has no file of its own, and an unknown address."""

import reflex as rx

from actionpack_app.components.basics import icon, link_button, skeleton
from actionpack_app.messages import _, use_locale
from actionpack_app.routes import LOCALES, OFFERS, localized


def first_paint() -> rx.Component:
    """The frame in grey, until the page's script has arrived."""
    return rx.el.div(
        rx.el.div(class_name="h-14 border-b border-line bg-surface"),
        rx.el.div(skeleton("h-9 max-w-64", "h-48", "h-64"), class_name="mx-auto max-w-page px-4 py-8 sm:px-7 md:pl-72"),
        class_name="min-h-dvh bg-canvas",
    )


def unknown_address() -> rx.Component:
    """An address that leads nowhere, in the language that its beginning names."""
    return rx.fragment(*[_unknown(locale) for locale in LOCALES])


def _unknown(locale: str) -> rx.Component:
    with use_locale(locale):
        return rx.el.div(
            icon("search-x", 40),
            rx.el.h1(_("We couldn't find this page"), class_name="text-[1.7rem] font-bold"),
            rx.el.p(_("The address may be wrong, or the page may have moved."), class_name="text-muted"),
            link_button(_("Go to Membership offers"), localized(locale, OFFERS), kind="primary"),
            lang=locale,
            custom_attrs={"data-language": locale},
            class_name="flex flex-col items-center gap-3 px-4 py-24 text-center",
        )
