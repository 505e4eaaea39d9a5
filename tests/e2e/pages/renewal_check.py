from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.checkout import CheckoutDialog
from tests.e2e.pages.view import Reader, View


class RenewalCheckPage(View):
    """Check renewal eligibility, the Partner Membership Center's side."""

    path = "/renewal-check"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.answer = self.main.get_by_role("status", name=self.say("Answer"), exact=True)

    def validate_page(self) -> Self:
        expect(self.main.get_by_role("heading", level=1)).to_have_text(self.say("Check renewal eligibility"))
        expect(self.main.get_by_text(self.say("MPN ID"), exact=True)).to_be_visible()
        return self

    def check(self) -> None:
        """Asks again; the answer is there when this returns."""
        self.button("Check renewal eligibility").click()
        expect(self.answer).not_to_be_empty()

    def membership(self, offer: str) -> Locator:
        """One membership that is held there."""
        return self.main.get_by_role("article", name=self.say(offer), exact=True)

    def conditions(self, offer: str) -> Locator:
        """What its renewal needs, met and unmet."""
        return self.membership(offer).get_by_role("listitem")

    def renew(self, offer: str) -> Locator:
        """The button that renews it there."""
        return self.membership(offer).get_by_role("button", name=self.say("Renew subscription"), exact=True)

    def begin(self, offer: str) -> CheckoutDialog:
        """Opens the checkout of its renewal."""
        self.renew(offer).click()
        checkout = CheckoutDialog(self.reader)
        expect(checkout.root).to_be_visible()
        return checkout

    @property
    def orders(self) -> Locator:
        """The orders that were placed there."""
        region = self.main.get_by_role("table")
        return region.get_by_role("row").filter(has=self.page.get_by_role("cell"))

    @property
    def invitation(self) -> Locator:
        """The invitation to Partner Center."""
        return self.heading(self.say("You're invited to renew in Partner Center"))
