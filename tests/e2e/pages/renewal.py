from playwright.sync_api import expect

from tests.e2e.pages.view import Dialog


class RenewalDialog(Dialog):
    """What turning off automatic renewal means."""

    def validate_question(self) -> None:
        """Waits for the question with its dates."""
        expect(self.heading("Turn off automatic renewal?")).to_be_visible()
        expect(self.button("Turn off automatic renewal")).to_be_enabled()

    def confirm(self, *, clicks: int = 1) -> None:
        """Turns it off."""
        self.button("Turn off automatic renewal").click(click_count=clicks)
        expect(self.heading("Automatic renewal is off")).to_be_visible()
