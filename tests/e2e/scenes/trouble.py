"""Pages whose server is slow, gone or in trouble."""

import json
from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import Page, WebSocketRoute, expect

from actionpack_app.dialogs.shell.state import outage
from actionpack_app.routes import NETWORK, OFFERS, USERS
from tests.e2e.infra.line import Line
from tests.e2e.infra.watch import EVENT
from tests.e2e.pages.checkout import CheckoutDialog
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Person
from tests.e2e.scenes.scene import Scene, Stage

SOCKET = "**/_event/**"


def withhold_answers(page: Page) -> None:
    """From the next page on, the connection stands, and no answer comes."""

    def carry(line: WebSocketRoute) -> None:
        def pass_on(message: str | bytes) -> None:
            if not EVENT.match(str(message)):
                line.send(message)

        line.connect_to_server().on_message(pass_on)

    page.route_web_socket(SOCKET, carry)


def loading(name: str, route: str) -> Scene:
    """A page before its data has come."""

    def set_up(stage: Stage) -> Person:
        somebody = stage.enter("fabrikam")
        withhold_answers(somebody.page)
        somebody.page.goto(f"/{stage.locale}{route}")
        expect(somebody.page.locator(".skeleton").first).to_be_visible()
        return somebody

    return Scene(name, route, set_up)


def connection_lost(stage: Stage, before: Callable[[OffersPage], object] = OffersPage.validate_page) -> Person:
    with ExitStack() as held:
        line = held.enter_context(Line())
        partner = stage.door.copy("fabrikam")
        admin = stage.door.let_in(stage.door.stand_before(partner, "Global admin", stage.locale, proxy=line.proxy))
        before(OffersPage(admin))
        line.cut()
        expect(Frame(admin).connection_lost).to_be_visible()
        kept = held.pop_all()
    admin.page.context.on("close", lambda _context: kept.close())
    return admin


def connection_lost_in_a_window(stage: Stage) -> Person:
    return connection_lost(stage, in_the_window)


def in_the_window(offers: OffersPage) -> CheckoutDialog:
    """A renewal begun, down at what is to be filled in."""
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    dialog.choose("Electronic bank transfer")
    dialog.field("Phone number").scroll_into_view_if_needed()
    return dialog


def outage_met(stage: Stage, before: Callable[[OffersPage], object] = OffersPage.validate_page) -> Person:
    admin = stage.enter("fabrikam")
    told = json.dumps(["event", {"delta": outage(stage.locale), "events": [], "final": True}])
    lines: list[WebSocketRoute] = []

    def carry(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    admin.page.route_web_socket(SOCKET, carry)
    offers = OffersPage(admin).navigate()
    before(offers)
    lines[0].send(f"42/_event,{told}")
    expect(admin.page.get_by_role("alert").filter(visible=True)).to_be_visible()
    return admin


def outage_met_in_a_window(stage: Stage) -> Person:
    return outage_met(stage, in_the_window)


TROUBLE_SCENES = (
    loading("offers-loading", OFFERS),
    loading("users-loading", USERS),
    loading("network-loading", NETWORK),
    Scene("connection-lost", OFFERS, connection_lost),
    Scene("connection-lost-in-a-window", OFFERS, connection_lost_in_a_window),
    Scene("outage", OFFERS, outage_met),
    Scene("outage-in-a-window", OFFERS, outage_met_in_a_window),
)
