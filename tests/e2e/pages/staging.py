"""The toolbar of demo and staging."""

from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.person import Person


class StagingBar:
    """Below every page."""

    def __init__(self, person: Person) -> None:
        self.page = person.page
        self.say = person.words
        self.root = self.page.get_by_role("complementary", name=self.say("Staging"), exact=True)

    def open(self) -> Self:
        """Opens what stands above the buttons."""
        tools = self.root.get_by_role("button", name=self.say("Staging tools"), exact=True)
        if tools.get_attribute("aria-expanded") != "true":
            tools.click()
        expect(tools).to_have_attribute("aria-expanded", "true")
        return self

    def button(self, english: str) -> Locator:
        """A button by its label."""
        return self.root.get_by_role("button", name=self.say(english), exact=True)

    def jump(self, english: str) -> None:
        """Moves the clock; what happened is there when this returns."""
        before = self.clock.inner_text()
        self.button(english).click()
        expect(self.clock).not_to_have_text(before)

    def go_to(self, day: str) -> None:
        """Moves the clock to a day."""
        before = self.clock.inner_text()
        self.open()
        self.root.get_by_label(self.say("Go to a day"), exact=True).fill(day)
        self.button("Go").click()
        expect(self.clock).not_to_have_text(before)

    @property
    def clock(self) -> Locator:
        """Where the clock stands."""
        return self.root.get_by_role("time")

    @property
    def happened(self) -> Locator:
        """What happened during the last move, line by line."""
        return self._section("What happened", "clock").get_by_role("listitem")

    @property
    def coming(self) -> Locator:
        """What will happen next, line by line."""
        return self._section("What will happen next").get_by_role("listitem")

    def look_as(self, name: str) -> None:
        """Switches to somebody else."""
        self.open()
        self.root.get_by_label(self.say("Look as"), exact=True).select_option(label=name)
        self.button("Switch").click()

    def _section(self, english: str, context: str = "") -> Locator:
        name = self.say(f"{context}|{english}" if context else english)
        return self.root.get_by_role("region", name=name, exact=True)
