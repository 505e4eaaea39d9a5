"""The sign-in page: a plain form, so that it works before and without the socket."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import anchor, card, count, each, heading, icon, notice, skeleton
from actionpack_app.components.forms import PlainForm
from actionpack_app.dialogs.phases import READY
from actionpack_app.dialogs.shell.frame import connection_lost, theme_switch
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.sign_in.state import SignInState
from actionpack_app.routes import HTTP_LOCALE, HTTP_SIGN_IN, SIGN_IN, localized


def sign_in_page() -> rx.Component:
    """Sample people as buttons."""
    name, other = ("English", "en") if current_locale() == "ko" else ("한국어", "ko")
    return rx.el.div(
        rx.el.header(
            rx.el.span(_("Partner Center"), class_name="flex-1 font-bold"),
            anchor(
                name,
                href=f"{HTTP_LOCALE}?to={localized(other, SIGN_IN)}",
                lang=other,
                class_name="rounded-lg px-2.5 py-1.5 font-semibold hover:bg-raised",
            ),
            theme_switch(),
            class_name="flex h-14 items-center gap-2 border-b border-line bg-surface px-4",
        ),
        connection_lost(),
        rx.el.main(
            heading(_("Sign in"), _("Choose a sample person. Each company shows another situation.")),
            rx.cond(
                SignInState.failed,
                rx.el.div(notice(_("Signing in didn't work. Please choose a person again."), tone="danger"), class_name="mb-5"),
            ),
            rx.cond(
                SignInState.opening != "",
                rx.el.div(
                    rx.el.meta(http_equiv="refresh", content="0;url=" + SignInState.opening),
                    notice(
                        rx.el.p(_("Opening the situation…"), role="status"),
                        anchor(
                            _("Open it now"), href=SignInState.opening, class_name="font-semibold text-accent hover:underline"
                        ),
                    ),
                    class_name="mb-5",
                ),
            ),
            rx.cond(
                SignInState.phase == READY,
                rx.cond(
                    count(SignInState.companies) > 0,
                    PlainForm.create(
                        rx.el.input(type="hidden", name="locale", value=current_locale()),
                        rx.el.input(type="hidden", name="next", value=SignInState.next_page),
                        each(SignInState.companies, _company),
                        action=HTTP_SIGN_IN,
                        method="post",
                        class_name="grid gap-4 sm:grid-cols-2 lg:grid-cols-3",
                    ),
                    notice(_("There is nobody to sign in as here.")),
                ),
                skeleton("h-40", "h-40", "h-40"),
            ),
            class_name="mx-auto w-full max-w-page px-4 py-8 sm:px-7",
        ),
        class_name="min-h-dvh bg-canvas text-ink",
    )


def _company(group: Any) -> rx.Component:
    return card(
        rx.el.h2(group.company, class_name="mb-2 font-bold"),
        rx.el.div(each(group.people, _person), class_name="flex flex-col gap-2"),
        class_name="p-4",
    )


def _person(person: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span(
            rx.el.span(person.label, class_name="block font-semibold"),
            rx.el.span(person.name, class_name="block text-[0.87rem] text-muted"),
            class_name="min-w-0 flex-1 text-left",
        ),
        icon("log-in"),
        type="submit",
        name="person",
        value=person.id,
        aria_label=person.label,
        class_name="flex w-full items-center gap-3 rounded-lg border border-line bg-surface px-3 py-2 hover:bg-raised",
    )
