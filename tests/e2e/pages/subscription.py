from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.card_field import CardField
from tests.e2e.pages.renewal import RenewalDialog
from tests.e2e.pages.view import Dialog, Facts, Reader, View
from tests.e2e.pages.why_not import WhyNotDialog


class SubscriptionPage(View):
    """The details of one subscription."""

    def __init__(self, reader: Reader, path: str = "") -> None:
        super().__init__(reader)
        self.path = path
        self.facts = Facts(self.main, self.say)

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Benefits in short"))).to_be_visible()
        self.path = self.page.url.partition(f"/{self.say.locale}")[2]
        return self

    def rows(self, column: str) -> Locator:
        """The rows of the table that has a column of that name, without its head."""
        region = (
            self.page.get_by_role("main")
            .get_by_role("table")
            .filter(has=self.page.get_by_role("columnheader", name=self.say(column), exact=True))
        )
        return region.get_by_role("row").filter(has=self.page.get_by_role("cell"))

    @property
    def orders(self) -> Locator:
        """The rows of orders and invoices."""
        return self.rows("Order number")

    @property
    def activity(self) -> Locator:
        """The rows of who did what."""
        return self.rows("Who")

    def notices(self, english: str) -> Locator:
        """The rows of what was sent so far, or of what is to come."""
        return (
            self.main.get_by_role("region", name=self.say(english), exact=True)
            .get_by_role("row")
            .filter(has=self.page.get_by_role("cell"))
        )

    def why_not_renew(self) -> WhyNotDialog:
        """Opens the conditions of renewing."""
        self.main.get_by_role("button", name=self.say("Why not?"), exact=True).first.click()
        return WhyNotDialog(self.reader).validate_conditions()

    def why_not(self, english: str) -> WhyNotDialog:
        """Opens the conditions of an action that is left out."""
        row = self.main.get_by_role("listitem").filter(has=self.page.get_by_text(self.say(english), exact=True))
        row.get_by_role("button", name=self.say("Why not?"), exact=True).click()
        return WhyNotDialog(self.reader).validate_conditions()

    def turn_off_renewal(self) -> RenewalDialog:
        """Opens the question."""
        self.button("Turn off automatic renewal").click()
        return RenewalDialog(self.reader)

    def ask_to_cancel(self) -> "CancellationDialog":
        """Opens the refund verdict."""
        self.button("Cancel subscription").click()
        dialog = CancellationDialog(self.reader)
        expect(dialog.heading("Cancel subscription")).to_be_visible()
        return dialog

    def replace_payment_method(self) -> "ReplaceDialog":
        """Opens what can be chosen."""
        self.button("Replace payment method").click()
        return ReplaceDialog(self.reader)


class ReplaceDialog(Dialog):
    """What the subscription renews with from now on."""

    def option(self, english: str) -> Locator:
        """A way to pay, or a saved card by its last digits."""
        return self.root.get_by_role("radio", name=self.say(english))

    def choose(self, english: str) -> None:
        """Chooses one of them."""
        self.option(english).check()

    def fill_card(self, number: str) -> None:
        """Types a new card."""
        CardField(self.root, self.say).fill(number)

    def submit(self) -> None:
        """Replaces it."""
        self.button("Submit").click()

    def validate_done(self) -> None:
        """Waits until the dialog has closed by itself."""
        expect(self.root).to_be_hidden()


class CancellationDialog(Dialog):
    """Whether a refund is due, and the way to the request."""

    def report(self) -> None:
        """Goes on to the support request."""
        self.link("Report problems with Partner Center").click()
