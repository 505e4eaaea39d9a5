"""Requests at the desk: the queue, and one of them."""

import re
from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.desk import DeskPage
from tests.e2e.pages.support import RequestPage
from tests.e2e.pages.view import Facts, Reader, View


class QueuePage(DeskPage):
    """All companies' requests."""

    path = "/desk?list=requests"

    def validate_page(self) -> Self:
        super().validate_page()
        expect(self.main.get_by_role("search")).to_be_visible()
        return self

    @property
    def lists(self) -> Locator:
        """The lists that this role has."""
        return self.main.get_by_role("group", name=self.say("Lists"), exact=True).get_by_role("button")

    def row(self, number: str) -> Locator:
        """A request by its number."""
        return self.main.get_by_role("row").filter(has_text=number)

    def search(self, text: str) -> None:
        """Searches by number, title, company, MPN ID."""
        self.main.get_by_role("searchbox").fill(text)
        self.button("Search").click()

    def narrow(self, label: str, choice: str) -> None:
        """Chooses in one of the filters."""
        self.main.get_by_role("combobox", name=self.say(label), exact=True).select_option(label=self.say(choice))

    def take(self, number: str, english: str = "Assign to me") -> None:
        """Takes a request up."""
        self.row(number).get_by_role("button", name=self.say(english), exact=True).click()

    def open(self, number: str) -> "DeskRequestPage":
        """Goes to one request."""
        self.row(number).get_by_role("link", name=number, exact=True).click()
        self.page.wait_for_url(re.compile(f"/desk/requests/{number}$"))
        return DeskRequestPage(self.reader, number).validate_page()


class DeskRequestPage(RequestPage):
    """One request as the desk sees it."""

    def __init__(self, reader: Reader, number: str) -> None:
        super().__init__(reader, number)
        self.path = f"/desk/requests/{number}"
        self.facts = Facts(self.main, self.say)

    @property
    def reply_field(self) -> Locator:
        """Where an answer is written."""
        return self.main.get_by_role("textbox", name=self.say("Reply"), exact=True)

    def note(self, text: str) -> None:
        """Adds an internal note."""
        self.main.get_by_role("textbox", name=self.say("Internal note"), exact=True).fill(text)
        self.button("Add note").click()

    def note_twice(self, text: str) -> None:
        """Adds an internal note by a double click."""
        self.main.get_by_role("textbox", name=self.say("Internal note"), exact=True).fill(text)
        self.button("Add note").dblclick()


def news_of(view: View) -> Locator:
    """What an open request tells of changes from elsewhere."""
    return view.main.get_by_role("status").filter(visible=True)
