"""The person's own settings; each is kept as soon as it is changed."""

import dataclasses
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.calendar_feed.state import CalendarFeedState
from actionpack_app.dialogs.phases import LOADING, READY, argument, phase_of, switched
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain, explain_who_is_told
from actionpack_app.messages.words import language_name, role_name
from actionpack_app.routes import DEFAULT_LOCALE, LOCALES
from actionpack_app.services.account.save import AccountChanges, save_account
from actionpack_app.services.account.show import Account, show_account

COMPANYS = "company"
LANGUAGES = {COMPANYS: "", **{locale: locale for locale in LOCALES}}
"""What the page calls a choice, and what is kept of it."""


@dataclasses.dataclass(frozen=True)
class AccountShown:
    """The account in words."""

    name: str = ""
    role: str = ""
    email: str = ""
    language: str = ""
    """A key of LANGUAGES."""
    companys_language: str = ""
    """Empty for operators, who have no company."""
    gets_notices: bool = False
    who_is_told: str = ""
    reminders: bool = True


class AccountState(rx.State):
    """The account's page."""

    phase: str = LOADING
    message: str = ""
    account: AccountShown = AccountShown()
    saved: str = ""
    refusal: str = ""

    @rx.event
    async def load(self) -> Any:
        """Reads the page; the calendar's card reads its own."""
        self.saved, self.refusal = "", ""
        await self._read()
        return CalendarFeedState.load

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

    async def _save(self, changes: AccountChanges) -> None:
        self.saved, self.refusal = "", ""
        try:
            await run(save_account, changes)
            self.saved = _("Saved.")
        except ActionPackError as refused:
            self.refusal = explain(refused)
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
        email=found.email,
        language=found.mail_locale or (COMPANYS if found.company_locale else DEFAULT_LOCALE),
        companys_language=language_name(found.company_locale) if found.company_locale else "",
        gets_notices=found.gets_notices,
        who_is_told=explain_who_is_told(),
        reminders=found.reminder_mails,
    )
