from typing import Self

from playwright.sync_api import Download, Locator, expect

from tests.e2e.pages.view import Facts, Reader, View

LOOKING_ON = "You are looking on: nothing can be changed here. Your look stands in the partner's activity."


class DeskPartnersPage(View):
    """The desk's search for partners."""

    path = "/desk/partners"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Partners"))).to_be_visible()
        expect(self.main.get_by_role("search")).to_be_visible()
        return self

    @property
    def rows(self) -> Locator:
        """The partners that are listed."""
        return self.main.get_by_role("row").filter(has=self.page.get_by_role("cell"))

    def search(self, text: str) -> None:
        """Looks for a partner."""
        self.main.get_by_role("searchbox", name=self.say("Search for a partner")).fill(text)
        self.button("Search").click()

    def open(self, partner_id: str, name: str) -> "DeskPartnerPage":
        """Opens the one partner that was found."""
        expect(self.rows).to_have_count(1)
        self.rows.first.get_by_role("link", name=name, exact=True).click()
        return DeskPartnerPage(self.reader, partner_id, name).validate_page()


class DeskPartnerPage(View):
    """One partner as one of its roles sees it."""

    def __init__(self, reader: Reader, partner_id: str, name: str) -> None:
        super().__init__(reader)
        self.path = f"/desk/partners/{partner_id}"
        self._name = name
        self.facts = Facts(self.main, self.say)

    def validate_page(self) -> Self:
        expect(self.heading(self._name)).to_be_visible()
        expect(self.main).to_contain_text(self.say(LOOKING_ON))
        return self

    def look_as(self, english: str) -> None:
        """Looks with the eyes of a role."""
        roles = self.main.get_by_role("combobox", name=self.say("Look as this role"), exact=True)
        roles.select_option(label=self.say(english))

    def choose(self, english: str) -> None:
        """Looks at another part."""
        parts = self.main.get_by_role("group", name=self.say("What the partner sees"), exact=True)
        parts.get_by_role("button", name=self.say(english), exact=True).click()
        expect(parts.get_by_role("button", name=self.say(english), exact=True, pressed=True)).to_be_visible()

    def tile(self, english: str) -> Locator:
        """An offer's tile."""
        return self.main.get_by_role("article").filter(has=self.page.get_by_role("heading", name=self.say(english), exact=True))

    @property
    def rows(self) -> Locator:
        """The rows of the part's table."""
        return self.main.get_by_role("row").filter(has=self.page.get_by_role("cell"))

    def row(self, text: str) -> Locator:
        """The rows that hold a text."""
        return self.rows.filter(has=self.page.get_by_text(text, exact=True))

    def download(self, text: str) -> Download:
        """Downloads the invoice of a row."""
        with self.page.expect_download() as waiting:
            self.row(text).get_by_role("link", name=self.say("Download invoice"), exact=True).click()
        return waiting.value
