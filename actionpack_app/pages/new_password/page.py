"""The page's tree."""

import reflex as rx

from actionpack_app.components.basics import button, card, facts, heading, link, skeleton
from actionpack_app.components.forms import text_field
from actionpack_app.components.handover import handover
from actionpack_app.components.live import refusal_notice
from actionpack_app.components.password_field import password_field
from actionpack_app.dialogs.shell.outside import outside
from actionpack_app.domain.accounts import LONGEST_EMAIL, SHORTEST_PASSWORD
from actionpack_app.messages import _, current_locale
from actionpack_app.pages.new_password.state import ASK, CHOOSE, SENT, NewPasswordState
from actionpack_app.routes import NEW_PASSWORD, SIGN_IN, localized


def new_password_page() -> rx.Component:
    """One form after the other."""
    return outside(
        heading(_("Choose a new password"), _("We send you a link by e-mail; with it you choose the new one.")),
        rx.match(
            NewPasswordState.phase,
            (ASK, _ask()),
            (SENT, _sent()),
            (CHOOSE, rx.cond(NewPasswordState.ticket != "", card(handover(NewPasswordState.ticket)), _choose())),
            skeleton("h-48"),
        ),
        rx.el.p(link(_("Back to sign-in"), localized(current_locale(), SIGN_IN)), class_name="mt-5"),
        path=NEW_PASSWORD,
        query=NewPasswordState.query,
        narrow=True,
    )


def _ask() -> rx.Component:
    return card(
        rx.el.form(
            refusal_notice(NewPasswordState.refusal),
            text_field(
                _("Email address"),
                "email",
                value="",
                problem=NewPasswordState.problems["email"],
                type="email",
                auto_complete="username",
                max_length=LONGEST_EMAIL,
            ),
            _submit(_("Send the link")),
            no_validate=True,
            on_submit=NewPasswordState.ask,
            class_name="flex flex-col gap-4",
        ),
    )


def _sent() -> rx.Component:
    return card(
        rx.el.p(_("If there is an account with this address, a mail is on its way."), role="status", class_name="font-semibold"),
        rx.el.p(
            _("The link in it is good for one hour. No mail? Look among the unwanted ones, or try again in a few minutes."),
            class_name="mt-2 text-muted",
        ),
    )


def _choose() -> rx.Component:
    return card(
        rx.el.form(
            refusal_notice(NewPasswordState.refusal),
            facts((_("Email address"), NewPasswordState.email)),
            rx.el.input(  # the browser's password manager keeps the address with the password
                type="email",
                name="email",
                value=NewPasswordState.email,
                read_only=True,
                auto_complete="username",
                class_name="hidden",
            ),
            password_field(
                _("New password"),
                "password",
                problem=NewPasswordState.problems["password"],
                hint=_("At least {number} characters. A few words that don't belong together are good.").format(
                    number=SHORTEST_PASSWORD
                ),
            ),
            _submit(_("Save and sign in")),
            no_validate=True,
            on_submit=NewPasswordState.choose,
            class_name="flex flex-col gap-4",
        ),
    )


def _submit(text: str) -> rx.Component:
    busy = NewPasswordState.busy
    return button(text, kind="primary", type="submit", disabled=busy, aria_busy=busy, class_name="self-start")
