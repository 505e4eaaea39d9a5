from playwright.sync_api import Locator

from tests.e2e.pages.words import Words


class CardField:
    """The sandbox's fields for a new card, in a dialog or on a page."""

    def __init__(self, within: Locator, say: Words) -> None:
        self._within = within
        self._say = say

    def field(self, english: str) -> Locator:
        """One of the fields by its label."""
        return self._within.get_by_role("textbox", name=self._say(english))

    def fill(self, number: str, expiry: str = "12/34", code: str = "123") -> None:
        """Types a card into its fields."""
        self.field("Card number").fill(number)
        self.field("Expiry date").fill(expiry)
        self.field("Security code").fill(code)
