"""What `localstripe` puts in the place of Stripe's card Element and of the bank's window. Its words are English everywhere."""

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Reader


class StripeElement:
    """The card's fields, in a dialog or on a page, and the bank's question over everything."""

    def __init__(self, within: Locator, reader: Reader) -> None:
        say = reader.words
        self.group = within.get_by_role("group", name=say("Card number, expiry date and security code"), exact=True)
        self._page = reader.page

    def fill(self, number: str) -> None:
        """Types a card."""
        typed = {"number": number, "exp_month": "12", "exp_year": "34", "cvc": "123", "postal_code": "98101"}
        for placeholder, text in typed.items():
            self.group.get_by_placeholder(placeholder, exact=True).fill(text)

    def answer_bank(self, answer: str) -> None:
        """Answers the bank: "Complete authentication" or "Fail authentication"."""
        asked = self._page.get_by_role("button", name=answer, exact=True)
        asked.click()
        expect(asked).to_be_hidden()
