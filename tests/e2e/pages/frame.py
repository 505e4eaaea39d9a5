"""The frame around the pages behind sign-in."""

from playwright.sync_api import Locator

from tests.e2e.pages.view import Reader


class Frame:
    """Top bar and navigation."""

    def __init__(self, reader: Reader) -> None:
        self.page = reader.page
        self.say = reader.words

    @property
    def navigation(self) -> Locator:
        """The navigation on the left."""
        return self.page.get_by_role("navigation", name=self.say("Main navigation"), exact=True)

    @property
    def connection_lost(self) -> Locator:
        """What is said while the connection is lost; where a dialog is open, in the dialog."""
        sentence = self.say("The connection is lost. We are trying to reconnect; what you typed is kept.")
        return self.page.get_by_role("alert", include_hidden=True).filter(has_text=sentence).last

    @property
    def other_language(self) -> Locator:
        """The link to the same page in the other language."""
        name = "English" if self.say.locale == "ko" else "한국어"
        return self.page.get_by_role("link", name=name, exact=True, include_hidden=True)

    @property
    def theme_switch(self) -> Locator:
        """Light or dark."""
        return self.page.get_by_role("button", name=self.say("Switch between light and dark"), exact=True)

    def bell(self, unread: int) -> Locator:
        """The way to the notices, as it is called with so many unread ones."""
        named = self.say("Notifications, {count} unread", count=str(unread)) if unread else self.say("Notifications")
        return self.page.get_by_role("banner").get_by_role("link", name=named, exact=True)

    def open_account(self) -> None:
        """Goes to the person's own settings through the account menu."""
        self.page.get_by_label(self.say("Your account"), exact=True).click()
        self.page.get_by_role("link", name=self.say("Account settings"), exact=True).click()

    def come_back(self) -> None:
        """The tab comes into view again, as after a look at another one."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def entry(self, english: str) -> Locator:
        """An entry of the navigation."""
        return self.navigation.get_by_role("link", name=self.say(english), exact=True)

    def sign_out(self) -> None:
        """Signs out through the account menu."""
        self.page.get_by_label(self.say("Your account"), exact=True).click()
        self.page.get_by_role("button", name=self.say("Sign out"), exact=True).click()
