"""The person's own settings; each is kept as soon as it is changed."""

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.guard import wants_proof
from actionpack_app.auth.visit import run, run_slowly, visitor
from actionpack_app.dialogs.calendar_feed.state import CalendarFeedState
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, phase_of, refusal_of, switched
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.roles import explain_who_is_told
from actionpack_app.messages.words import language_name, role_name
from actionpack_app.pages.account.address_state import AddressState
from actionpack_app.pages.account.second_factor_state import SecondFactorState
from actionpack_app.pages.account.sessions_state import SessionsState
from actionpack_app.routes import DEFAULT_LOCALE, LOCALES, PERSONAL_DATA
from actionpack_app.services.account.save import AccountChanges, save_account
from actionpack_app.services.account.show import Account, show_account
from actionpack_app.services.accounts.change_password import change_password

COMPANYS = "company"
NO_PROBLEMS = {"old": "", "password": ""}
LONGEST_TYPED = 1024
LANGUAGES = {COMPANYS: "", **{locale: locale for locale in LOCALES}}
"""What the page calls a choice, and what is kept of it."""


@dataclasses.dataclass(frozen=True)
class AccountShown:
    """The account in words."""

    name: str = ""
    role: str = ""
    language: str = ""
    """A key of LANGUAGES."""
    companys_locale: str = ""
    companys_language: str = ""
    """Empty for operators, who have no company."""
    gets_notices: bool = False
    who_is_told: str = ""
    reminders: bool = True
    has_password: bool = False


class AccountState(rx.State):
    """The account's page."""

    phase: str = LOADING
    message: str = ""
    account: AccountShown = AccountShown()
    saved: str = ""
    refusal: str = ""
    problems: dict[str, str] = dict(NO_PROBLEMS)  # noqa: RUF012 (a var's default; Reflex copies it)
    password_saved: str = ""
    password_refusal: str = ""
    passwords_kept: int = 0
    """How often it was changed: the fields begin anew then."""
    busy: bool = False

    @rx.event
    async def load(self) -> Any:
        """Reads the page; the other cards read their own."""
        self.saved, self.refusal, self.busy = "", "", False
        self.problems, self.password_saved, self.password_refusal = dict(NO_PROBLEMS), "", ""
        await self._read()
        return [AddressState.load, SecondFactorState.load, SessionsState.load, CalendarFeedState.load]

    @rx.event
    async def choose_language(self, language: str) -> None:
        """The language of mails."""
        chosen = LANGUAGES.get(argument(language))
        if chosen is not None:
            await self._save(AccountChanges(mail_locale=chosen))

    @rx.event
    async def switch_reminders(self, on: bool) -> None:  # noqa: FBT001 (a switch's own value)
        """Whether reminders come by mail too."""
        if (chosen := switched(on)) is not None:
            await self._save(AccountChanges(reminder_mails=chosen))

    @rx.event
    async def change_password(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Takes a new password; passwords pass through and never become vars."""
        given = fields(form)
        old, new = argument(given.get("old"), LONGEST_TYPED), argument(given.get("password"), LONGEST_TYPED)
        self.busy, self.problems, self.password_saved, self.password_refusal = True, dict(NO_PROBLEMS), "", ""
        yield
        who = visitor()
        try:
            await run_slowly(change_password, who.actor, who.session_hash, old, new, who.clock)
            self.password_saved = _("Your password is changed. You are signed out everywhere else.")
            self.passwords_kept += 1
        except InvalidInput as refused:
            self.problems = NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
        except ActionPackError as refused:
            self.password_refusal = explain(refused)
        self.busy = False

    @wants_proof
    @rx.event
    async def take_data(self) -> Any:
        """Downloads what is kept of the person."""
        return rx.download(url=PERSONAL_DATA)

    async def _save(self, changes: AccountChanges) -> None:
        self.refusal = await refusal_of(run(save_account, changes))
        self.saved = "" if self.refusal else _("Saved.")
        await self._read()

    async def _read(self) -> None:
        try:
            found = await run(show_account)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.account, self.phase = _shown(found), READY


def _shown(found: Account) -> AccountShown:
    return AccountShown(
        name=found.name,
        role=role_name(found.role),
        language=found.mail_locale or (COMPANYS if found.company_locale else DEFAULT_LOCALE),
        companys_locale=found.company_locale,
        companys_language=language_name(found.company_locale) if found.company_locale else "",
        gets_notices=found.gets_notices,
        who_is_told=explain_who_is_told(),
        reminders=found.reminder_mails,
        has_password=found.has_password,
    )
