from typing import TYPE_CHECKING, Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.view import View

if TYPE_CHECKING:
    from tests.e2e.pages.person import Person


class SignInPage(View):
    """Sample people as buttons."""

    path = "/sign-in"

    def __init__(self, reader: "Person") -> None:
        super().__init__(reader)
        self._partner = reader.partner.id

    @property
    def address(self) -> str:
        """The page that lists the people of the test's own copy."""
        return super().address + (f"?partner={self._partner}" if self._partner else "")

    def validate_page(self) -> Self:
        expect(self.heading(self.say("Sign in"))).to_be_visible()
        expect(self.main.get_by_role("button").first).to_be_visible()
        return self

    def person(self, label: str) -> Locator:
        """The button of a person."""
        return self.main.get_by_role("button", name=label, exact=True)

    def choose(self, label: str) -> None:
        """Signs a person in."""
        self.person(label).click()

    def sign_in(self, email: str, password: str) -> None:
        """Signs in with an account of one's own."""
        self.main.get_by_label(self.say("Email address"), exact=True).fill(email)
        self.main.get_by_label(self.say("Password"), exact=True).fill(password)
        self.button("Sign in").click()

    def go_to_organization(self) -> None:
        """Leaves for the organization's identity provider."""
        self.link("Sign in with your organization").click()

    def enter_code(self, code: str) -> None:
        """The second step."""
        self.main.get_by_label(self.say("Code"), exact=True).fill(code)
        self.button("Sign in").click()
