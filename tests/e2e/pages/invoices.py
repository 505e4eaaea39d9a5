import dataclasses
from typing import Self

from playwright.sync_api import Download, Locator, expect

from tests.e2e.pages.view import Facts, Reader, View


@dataclasses.dataclass(frozen=True)
class InvoiceRow:
    """One invoice as the list shows it."""

    number: str
    date: str
    offer: str
    order: str
    net: str
    tax: str
    total: str


class InvoicesPage(View):
    """The list of invoices."""

    path = "/invoices"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.spend = Facts(self.main, self.say)

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Invoices"))).to_be_visible()
        expect(self.main.get_by_role("search")).to_be_visible()
        return self

    @property
    def rows(self) -> Locator:
        """The invoices."""
        return self.main.get_by_role("row").filter(has=self.page.get_by_role("cell"))

    def read(self) -> list[InvoiceRow]:
        """What the list says."""
        cells = [row.get_by_role("cell").all_inner_texts() for row in self.rows.all()]
        return [InvoiceRow(*[text.strip().rpartition("\n")[2] for text in row[:7]]) for row in cells]

    def choose(self, english: str, option: str) -> None:
        """Chooses in a filter: "Year" or "Offer"."""
        self.main.get_by_role("combobox", name=self.say(english), exact=True).select_option(label=option)

    def search(self, text: str) -> None:
        """Searches by number."""
        self.main.get_by_role("searchbox", name=self.say("Search by number")).fill(text)
        self.button("Search").click()

    def download(self, row: Locator) -> Download:
        """Downloads a row's invoice."""
        with self.page.expect_download() as waiting:
            row.get_by_role("link", name=self.say("Download invoice"), exact=True).click()
        return waiting.value

    def export(self) -> Download:
        """Downloads the list as CSV."""
        with self.page.expect_download() as waiting:
            self.link("Export as CSV").click()
        return waiting.value
