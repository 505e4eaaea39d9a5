from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.checkout import CheckoutDialog
from tests.e2e.pages.view import View
from tests.e2e.pages.why_not import WhyNotDialog


class CompetenciesPage(View):
    """The company's competencies, and the offers side by side."""

    path = "/competencies"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Compare the offers"))).to_be_visible()
        return self

    def competency(self, name: str, level: str) -> Locator:
        """One of the company's competencies."""
        return self.main.get_by_role("article", name=f"{name} · {self.say(level)}", exact=True)

    def requirements(self, name: str, level: str) -> Locator:
        """What a competency of the company needs."""
        needed = self.competency(name, level).get_by_role("list", name=self.say("Requirements"), exact=True)
        return needed.get_by_role("listitem")

    def offer(self, offer: str) -> Locator:
        """One offer of the comparison."""
        return self.main.get_by_role("article", name=self.say(offer), exact=True)

    def offer_button(self, offer: str, english: str) -> Locator:
        """A button of an offer."""
        return self.offer(offer).get_by_role("button", name=self.say(english), exact=True)

    def why_not(self, offer: str) -> WhyNotDialog:
        """Opens the conditions of a button that can't be used."""
        self.offer_button(offer, "Why not?").click()
        return WhyNotDialog(self.reader).validate_conditions()

    def begin(self, offer: str, english: str) -> CheckoutDialog:
        """Opens the checkout: "Buy" or "Renew subscription"."""
        self.offer_button(offer, english).click()
        checkout = CheckoutDialog(self.reader)
        expect(checkout.root).to_be_visible()
        return checkout
