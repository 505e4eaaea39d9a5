"""People of sample partners, signed in through the page as anybody would."""

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.e2e.infra.staging import Partner, Staging
from tests.e2e.pages.sign_in import SignInPage
from tests.e2e.pages.words import Words

DESK = Partner(id="", name="Desk", mpn_id="")


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody in front of a tab."""

    page: Page
    words: Words
    partner: Partner
    role: str

    @property
    def locale(self) -> str:
        """The language of the tab."""
        return self.words.locale

    @property
    def label(self) -> str:
        """How the sign-in page calls this person, in English everywhere."""
        return f"{self.partner.name} — {self.role}"

    @property
    def today(self) -> date:
        """The partner's own date, which the toolbar shows in demo and staging."""
        clock = self.page.get_by_role("complementary", name=self.words("Staging"), include_hidden=True)
        return date.fromisoformat(clock.locator("time").get_attribute("datetime") or "")

    def another_tab(self) -> "Person":
        """The same person in a second tab of the same browser."""
        return dataclasses.replace(self, page=self.page.context.new_page())

    def reading(self, locale: str) -> "Person":
        """The same tab in another language."""
        return dataclasses.replace(self, words=Words(locale))


class Door:
    """Lets people in, the first in the test's own tab, others in browsers of their own."""

    def __init__(self, page: Page, new_context: Callable[..., BrowserContext], staging: Staging) -> None:
        self._free: list[Page] = [page]
        self._new_context = new_context
        self._staging = staging

    def enter(self, sample: str, role: str, locale: str = "en") -> Person:
        """Signs in somebody of a fresh copy of a sample partner."""
        return self.enter_as(self._staging.copy(sample), role, locale)

    def enter_as(self, partner: Partner, role: str, locale: str = "en") -> Person:
        """Signs in somebody of a partner that is there already."""
        return self.let_in(self.stand_before(partner, role, locale))

    def let_in(self, somebody: Person) -> Person:
        """Signs in somebody who stands before the door."""
        SignInPage(somebody).navigate().choose(somebody.label)
        home = "desk" if somebody.partner == DESK else "offers"
        somebody.page.wait_for_url(f"**/{somebody.locale}/{home}")
        return somebody

    def enter_desk(self, role: str, locale: str = "en") -> Person:
        """Signs in one of the desk's people."""
        return self.enter_as(DESK, role, locale)

    def stand_before(self, partner: Partner, role: str, locale: str = "en", **options: Any) -> Person:
        """Somebody who isn't signed in yet; `options` ask for a browser context of a special kind."""
        page = self._free.pop() if self._free and not options else self._new_context(**options).new_page()
        return Person(page, Words(locale), partner, role)

    def copy(self, sample: str) -> Partner:
        """A fresh copy of a sample partner, before anybody signs in."""
        return self._staging.copy(sample)
