import dataclasses
from typing import Self

from playwright.sync_api import Download, Locator, expect

from tests.e2e.pages.view import View


@dataclasses.dataclass(frozen=True)
class ActivityRow:
    """One entry as the list shows it."""

    when: str
    who: str
    what: str
    about: str
    change: str
    address: str


class ActivityPage(View):
    """What happened in the company."""

    path = "/activity"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Activity"))).to_be_visible()
        expect(self.main.get_by_role("search")).to_be_visible()
        return self

    @property
    def rows(self) -> Locator:
        """The entries."""
        return self.main.get_by_role("row").filter(has=self.page.get_by_role("cell"))

    def row(self, english: str) -> Locator:
        """The entries of one deed."""
        return self.rows.filter(has=self.page.get_by_text(self.say(english), exact=True))

    def read(self, row: Locator) -> ActivityRow:
        """What an entry says."""
        return ActivityRow(*[text.strip() for text in row.get_by_role("cell").all_inner_texts()])

    def choose(self, english: str, option: str) -> None:
        """Chooses in a filter: "Who" or "What"."""
        self.main.get_by_role("combobox", name=self.say(english), exact=True).select_option(label=option)

    def options(self, english: str) -> list[str]:
        """What a filter offers."""
        return self.main.get_by_role("combobox", name=self.say(english), exact=True).get_by_role("option").all_inner_texts()

    def day(self, english: str) -> Locator:
        """The field of "From date" or "To date"."""
        return self.main.get_by_label(self.say(english), exact=True)

    def search(self, text: str) -> None:
        """Searches by number."""
        self.main.get_by_role("searchbox", name=self.say("Search by number")).fill(text)
        self.button("Search").click()

    def export(self) -> Download:
        """Downloads the list as CSV."""
        with self.page.expect_download() as waiting:
            self.link("Export as CSV").click()
        return waiting.value
