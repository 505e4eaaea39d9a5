from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Dialog


class WhyNotDialog(Dialog):
    """The conditions of an action, met and unmet."""

    def validate_conditions(self) -> Self:
        """Waits until the conditions are there."""
        expect(self.heading("Why not?")).to_be_visible()
        expect(self.conditions.first).to_be_visible()
        return self

    @property
    def conditions(self) -> Locator:
        """All of them."""
        return self.root.get_by_role("listitem")

    @property
    def met(self) -> Locator:
        """Those that are met."""
        return self.conditions.filter(has=self.page.get_by_text(self.say("Met"), exact=True))

    @property
    def unmet(self) -> Locator:
        """Those that aren't."""
        return self.conditions.filter(has=self.page.get_by_text(self.say("Not yet"), exact=True))
