"""The page's tree: a card for each thing that a person sets for themselves."""

import reflex as rx

from actionpack_app.components.basics import button, card, facts, heading, icon, link
from actionpack_app.components.forms import radio_option, switch
from actionpack_app.components.live import card_title, refusal_notice
from actionpack_app.components.password_field import password_field
from actionpack_app.dialogs.calendar_feed.card import calendar_feed_card
from actionpack_app.dialogs.shell.frame import faces, page, page_skeleton
from actionpack_app.dialogs.shell.state import ShellState
from actionpack_app.domain.accounts import SHORTEST_PASSWORD
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.words import language_name
from actionpack_app.pages.account.address import address_card
from actionpack_app.pages.account.address_state import AddressState
from actionpack_app.pages.account.second_factor import second_factor_card
from actionpack_app.pages.account.sessions import sessions_card
from actionpack_app.pages.account.state import COMPANYS, AccountState
from actionpack_app.routes import ACCOUNT, LOCALES, SUPPORT_NEW, localized

account = AccountState.account


def account_page() -> rx.Component:
    """Who somebody is, and the mails that they get."""
    return page(
        heading(_("Account settings"), _("Your own settings. They change nothing for your colleagues.")),
        faces(AccountState.phase, AccountState.message, _ready(), loading=page_skeleton()),
        active=ACCOUNT,
    )


def _ready() -> rx.Component:
    return rx.el.div(
        refusal_notice(AccountState.refusal),
        _person(),
        _mails(),
        address_card(),
        rx.cond(account.has_password, _password()),
        second_factor_card(),
        sessions_card(),
        rx.cond(ShellState.frame.operator, rx.fragment(), calendar_feed_card()),
        _data(),
        class_name="flex flex-col gap-5",
    )


def _person() -> rx.Component:
    return card(
        rx.el.h2(_("Personal details"), class_name="text-[1.1rem] font-bold"),
        facts((_("Name"), account.name), (_("Role"), account.role), (_("Email address"), AddressState.current)),
        rx.cond(
            ShellState.frame.operator,
            rx.fragment(),
            rx.el.p(
                _("Is something wrong here?"),
                " ",
                link(_("Tell support"), localized(current_locale(), SUPPORT_NEW)),
                class_name="text-[0.9rem] text-muted",
            ),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _data() -> rx.Component:
    return card(
        rx.el.h2(_("Your data"), class_name="text-[1.1rem] font-bold"),
        rx.el.p(
            _("Everything that is kept about you, in one file: your details, sign-ins, requests, orders, mails and activity."),
        ),
        button(icon("download"), _("Download your data"), on_click=AccountState.take_data, class_name="self-start"),
        rx.cond(
            ShellState.frame.operator,
            rx.fragment(),
            rx.el.p(
                _("To have it erased, ask a Global admin of your company: they deactivate your account first, then erase it."),
                class_name="text-[0.9rem] text-muted",
            ),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _mails() -> rx.Component:
    return card(
        card_title(_("E-mails"), AccountState.saved),
        _language(),
        rx.cond(
            ShellState.frame.operator,
            rx.fragment(),
            rx.el.div(
                rx.cond(account.gets_notices, _reminders(), rx.el.p(account.who_is_told, class_name="text-muted")),
                class_name="border-t border-line pt-4",
            ),
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _password() -> rx.Component:
    state = AccountState
    return card(
        card_title(_("Password"), state.password_saved),
        rx.el.form(
            refusal_notice(state.password_refusal),
            rx.el.input(
                type="email",
                name="email",
                value=AddressState.current,
                read_only=True,
                auto_complete="username",
                class_name="hidden",
            ),
            password_field(_("Old password"), "old", problem=state.problems["old"], known=True),
            password_field(
                _("New password"),
                "password",
                problem=state.problems["password"],
                hint=_("At least {number} characters. A few words that don't belong together are good.").format(
                    number=SHORTEST_PASSWORD
                ),
            ),
            button(
                _("Change password"),
                kind="primary",
                type="submit",
                disabled=state.busy,
                aria_busy=state.busy,
                class_name="self-start",
            ),
            key=state.passwords_kept,
            no_validate=True,
            on_submit=state.change_password,
            class_name="flex max-w-md flex-col gap-4",
        ),
        class_name="flex flex-col gap-4 p-5",
    )


def _language() -> rx.Component:
    choose = AccountState.choose_language
    options = [
        radio_option(
            "mail-language",
            locale,
            checked=account.language == locale,
            on_choose=choose(locale),
            label=rx.el.span(language_name(locale), lang=locale),
        )
        for locale in LOCALES
    ]
    companys = radio_option(
        "mail-language",
        COMPANYS,
        checked=account.language == COMPANYS,
        on_choose=choose(COMPANYS),
        label=rx.fragment(
            _("Your company's language"), " (", rx.el.span(account.companys_language, lang=account.companys_locale), ")"
        ),
    )
    return rx.el.fieldset(
        rx.el.legend(_("Language of e-mails"), class_name="mb-2 font-semibold"),
        rx.el.div(rx.cond(account.companys_language != "", companys), *options, class_name="grid gap-2.5 sm:grid-cols-3"),
    )


def _reminders() -> rx.Component:
    return rx.el.div(
        switch(
            _("E-mail reminders"),
            name="reminders",
            on=account.reminders,
            on_change=AccountState.switch_reminders(rx.cond(account.reminders, False, True)),
            detail=_(
                "While automatic renewal is off: 30, 15 and 1 days before a membership expires, on the first day on which you can renew it, and a week before that ends. In the app you are reminded in any case."
            ),
        ),
        rx.el.p(
            _(
                "Notifications about money always come by e-mail: a charge to come, a payment, a charge that failed, an order by bank transfer. So does the one that automatic renewal was turned off."
            ),
            class_name="text-[0.87rem] text-muted",
        ),
        class_name="flex flex-col gap-3",
    )
