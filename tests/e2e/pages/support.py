from pathlib import Path
from typing import Self

from playwright.sync_api import Download, Locator, expect

from tests.e2e.pages.view import Facts, Reader, View


class SupportPage(View):
    """The requests."""

    path = "/support"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Support"))).to_be_visible()
        expect(self.main.get_by_role("search")).to_be_visible()
        return self

    def filter(self, english: str) -> None:
        """Open, closed, or all requests."""
        self.button(english).click()
        expect(self.main.get_by_role("button", name=self.say(english), exact=True, pressed=True)).to_be_visible()

    def search(self, text: str) -> None:
        """Searches in numbers and titles."""
        self.main.get_by_role("searchbox").fill(text)
        self.button("Search").click()

    def row(self, text: str) -> Locator:
        """A request by its number or title."""
        return self.main.get_by_role("row").filter(has_text=text)


class NewRequestPage(View):
    """The form of a new request."""

    path = "/support/new"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Report problems with Partner Center"))).to_be_visible()
        expect(self.button("Submit")).to_be_enabled()
        return self

    @property
    def problem(self) -> Locator:
        """The type of problem."""
        return self.main.get_by_role("combobox", name=self.say("Type of problem"), exact=True)

    @property
    def subscription(self) -> Locator:
        """Which subscription it is about."""
        return self.main.get_by_role("combobox", name=self.say("Subscription"), exact=True)

    def field(self, english: str) -> Locator:
        """A field by its label."""
        return self.main.get_by_role("textbox", name=self.say(english))

    def submit(self) -> "RequestPage":
        """Sends the request; comes to its page."""
        self.button("Submit").click()
        return RequestPage(self.reader).validate_page()


class RequestPage(View):
    """One request with its thread."""

    def __init__(self, reader: Reader, number: str = "") -> None:
        super().__init__(reader)
        self.path = f"/support/{number}"
        self.facts = Facts(self.main, self.say)

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Thread"))).to_be_visible()
        return self

    @property
    def number(self) -> str:
        """The request's number."""
        return self.facts["Number"]

    @property
    def title(self) -> Locator:
        """The request's title."""
        return self.main.get_by_role("heading", level=1)

    @property
    def thread(self) -> Locator:
        """The entries of the thread."""
        return (
            self.main.get_by_role("list")
            .filter(has=self.page.get_by_role("paragraph"))
            .first.get_by_role("listitem")
            .filter(has=self.page.get_by_role("paragraph"))
        )

    def attach(self, file: Path) -> None:
        """Attaches a file to the reply."""
        self.main.get_by_label(self.say("Attach a file")).set_input_files(file)
        expect(self.button("Remove")).to_be_visible()

    def reply(self, text: str) -> None:
        """Sends a reply."""
        self.main.get_by_role("textbox", name=self.say("Reply")).fill(text)
        self.button("Send reply").click()

    def reply_twice(self, text: str) -> None:
        """Sends a reply by a double click."""
        self.main.get_by_role("textbox", name=self.say("Reply")).fill(text)
        self.button("Send reply").dblclick()

    def download(self, name: str) -> Download:
        """Downloads an attachment."""
        with self.page.expect_download() as waiting:
            self.main.get_by_role("link", name=name).click()
        return waiting.value
