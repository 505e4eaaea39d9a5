from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import Dialog, View


class DesignPage(View):
    """Every component in every state."""

    path = "/design"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Colours"))).to_be_visible()
        return self

    @property
    def contents(self) -> Locator:
        """The table of contents."""
        return self.main.get_by_role("navigation", name=self.say("Contents"), exact=True)

    def specimen(self, component: str) -> Locator:
        """A component by its name in the code."""
        return self.main.locator(f"[data-component='{component}']")

    def specimens(self) -> set[str]:
        """The names of all that is shown."""
        names = self.main.locator("[data-component]").evaluate_all("all => all.map(one => one.dataset.component)")
        return set(names)

    def open(self, english: str) -> Dialog:
        """Opens one of the sample dialogs."""
        self.specimen("components.dialogs.modal").get_by_role("button", name=self.say(english), exact=True).click()
        dialog = Dialog(self.reader)
        expect(dialog.root).to_be_visible()
        return dialog
