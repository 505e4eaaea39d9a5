"""Somebody who renews by card, and goes on as a person would: waits while the page says so, and clicks again if need be."""

import dataclasses
import time
from collections.abc import Callable

from tests.crash.page import Page
from tests.crash.pair import Pair
from tests.crash.visitor import CHECKOUT, Visitor, make_partner

PAYS = "4242424242424242"
CLICKS, LOOK_SECONDS = 30, 3.0
PATIENCE_SECONDS = 60.0


@dataclasses.dataclass
class Person:
    """At the review of an order, in a page of their own."""

    page: Page
    number: str
    connections: int = 0
    came_back_after: float = -1.0
    """Seconds from the outage's end until the page showed the order again, and no message."""
    problems: list[str] = dataclasses.field(default_factory=list)

    def click_buy(self) -> None:
        """Buys, whatever comes of it."""
        self.page.send(f"{CHECKOUT}.buy", form={})

    def is_told(self) -> None:
        """The page says what is going on."""
        if not self.page.wait_until(lambda: self.page.told != "", PATIENCE_SECONDS):
            self.problems.append(f"{self.number}: the page said nothing")

    def comes_back(self, ended_at: float) -> None:
        """The page goes on by itself; nobody clicks."""
        page = self.page
        back = page.wait_until(
            lambda: page.connections > self.connections and page.told == "" and page.order.get("number") == self.number,
            PATIENCE_SECONDS,
        )
        self.came_back_after = time.monotonic() - ended_at
        if not back:
            self.problems.append(f"{self.number}: the page didn't come back: {page.told!r} {page.order.get('step')!r}")

    def pays(self) -> None:
        """Clicks until the order is paid; the dialog tells, as does the page where it was closed meanwhile."""
        page = self.page
        for _click in range(CLICKS):
            if page.wait_until(lambda: page.order.get("step") == "paid", LOOK_SECONDS):
                return
            if page.order.get("step") == "review":
                self.click_buy()
        self.problems.append(f"{self.number}: not paid; the dialog stands at {page.order.get('step')!r}, {page.told!r}")


def person_at_the_review(house: Pair, address: str, where: Callable[[], str]) -> Person:
    """A copy of Fabrikam; its Global admin has saved a card and looks at the review."""
    _partner, admin = make_partner(address, house.key, "fabrikam")
    visitor = Visitor(address, admin)
    page = Page(visitor.cookie, where)
    _wait(page, lambda: page.company != "", "the page")
    page.send(f"{CHECKOUT}.open", offer="action_pack")
    _wait(page, lambda: page.order.get("step") == "method", "the method")
    number = str(page.order["number"])
    secret = visitor.post("/api/cards/setup", {"order": number})["secret"]
    _status, setup = house.peer.confirm_setup(secret, PAYS)
    page.send(f"{CHECKOUT}.submit_card", token=setup["id"])
    _wait(page, lambda: page.order.get("step") == "review", "the review")
    return Person(page, number)


def _wait(page: Page, so: Callable[[], bool], what: str) -> None:
    if not page.wait_until(so, PATIENCE_SECONDS):
        raise RuntimeError(f"{what} didn't come: {page.told!r} {page.order}")
