"""What every page object is made of."""

import dataclasses
import time
from collections.abc import Callable
from typing import Protocol, Self

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.words import Words

PATIENCE_SECONDS = 30.0
"""For so long a page is opened anew before what it should say counts as missing."""


class Reader(Protocol):
    """Somebody who looks at a tab in one language."""

    @property
    def page(self) -> Page: ...

    @property
    def words(self) -> Words: ...


class View:
    """A page: where it is, how to tell that it is there, what is on it."""

    path = ""
    title = ""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.page = reader.page
        self.say = reader.words
        self.main = reader.page.get_by_role("main")

    @property
    def address(self) -> str:
        """The page's path with its language."""
        return f"/{self.say.locale}{self.path}"

    def navigate(self) -> Self:
        """Opens the page by its address."""
        self.page.goto(self.address)
        return self.validate_page()

    def validate_page(self) -> Self:
        """Waits until the page shows its data, not only its frame."""
        raise NotImplementedError

    def reload_until(self, text: str) -> None:
        """Opens the page anew until it says something that comes from elsewhere, such as the payment provider."""
        self.look_until(lambda: text in self.main.inner_text())

    def look_until(self, happens: Callable[[], bool]) -> None:
        """Opens the page anew until something comes that others bring about, such as the senders of mails."""
        until = time.monotonic() + PATIENCE_SECONDS
        self.navigate()
        while not happens():
            assert time.monotonic() < until, self.main.inner_text()
            self.navigate()

    def button(self, english: str) -> Locator:
        """A button of the page."""
        return self.main.get_by_role("button", name=self.say(english), exact=True)

    def link(self, english: str) -> Locator:
        """A link of the page."""
        return self.main.get_by_role("link", name=self.say(english), exact=True)

    def heading(self, text: str) -> Locator:
        """A heading of the page."""
        return self.main.get_by_role("heading", name=text, exact=True)


@dataclasses.dataclass(frozen=True)
class Facts:
    """Names and values that stand side by side."""

    within: Locator
    say: Words

    def __getitem__(self, english: str) -> str:
        """The value of a name."""
        return self.all()[self.say(english)]

    def all(self) -> dict[str, str]:
        """All of them, as they are shown now."""
        names = self.within.get_by_role("term").all_inner_texts()
        return dict(zip(names, self.within.get_by_role("definition").all_inner_texts(), strict=True))


class Dialog:
    """A modal dialog; while it is open, roles are found only inside."""

    def __init__(self, reader: Reader) -> None:
        self.page = reader.page
        self.say = reader.words
        self.root = reader.page.get_by_role("dialog")
        self.facts = Facts(self.root, self.say)
        self.alert = self.root.get_by_role("alert").filter(visible=True)

    def button(self, english: str) -> Locator:
        """A button of the dialog."""
        return self.root.get_by_role("button", name=self.say(english), exact=True)

    def link(self, english: str) -> Locator:
        """A link of the dialog."""
        return self.root.get_by_role("link", name=self.say(english), exact=True)

    def heading(self, english: str) -> Locator:
        """The dialog's title, or another heading in it."""
        return self.root.get_by_role("heading", name=self.say(english), exact=True)

    def field(self, english: str) -> Locator:
        """A field by its label; what follows the label, such as "optional", may differ."""
        return self.root.get_by_role("textbox", name=self.say(english))

    def close(self) -> None:
        """Closes the dialog with its button."""
        self.button("Close").click()
        expect(self.root).to_be_hidden()
