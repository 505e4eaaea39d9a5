"""What a page shows instead of its content: missing, or forbidden."""

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Reader


class Stop:
    """A page that says why it shows nothing."""

    def __init__(self, reader: Reader) -> None:
        self.say = reader.words
        self.root: Locator = reader.page.get_by_role("main").get_by_role("alert").filter(visible=True)

    def validate_forbidden(self) -> str:
        """Waits for the forbidden face; returns what it says."""
        expect(self.root.get_by_role("heading", name=self.say("This isn't open to your role"), exact=True)).to_be_visible()
        return self.root.inner_text()

    def validate_missing(self) -> str:
        """Waits for the missing face; returns what it says."""
        expect(self.root.get_by_role("heading", name=self.say("We couldn't find this"), exact=True)).to_be_visible()
        return self.root.inner_text()
