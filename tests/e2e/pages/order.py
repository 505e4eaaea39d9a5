from pathlib import Path
from typing import Self

from playwright.sync_api import Download, FilePayload, Locator, expect

from tests.e2e.pages.view import Dialog, Facts, Reader, View
from tests.e2e.pages.why_not import WhyNotDialog


class OrderPage(View):
    """One order."""

    def __init__(self, reader: Reader, number: str) -> None:
        super().__init__(reader)
        self.number = number
        self.path = f"/orders/{number}"
        self.facts = Facts(self.main, self.say)
        self.proof = ProofForm(reader)

    def validate_page(self) -> Self:
        expect(self.main.get_by_role("heading", level=1)).to_contain_text(self.number)
        return self

    def ask_to_cancel(self) -> Dialog:
        """Asks for the order to be cancelled; it isn't yet."""
        self.button("Cancel order").click()
        dialog = Dialog(self.reader)
        expect(dialog.heading("Cancel order")).to_be_visible()
        return dialog

    def cancel(self) -> None:
        """Cancels the order and confirms it."""
        dialog = self.ask_to_cancel()
        dialog.button("Cancel order").click()
        expect(dialog.root).to_be_hidden()

    def why_not_cancel(self) -> WhyNotDialog:
        """Opens the conditions of cancelling."""
        self.button("Why not?").click()
        return WhyNotDialog(self.reader).validate_conditions()

    def sent_proof(self, file_name: str) -> Locator:
        """A payment proof that was handed in, by its file."""
        link = self.page.get_by_role("link", name=file_name, exact=True)
        return self.main.get_by_role("listitem").filter(has=link)

    def download(self, english: str) -> Download:
        """Downloads one of the order's documents."""
        with self.page.expect_download() as waiting:
            self.link(english).click()
        return waiting.value


class ProofForm:
    """The document of the partner's bank, and what it says."""

    def __init__(self, reader: Reader) -> None:
        self.say = reader.words
        self.main = reader.page.get_by_role("main")

    @property
    def submit_button(self) -> Locator:
        """Submit."""
        return self.main.get_by_role("button", name=self.say("Submit"), exact=True)

    def field(self, english: str) -> Locator:
        """A field by its label; a date's isn't a textbox."""
        return self.main.get_by_label(self.say(english), exact=True)

    def attach(self, file: Path | FilePayload) -> None:
        """Chooses a file, which is sent at once."""
        self.main.get_by_label(self.say("Attach a file"), exact=True).set_input_files(file)

    def fill(self, file: Path | FilePayload, paid_on: str, paid_to: str, reference: str) -> None:
        """Fills everything in; the date as ISO 8601."""
        self.attach(file)
        expect(self.main.get_by_role("button", name=self.say("Remove"), exact=True)).to_be_visible()
        self.field("Payment date").fill(paid_on)
        self.field("Paid to account").fill(paid_to)
        self.field("Transaction reference").fill(reference)

    def submit(self) -> None:
        """Hands it to finance."""
        self.submit_button.click()
