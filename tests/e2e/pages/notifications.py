from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import View


class NotificationsPage(View):
    """What the person was told."""

    path = "/notifications"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Notifications"))).to_be_visible()
        expect(self.button("Mark all as read")).to_be_visible()
        return self

    @property
    def notices(self) -> Locator:
        """The notices, the newest first."""
        return self.holder.get_by_role("listitem")

    @property
    def holder(self) -> Locator:
        """What holds the notices; it has the focus when the button that had it is gone."""
        return self.main.get_by_role("region", name=self.say("Notifications"), exact=True)

    @property
    def unread(self) -> Locator:
        """The notices that are marked as unread."""
        return self.notices.filter(has=self.page.get_by_text(self.say("Unread"), exact=True))

    def titles(self) -> list[str]:
        """What the notices say first."""
        return self.notices.get_by_role("heading").all_inner_texts()

    def filter(self, english: str) -> None:
        """All notices, or unread ones."""
        self.button(english).click()
        expect(self.main.get_by_role("button", name=self.say(english), exact=True, pressed=True)).to_be_visible()

    def mark_read(self, notice: Locator) -> None:
        """Marks one of them as read."""
        notice.get_by_role("button", name=self.say("Mark as read"), exact=True).click()

    def mark_all_read(self) -> None:
        """Marks all of them as read."""
        self.button("Mark all as read").click()
