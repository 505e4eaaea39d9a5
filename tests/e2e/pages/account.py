from typing import Self

import pyotp
from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Facts, Reader, View


class AccountPage(View):
    """The person's own settings."""

    path = "/account"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.facts = Facts(self.main, self.say)

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Account settings"))).to_be_visible()
        expect(self.heading(self.say("Personal details"))).to_be_visible()
        expect(self.main.get_by_role("definition").filter(has_text="@").first).to_be_visible()  # it comes after the rest
        return self

    def language(self, name: str) -> Locator:
        """A language of mails; the company's stands in brackets behind its own name."""
        group = self.main.get_by_role("group", name=self.say("Language of e-mails"), exact=True)
        return group.get_by_role("radio", name=name)

    @property
    def reminders(self) -> Locator:
        """The switch for reminders by mail."""
        return self.main.get_by_role("switch", name=self.say("E-mail reminders"), exact=True)

    def validate_saved(self) -> None:
        """Waits until a change is kept."""
        expect(self.main.get_by_role("status").filter(has_text=self.say("Saved."))).to_be_visible()

    @property
    def sessions(self) -> Locator:
        """The browsers in which the person is signed in."""
        return self.main.get_by_role("list", name=self.say("Where you are signed in")).get_by_role("listitem")

    @property
    def own_address(self) -> Locator:
        """The card of the address that the person signs in with."""
        return self.main.get_by_role("region", name=self.say("Email address"), exact=True)

    def ask_for_address(self, email: str) -> None:
        """Wants another address."""
        self.own_address.get_by_role("button", name=self.say("Change email address"), exact=True).click()
        self.own_address.get_by_label(self.say("New email address"), exact=True).fill(email)
        self.own_address.get_by_role("button", name=self.say("Send the link"), exact=True).click()

    @property
    def codes(self) -> Locator:
        """The card of codes at sign-in."""
        return self.main.get_by_role("region", name=self.say("Codes at sign-in"), exact=True)

    def begin_codes(self) -> str:
        """Begins to turn codes on; the key for the app."""
        self.codes.get_by_role("button", name=self.say("Turn on"), exact=True).click()
        expect(self.codes.get_by_role("img")).to_be_visible()
        return self.codes.get_by_label(self.say("Key"), exact=True).input_value()

    def turn_on_codes(self) -> None:
        """Turns codes on, up to the recovery codes."""
        self.enter_code(pyotp.TOTP(self.begin_codes()).now(), "Turn on")
        expect(self.recovery_codes).to_have_count(10)

    @property
    def recovery_codes(self) -> Locator:
        """As they are shown once."""
        return self.codes.get_by_role("list", name=self.say("Recovery codes")).get_by_role("listitem")

    @property
    def code_field(self) -> Locator:
        """Where a code is typed."""
        return self.codes.get_by_label(self.say("Code"), exact=True)

    def enter_code(self, code: str, english: str) -> None:
        """Types a code, and sends it with the button of that name."""
        self.code_field.fill(code)
        self.codes.get_by_role("button", name=self.say(english), exact=True).click()
