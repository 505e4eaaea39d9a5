import contextlib
import re
import time
from typing import Self

from playwright.sync_api import Locator, TimeoutError, expect  # noqa: A004 (Playwright's own)

from tests.e2e.pages.view import PATIENCE_SECONDS, Dialog, Facts, View

SOON_MS = 500


class DeskPage(View):
    """What waits for the desk, a list at a time."""

    path = "/desk"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Desk"))).to_be_visible()
        expect(self.main.get_by_role("group", name=self.say("Lists"), exact=True)).to_be_visible()
        return self

    def choose(self, english: str) -> None:
        """Goes to one of the lists: "Requests", "Bank transfers", "Cancellations", "Refunds", "Cases", "Failed notifications"."""
        named = re.compile(rf"^{re.escape(self.say(english))}\s*[\d,]+\+?$")
        lists = self.main.get_by_role("group", name=self.say("Lists"), exact=True)
        lists.get_by_role("button", name=named).click()
        expect(lists.get_by_role("button", name=named, pressed=True)).to_be_visible()

    def item(self, title: str) -> Locator:
        """One thing that waits, by its title: an order's or a request's number."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.main.get_by_role("listitem").filter(has=heading)

    def find(self, title: str) -> Locator:
        """The same, on whichever page of the list it stands; another list's pages may still be there when it is asked for."""
        found, pages = self.item(title), self.main.get_by_role("navigation", name=self.say("Pages"), exact=True)
        status, following = pages.get_by_role("status"), pages.get_by_role("button", name=self.say("Next"), exact=True)
        until = time.monotonic() + PATIENCE_SECONDS
        while not found.is_visible() and time.monotonic() < until:
            with contextlib.suppress(TimeoutError):
                before = status.inner_text(timeout=SOON_MS)
                following.click(timeout=SOON_MS)
                expect(status).not_to_have_text(before)
        expect(found).to_be_visible()
        return found

    def facts(self, title: str) -> Facts:
        """What is known of one thing."""
        return Facts(self.find(title), self.say)

    def ask(self, title: str, english: str) -> "DecisionDialog":
        """Begins a decision with one of the thing's buttons."""
        self.find(title).get_by_role("button", name=self.say(english), exact=True).click()
        dialog = DecisionDialog(self.reader)
        expect(dialog.heading(english)).to_be_visible()
        expect(dialog.root).to_contain_text(title)
        return dialog

    def decide(self, title: str, english: str, said: str = "") -> None:
        """Decides one thing; what was decided waits no more."""
        self.ask(title, english).submit(said)
        expect(self.item(title)).to_be_hidden()


class DecisionDialog(Dialog):
    """What a decision means, and where it asks for one, the reason."""

    def submit(self, said: str = "") -> None:
        """Decides."""
        if said:
            self.root.get_by_role("textbox").fill(said)
        self.button("Submit").click()
        expect(self.root).to_be_hidden()
