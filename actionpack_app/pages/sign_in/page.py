"""The sign-in page: a plain form, so that it works before and without the socket."""

from typing import Any

import reflex as rx

from actionpack_app.components.basics import (
    FIELD,
    anchor,
    button,
    card,
    count,
    each,
    heading,
    icon,
    link,
    notice,
    skeleton,
    way_out,
)
from actionpack_app.components.forms import PlainForm, code_field
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.password_field import password_field
from actionpack_app.dialogs.phases import READY
from actionpack_app.dialogs.shell.outside import outside
from actionpack_app.domain.accounts import LONGEST_EMAIL
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.sign_in.state import SignInState
from actionpack_app.routes import HTTP_SIGN_IN, NETWORK, NEW_PASSWORD, SIGN_IN, localized


def sign_in_page() -> rx.Component:
    """Sample people as buttons, and the form for everybody else."""
    return outside(
        heading(_("Sign in")),
        rx.cond(
            SignInState.failed != "",
            rx.el.div(notice(SignInState.failed, tone="danger"), class_name="mb-5"),
        ),
        rx.cond(
            SignInState.opening != "",
            rx.el.div(
                rx.el.meta(http_equiv="refresh", content="0;url=" + SignInState.opening),
                notice(
                    rx.el.p(_("Opening the situation…"), role="status"),
                    anchor(_("Open it now"), href=SignInState.opening, class_name="font-semibold text-accent hover:underline"),
                ),
                class_name="mb-5",
            ),
        ),
        rx.cond(SignInState.asks_code, _code(), _first_step()),
        path=SIGN_IN,
    )


def _first_step() -> rx.Component:
    return rx.fragment(
        rx.cond(
            SignInState.phase == READY,
            rx.cond(count(SignInState.companies) > 0, _samples()),
            skeleton("h-40", "h-40", "h-40"),
        ),
        _organization(),
        _own_account(),
        _strangers(),
    )


def _code() -> rx.Component:
    """The second step, as a form of the browser's own too."""
    return card(
        rx.el.h2(_("Your code"), class_name="text-[1.1rem] font-bold"),
        refusal_notice(SignInState.refusal),
        PlainForm.create(
            rx.el.input(type="hidden", name="locale", value=current_locale()),
            rx.el.input(type="hidden", name="next", value=SignInState.next_page),
            code_field("code", SignInState.code_problem, auto_focus=True),
            rx.el.p(_("The six digits that your app shows, or one of your recovery codes."), class_name="text-muted"),
            rx.el.div(
                button(_("Sign in"), kind="primary", type="submit"),
                anchor(
                    _("Sign in as somebody else"),
                    href=localized(current_locale(), SIGN_IN),
                    class_name="font-semibold text-accent hover:underline",
                ),
                class_name="flex flex-wrap items-center justify-between gap-3",
            ),
            action=HTTP_SIGN_IN,
            method="post",
            class_name="flex flex-col gap-4",
        ),
        class_name="flex max-w-md flex-col gap-4 p-5",
    )


def _samples() -> rx.Component:
    return rx.el.section(
        rx.el.p(_("Choose a sample person. Each company shows another situation."), class_name="mb-5 text-muted"),
        PlainForm.create(
            rx.el.input(type="hidden", name="locale", value=current_locale()),
            rx.el.input(type="hidden", name="next", value=SignInState.next_page),
            each(SignInState.companies, _company),
            action=HTTP_SIGN_IN,
            method="post",
            class_name="grid gap-4 sm:grid-cols-2 lg:grid-cols-3",
        ),
        class_name="mb-8",
    )


def _organization() -> rx.Component:
    """The way to the organization's identity provider, where there is one."""
    return rx.cond(
        SignInState.provider != "",
        card(
            rx.el.h2(_("With your organization's account"), class_name="text-[1.1rem] font-bold"),
            refusal_notice(SignInState.provider_refusal),
            rx.el.div(way_out(_("Sign in with your organization"), SignInState.provider, kind="primary")),
            class_name="mb-5 flex max-w-md flex-col gap-4 p-5",
        ),
    )


def _own_account() -> rx.Component:
    """A form of the browser's own; it stands in the page before anything is loaded."""
    return card(
        rx.el.h2(_("With your account"), class_name="text-[1.1rem] font-bold"),
        refusal_notice(SignInState.refusal),
        PlainForm.create(
            rx.el.input(type="hidden", name="locale", value=current_locale()),
            rx.el.input(type="hidden", name="next", value=SignInState.next_page),
            rx.el.div(
                rx.el.label(_("Email address"), html_for="field-email", class_name="mb-1 block font-semibold"),
                rx.el.input(
                    key=SignInState.typed,
                    id="field-email",
                    name="email",
                    type="email",
                    auto_complete="username",
                    required=True,
                    max_length=LONGEST_EMAIL,
                    default_value=SignInState.typed,
                    class_name=FIELD,
                ),
            ),
            password_field(_("Password"), "password", known=True),
            rx.el.div(
                button(_("Sign in"), kind="primary", type="submit"),
                link(_("Forgot your password?"), localized(current_locale(), NEW_PASSWORD)),
                class_name="flex flex-wrap items-center justify-between gap-3",
            ),
            action=HTTP_SIGN_IN,
            method="post",
            class_name="flex flex-col gap-4",
        ),
        class_name="flex max-w-md flex-col gap-4 p-5",
    )


def _strangers() -> rx.Component:
    """Who has no company here yet reads what membership is, and enrols."""
    return rx.el.p(
        _("Not a member yet?"),
        " ",
        anchor(
            _("What membership is, and how to enroll"),
            href=localized(current_locale(), NETWORK),
            class_name="font-semibold text-accent hover:underline",
        ),
        class_name="mt-6",
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
        lang="en",  # the names of sample people are English on every page
        class_name="flex w-full items-center gap-3 rounded-lg border border-line bg-surface px-3 py-2 hover:bg-raised",
    )
