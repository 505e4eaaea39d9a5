from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.checkout import CheckoutDialog
from tests.e2e.pages.renewal import RenewalDialog
from tests.e2e.pages.view import View
from tests.e2e.pages.why_not import WhyNotDialog

ACTION_PACK = "Microsoft Action Pack Subscription"
SILVER = "Silver competency"
GOLD = "Gold competency"


class OffersPage(View):
    """Membership offers: three tiles, and the lists below them."""

    path = "/offers"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Membership offers"))).to_be_visible()
        expect(self.main.get_by_role("article")).to_have_count(3)
        return self

    def tile(self, offer: str) -> Locator:
        """An offer's tile."""
        name = self.page.get_by_role("heading", name=self.say(offer), exact=True)
        return self.main.get_by_role("article").filter(has=name)

    def tile_behind(self, offer: str) -> Locator:
        """An offer's tile while a dialog lies over it."""
        return self.page.get_by_role("article", include_hidden=True).filter(has_text=self.say(offer)).first

    def tile_button(self, offer: str, english: str) -> Locator:
        """A button of a tile."""
        return self.tile(offer).get_by_role("button", name=self.say(english), exact=True)

    def open_details(self, offer: str) -> None:
        """Follows the tile's name."""
        self.tile(offer).get_by_role("link", name=self.say(offer), exact=True).click()

    @property
    def checkout(self) -> CheckoutDialog:
        """The checkout that lies over the page."""
        return CheckoutDialog(self.reader)

    def begin(self, offer: str, english: str) -> CheckoutDialog:
        """Opens the checkout from a tile: "Buy" or "Renew subscription"."""
        self.tile_button(offer, english).click()
        expect(self.checkout.root).to_be_visible()
        return self.checkout

    def why_not(self, offer: str) -> WhyNotDialog:
        """Opens the conditions of a tile's button that can't be used."""
        self.tile_button(offer, "Why not?").click()
        return WhyNotDialog(self.reader).validate_conditions()

    def choose_list(self, english: str) -> Locator:
        """Shows one of the lists; returns it."""
        self.main.get_by_role("tab", name=self.say(english), exact=True).click()
        panel = self.main.get_by_role("tabpanel", name=self.say(english), exact=True)
        expect(panel).to_be_visible()
        return panel

    def row(self, panel: Locator, offer: str) -> Locator:
        """An offer's row in a list."""
        return panel.get_by_role("row").filter(has_text=self.say(offer))

    def turn_off_renewal(self, offer: str) -> RenewalDialog:
        """Opens the question from the Purchased list."""
        panel = self.choose_list("Purchased")
        self.row(panel, offer).get_by_role("button", name=self.say("Turn off automatic renewal"), exact=True).click()
        return RenewalDialog(self.reader)
