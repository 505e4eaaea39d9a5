import re
from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import View


class DeskMailsPage(View):
    """Mails that didn't get through."""

    path = "/desk/mails"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Failed mails"))).to_be_visible()
        expect(self.main.get_by_role("group", name=self.say("Lists"), exact=True)).to_be_visible()
        return self

    def rows(self, address: str) -> Locator:
        """The mails to an address."""
        return self.main.get_by_role("row").filter(has=self.page.get_by_text(address, exact=True))

    def titled(self, rows: Locator, english: str) -> Locator:
        """Those of the mails with a title, whose gaps may hold anything."""
        title = "".join(".+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", self.say(english)))
        return rows.filter(has=self.page.get_by_text(re.compile(f"^{title}$")))

    def choose(self, english: str) -> None:
        """Goes to a list: "Given up", or "Tried again by itself"."""
        named = re.compile(rf"^{re.escape(self.say(english))}\s*\d+$")
        self.main.get_by_role("button", name=named).click()
        expect(self.main.get_by_role("button", name=named, pressed=True)).to_be_visible()

    def send_again(self, row: Locator, address: str) -> None:
        """Has a mail sent again; it says so."""
        row.get_by_role("button", name=self.say("Send again"), exact=True).click()
        said = self.say("The mail to {email} is being sent again.", email=address)
        expect(self.main.get_by_role("status").filter(has_text=said)).to_be_visible()
