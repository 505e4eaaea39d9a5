from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import View


class DeskActivityPage(View):
    """What happened at all partners."""

    path = "/desk/activity"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Activity across partners"))).to_be_visible()
        expect(self.main.get_by_role("search")).to_be_visible()
        return self

    @property
    def rows(self) -> Locator:
        """The entries."""
        return self.main.get_by_role("row").filter(has=self.page.get_by_role("cell"))

    def row(self, english: str) -> Locator:
        """The entries of one deed."""
        return self.rows.filter(has=self.page.get_by_text(self.say(english), exact=True))

    def narrow_to(self, mpn_id: str) -> None:
        """Leaves one company's entries."""
        self.main.get_by_role("searchbox", name=self.say("MPN ID"), exact=True).fill(mpn_id)
        self.button("Search").click()

    def choose(self, english: str, option: str) -> None:
        """Chooses in a filter: "Who" or "What"."""
        self.main.get_by_role("combobox", name=self.say(english), exact=True).select_option(label=option)
