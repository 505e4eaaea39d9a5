from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Dialog, View
from tests.e2e.pages.why_not import WhyNotDialog


class BenefitDialog(Dialog):
    """Get keys, Assign user or Activate."""

    def validate_open(self) -> Self:
        """Waits until it says how much is left."""
        expect(self.root.get_by_role("term").filter(visible=True).first).to_be_visible()
        return self

    @property
    def keys(self) -> Locator:
        """The fields that hold product keys."""
        return self.root.get_by_role("textbox", name=self.say("Product key, first viewed on {moment}").partition("{")[0])

    @property
    def seats(self) -> Locator:
        """Who has a seat."""
        return self.root.get_by_role("list", name=self.say("Assigned to"), exact=True).get_by_role("listitem")

    @property
    def warning(self) -> Locator:
        """What using it means."""
        return self.root.get_by_role("note").filter(visible=True)

    def how_many(self, number: str) -> None:
        """Says how many."""
        self.root.get_by_label(self.say("How many"), exact=True).fill(number)

    def assign(self, person: str) -> None:
        """Gives somebody a seat."""
        self.root.get_by_label(self.say("Person"), exact=True).select_option(label=person)
        self.button("Assign user").click()
        expect(self.seats.filter(has_text=person)).to_have_count(1)

    def take_back(self, person: str) -> None:
        """Takes somebody's seat back."""
        self.seats.filter(has_text=person).get_by_role("button", name=self.say("seat|Take back"), exact=True).click()
        expect(self.root.get_by_role("status").filter(has_text=self.say("The seat is free again."))).to_be_visible()


class BenefitsPage(View):
    """Tabs with the benefits of all memberships."""

    path = "/benefits"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Benefits"))).to_be_visible()
        expect(self.main.get_by_role("tab")).to_have_count(7)
        return self

    def choose_tab(self, english: str) -> Self:
        """Shows what stands under a tab."""
        tab = self.main.get_by_role("tab", name=self.say(english), exact=True)
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        return self

    def row(self, benefit: str, offer: str = "") -> Locator:
        """One benefit of one membership."""
        rows = self.main.get_by_role("row").filter(has=self.page.get_by_text(self.say(benefit), exact=True))
        return rows.filter(has_text=self.say(offer)) if offer else rows

    def use_button(self, benefit: str, english: str) -> Locator:
        """What can be done with it."""
        return self.row(benefit).get_by_role("button", name=self.say(english), exact=True)

    def use(self, benefit: str, english: str) -> BenefitDialog:
        """Opens its dialog."""
        self.use_button(benefit, english).click()
        return BenefitDialog(self.reader).validate_open()

    def why_not(self, benefit: str) -> WhyNotDialog:
        """Opens the conditions of a button that can't be used."""
        self.use_button(benefit, "Why not?").click()
        return WhyNotDialog(self.reader).validate_conditions()

    def expect_used(self, benefit: str, used: int, granted: int) -> None:
        """Waits until so many of it are used."""
        expect(self.row(benefit)).to_contain_text(self.say("{used} of {granted}", used=str(used), granted=str(granted)))
