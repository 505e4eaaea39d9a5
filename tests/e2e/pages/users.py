import re
from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Dialog, Reader, View


class UsersPage(View):
    """The company's people, and who is invited."""

    path = "/users"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.alert = self.main.get_by_role("alert").filter(visible=True)
        self.done = self.main.get_by_role("status")

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Users and permissions"))).to_be_visible()
        expect(self.button("Invite user")).to_be_visible()
        return self

    def row(self, text: str) -> Locator:
        """A user or an invitation, by a name or an address."""
        return self.main.get_by_role("row").filter(has_text=text)

    def row_button(self, text: str, english: str) -> Locator:
        """A button in a row."""
        return self.row(text).get_by_role("button", name=self.say(english), exact=True)

    def begin_inviting(self) -> Dialog:
        """Opens the dialog."""
        self.button("Invite user").click()
        dialog = Dialog(self.reader)
        expect(dialog.heading("Invite user")).to_be_visible()
        return dialog

    def invite(self, name: str, email: str, role: str) -> None:
        """Invites somebody."""
        dialog = self.begin_inviting()
        dialog.field("Name").fill(name)
        dialog.field("Email address").fill(email)
        dialog.root.get_by_role("radio", name=re.compile(f"^{self.say(role)} ")).check()
        dialog.button("Send invitation").click()
        expect(dialog.root).to_be_hidden()
        expect(self.row(email)).to_contain_text(self.say("Invited"))

    def first(self, role: str) -> str:
        """The name of the first who has a role."""
        return self.row(self.say(role)).locator("p").first.inner_text()

    @property
    def my_name(self) -> str:
        """The reader's own name."""
        return self.row(self.say("You")).locator("p span").first.inner_text()

    def ask(self, name: str, english: str) -> Dialog:
        """Opens one of the dialogs about somebody."""
        self.row_button(name, english).click()
        dialog = Dialog(self.reader)
        expect(dialog.root).to_contain_text(name)
        return dialog

    def change_role(self, name: str, role: str) -> None:
        """Gives somebody another role."""
        self.choose_role(name, role)
        expect(self.row(name)).to_contain_text(self.say(role))

    def choose_role(self, name: str, role: str) -> None:
        """Gives somebody another role, whatever becomes of the page."""
        dialog = self.ask(name, "Change role")
        dialog.root.get_by_role("radio", name=re.compile(f"^{self.say(role)} ")).check()
        dialog.button("Save").click()
        expect(dialog.root).to_be_hidden()

    def confirm(self, name: str, asks: str, does: str) -> None:
        """Does something to somebody that is asked about first."""
        dialog = self.ask(name, asks)
        dialog.button(does).click()
        expect(dialog.root).to_be_hidden()

    def deactivate(self, name: str) -> None:
        """Deactivates somebody, and confirms it."""
        self.confirm(name, "Deactivate", "Deactivate")
        expect(self.row(name)).to_contain_text(self.say("Deactivated"))
