from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import View


class DeskImportsPage(View):
    """Imports of the catalogue and of qualifications."""

    path = "/desk/imports"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Imports"))).to_be_visible()
        expect(self.heading(self.say("What was imported"))).to_be_visible()
        return self

    @property
    def preview(self) -> Locator:
        """What the file would change."""
        return self.main.get_by_role("region", name=self.say("Preview"), exact=True)

    def choose(self, english: str, name: str, content: str) -> None:
        """Uploads a file: "Choose a catalogue file", or "Choose a file of qualifications"."""
        field = self.main.get_by_label(self.say(english), exact=True)
        field.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content.encode()})

    def change(self, what: str) -> list[str]:
        """The cells of the one change of something."""
        row = self.preview.get_by_role("row").filter(has=self.page.get_by_text(what, exact=True))
        expect(row).to_have_count(1)
        return [text.strip() for text in row.get_by_role("cell").all_inner_texts()]

    def confirm(self, name: str, changes: str) -> None:
        """Imports what is shown; it says so."""
        self.button("Import").click()
        said = self.say("{file} was imported. Changes: {count}", file=name, count=changes)
        expect(self.main.get_by_role("status").filter(has_text=said)).to_be_visible()
        expect(self.preview).to_be_hidden()
