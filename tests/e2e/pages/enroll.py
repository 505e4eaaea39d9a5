from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import View


class NetworkPage(View):
    """What membership is."""

    path = "/network"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Become a member of the partner network"))).to_be_visible()
        expect(self.main.get_by_role("article")).to_have_count(3)
        return self

    def offer(self, offer: str) -> Locator:
        """One offer: price, needs, what it includes."""
        return self.main.get_by_role("article", name=self.say(offer), exact=True)

    def enroll(self) -> "EnrollPage":
        """Enroll now."""
        self.link("Enroll now").first.click()
        return EnrollPage(self.reader).validate_page()


class EnrollPage(View):
    """The five steps."""

    path = "/enroll"

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Enroll your company"))).to_be_visible()
        expect(self.main.get_by_role("list", name=self.say("Steps"), exact=True)).to_be_visible()
        return self

    def validate_step(self, english: str) -> Self:
        """Waits for a step by its title."""
        expect(self.heading(self.say(english))).to_be_visible()
        return self

    def reload(self, english: str) -> None:
        """Loads the page again, which comes back to the same step."""
        self.page.reload()
        self.validate_step(english)

    def field(self, english: str) -> Locator:
        """A field by its label; what follows the label, such as "optional", may differ."""
        return self.main.get_by_role("textbox", name=self.say(english))

    def choice(self, english: str) -> Locator:
        """A list to choose from."""
        return self.main.get_by_role("combobox", name=self.say(english), exact=True)

    def fill(self, fields: dict[str, str]) -> None:
        """Types into fields and leaves the last one."""
        for english, text in fields.items():
            self.field(english).fill(text)
        self.page.keyboard.press("Tab")

    def go_on(self) -> None:
        """Continue."""
        self.button("Continue").click()

    def go_back(self) -> None:
        """Back."""
        self.button("Back").click()

    def accept_terms(self) -> None:
        """Ticks the box and goes on."""
        self.main.get_by_role("checkbox").check()
        self.go_on()

    def finish(self, password: str) -> None:
        """Chooses a password and finishes."""
        self.main.get_by_label(self.say("Password"), exact=True).fill(password)
        self.button("Finish the enrollment").click()

    @property
    def alert(self) -> Locator:
        """What was refused."""
        return self.main.get_by_role("alert").filter(visible=True)

    def validate_done(self) -> str:
        """Waits for the confirmation; the MPN ID."""
        self.validate_step("Welcome to the partner network")
        number = self.main.get_by_role("status").filter(has_text=self.say("Your MPN ID is")).get_by_role("strong")
        return number.inner_text()
