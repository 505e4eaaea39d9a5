from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.card_field import CardField
from tests.e2e.pages.view import Dialog, Facts, Reader, View


class CompanyPage(View):
    """Who is invoiced, and the saved cards."""

    path = "/company"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.facts = Facts(self.main, self.say)
        self.new_card = CardField(self.main, self.say)
        self.alert = self.main.get_by_role("alert").filter(visible=True)

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Company and billing details"))).to_be_visible()
        expect(self.heading(self.say("Saved cards"))).to_be_visible()
        return self

    def begin_edit(self) -> None:
        """Opens the form of the details."""
        self.button("Edit").click()
        expect(self.field("Legal name")).to_be_visible()

    def field(self, english: str) -> Locator:
        """A field of the details; what follows its label may differ."""
        return self.main.get_by_role("textbox", name=self.say(english))

    def save(self) -> None:
        """Keeps the details."""
        self.button("Save").click()
        expect(self.main.get_by_role("status").filter(has_text=self.say("Saved."))).to_be_visible()
        expect(self.button("Edit")).to_be_visible()

    @property
    def cards(self) -> Locator:
        """The saved cards."""
        return self.main.get_by_role("listitem")

    def card(self, last4: str) -> Locator:
        """A saved card by its last digits."""
        return self.cards.filter(has_text=last4)

    def card_button(self, last4: str, english: str) -> Locator:
        """A button beside a card: "Make default" or "Remove"."""
        return self.card(last4).get_by_role("button", name=self.say(english), exact=True)

    def default_mark(self, last4: str) -> Locator:
        """The mark on a card that the checkout proposes first."""
        return self.card(last4).get_by_text(self.say("Default"), exact=True)

    def begin_card(self) -> None:
        """Opens the fields for a new card."""
        self.button("Add a new card").click()
        expect(self.new_card.field("Card number")).to_be_visible()

    def add_card(self, number: str) -> None:
        """Adds a card that the provider takes."""
        self.begin_card()
        self.new_card.fill(number)
        self.button("Submit").click()
        expect(self.card(number[-4:])).to_be_visible()

    def make_default(self, last4: str) -> None:
        """Has the checkout propose a card first."""
        self.card_button(last4, "Make default").click()
        expect(self.default_mark(last4)).to_be_visible()

    def ask_to_remove(self, last4: str) -> Dialog:
        """Asks for a card to be removed; nothing is removed yet."""
        self.card_button(last4, "Remove").click()
        dialog = Dialog(self.reader)
        expect(dialog.heading("Remove card")).to_be_visible()
        expect(dialog.root).to_contain_text(last4)
        return dialog

    def remove(self, last4: str) -> None:
        """Removes a card, and confirms it."""
        dialog = self.ask_to_remove(last4)
        dialog.button("Remove card").click()
        expect(dialog.root).to_be_hidden()
        expect(self.card(last4)).to_be_hidden()
