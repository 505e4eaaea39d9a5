import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.view import Dialog, View
from tests.e2e.pages.words import Words


class ApprovalsPage(View):
    """What waits for a second admin, what was decided, and the company's rule."""

    path = "/approvals"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Approvals"))).to_be_visible()
        expect(self.heading(self.say("Which orders need approval"))).to_be_visible()
        return self

    def row(self, number: str) -> Locator:
        """The request for an order."""
        return self.main.get_by_role("row").filter(has_text=number)

    def row_button(self, number: str, english: str) -> Locator:
        """A button of a request: Approve, Decline, Withdraw request."""
        return self.row(number).get_by_role("button", name=self.say(english), exact=True)

    @property
    def amount(self) -> Locator:
        """The field of the rule."""
        return self.main.get_by_role("textbox")

    def set_rule(self, amount: str) -> None:
        """Has orders above an amount wait for approval."""
        self.amount.fill(amount)
        self.button("Save").click()

    def approve(self, number: str) -> None:
        """Approves an order."""
        self.row_button(number, "Approve").click()
        expect(self.row(number)).to_contain_text(self.say("Approved"))

    def ask_to_decline(self, number: str) -> Dialog:
        """Asks for an order to be declined; nothing is declined yet."""
        self.row_button(number, "Decline").click()
        dialog = Dialog(self.reader)
        expect(dialog.heading("Decline this order?")).to_be_visible()
        return dialog

    def decline(self, number: str, reason: str) -> None:
        """Declines an order."""
        dialog = self.ask_to_decline(number)
        dialog.field("Why you decline").fill(reason)
        dialog.button("Decline").click()
        expect(dialog.root).to_be_hidden()


class MailedPage:
    """The page behind the address in a mail; nobody is signed in."""

    def __init__(self, page: Page, say: Words, address: str) -> None:
        self.page = page
        self.say = say
        self.page.goto(address)

    def title(self, english: str) -> Locator:
        """The heading."""
        return self.page.get_by_role("heading", name=self.say(english))

    def button(self, english: str) -> Locator:
        """One of the two buttons."""
        return self.page.get_by_role("button", name=self.say(english), exact=True)

    @property
    def reason(self) -> Locator:
        """Why it is declined."""
        return self.page.get_by_role("textbox", name=re.compile(re.escape(self.say("Why you decline"))))
