from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Facts, Reader, View


class InvitationPage(View):
    """Where somebody who was invited makes an account."""

    def __init__(self, reader: Reader, link: str = "") -> None:
        super().__init__(reader)
        self.link_in_mail = link
        self.facts = Facts(self.main, self.say)

    @property
    def address(self) -> str:
        """The link of the mail."""
        return self.link_in_mail

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Your invitation"))).to_be_visible()
        expect(self.button("Accept the invitation")).to_be_visible()
        return self

    def field(self, english: str) -> Locator:
        """A field by its label."""
        return self.main.get_by_label(self.say(english), exact=True)

    def accept(self, name: str, password: str) -> None:
        """Fills both fields in and accepts."""
        self.field("Your name").fill(name)
        self.field("Choose a password").fill(password)
        self.button("Accept the invitation").click()


class NewPasswordPage(View):
    """A forgotten password: the address first, then, by the link of the mail, the new one."""

    path = "/new-password"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Choose a new password"))).to_be_visible()
        expect(self.button("Send the link")).to_be_visible()
        return self

    def ask(self, email: str) -> None:
        """Has the link sent."""
        self.main.get_by_label(self.say("Email address"), exact=True).fill(email)
        self.button("Send the link").click()
        expect(self.main).to_contain_text(self.say("If there is an account with this address, a mail is on its way."))

    def choose(self, link: str, password: str) -> None:
        """Opens the mail's link and sets the password."""
        self.page.goto(link)
        self.main.get_by_label(self.say("New password"), exact=True).fill(password)
        self.button("Save and sign in").click()
