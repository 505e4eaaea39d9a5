from typing import Self

from playwright.sync_api import expect

from tests.e2e.pages.view import Dialog, Facts, Reader, View


class OrderPage(View):
    """One order."""

    def __init__(self, reader: Reader, number: str) -> None:
        super().__init__(reader)
        self.number = number
        self.path = f"/orders/{number}"
        self.facts = Facts(self.main, self.say)

    def validate_page(self) -> Self:
        expect(self.main.get_by_role("heading", level=1)).to_contain_text(self.number)
        return self

    def cancel(self) -> None:
        """Cancels the order and confirms it."""
        self.button("Cancel order").click()
        dialog = Dialog(self.reader)
        expect(dialog.heading("Cancel order")).to_be_visible()
        dialog.button("Cancel order").click()
        expect(dialog.root).to_be_hidden()
