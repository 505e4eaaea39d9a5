from playwright.sync_api import Download, Locator, expect

from tests.e2e.pages.card_field import CardField
from tests.e2e.pages.view import Dialog

PAYS = "4242424242424242"
DECLINED = "4000000000000002"
INSUFFICIENT = "4000000000009995"
DECLINED_AT_BUY = "4000000000000341"
ASKS_FOR_AUTHENTICATION = "4000002760003184"
NO_TEST_CARD = "4111111111111111"


class CheckoutDialog(Dialog):
    """Payment method, review, confirmation."""

    def choose(self, english: str) -> None:
        """Chooses a payment method, or to add a new card."""
        self.root.get_by_role("radio", name=self.say(english)).check()

    def saved_card(self, last4: str) -> Locator:
        """The choice of a saved card."""
        return self.root.get_by_role("radio", name=last4)

    def choose_new_card(self) -> None:
        """Credit card, and the fields for a new one."""
        self.choose("Credit card")
        expect(self.field("Card number")).to_be_visible()

    def fill_card(self, number: str, expiry: str = "12/34", code: str = "123") -> None:
        """Types a card into its fields."""
        CardField(self.root, self.say).fill(number, expiry, code)

    def submit(self) -> None:
        """Submit."""
        self.button("Submit").click()

    def validate_method(self) -> None:
        """Waits for the payment method."""
        expect(self.button("Submit")).to_be_visible()

    def validate_review(self) -> None:
        """Waits for the review."""
        expect(self.button("Buy")).to_be_enabled()

    def validate_confirmed(self) -> None:
        """Waits for the confirmation."""
        expect(self.heading("Your order is confirmed")).to_be_visible()

    def validate_waiting(self) -> None:
        """Waits for the receiving account."""
        expect(self.heading("Your order is waiting for your transfer")).to_be_visible()

    @property
    def nothing_yet(self) -> Locator:
        """That what was reviewed has not been bought, said to whoever comes back to it."""
        return self.root.get_by_text(self.say("Nothing has been ordered or charged so far."))

    def review_card(self, number: str = PAYS) -> None:
        """From the payment method to the review, with a new card."""
        self.choose_new_card()
        self.fill_card(number)
        self.submit()
        self.validate_review()

    def buy(self) -> None:
        """Buy."""
        self.button("Buy").click()

    def back(self) -> None:
        """Back to the payment method."""
        self.button("Back").click()
        self.validate_method()

    def dismiss(self) -> None:
        """Closes the dialog with its corner."""
        self.button("Leave this window").click()
        expect(self.root).to_be_hidden()

    @property
    def order_under_way(self) -> str:
        """The number of the order that the tab comes back to after a reload."""
        return str(self.page.evaluate("sessionStorage.getItem('checkout')")).strip('"')

    def download(self, english: str) -> Download:
        """Downloads a file of the confirmation."""
        with self.page.expect_download() as waiting:
            self.link(english).click()
        return waiting.value
