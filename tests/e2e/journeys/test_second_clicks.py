"""Second clicks as events by hand: sent right behind the first, whatever the page would have disabled meanwhile."""

import re
from collections.abc import Iterator

import pytest

from tests.e2e.infra.house import House
from tests.e2e.infra.opened import NAMES
from tests.e2e.infra.server import stop_server
from tests.e2e.infra.socket import Socket

ASKS_THE_BANK = "sandbox_3184_1298_abcdefgh"
MOVED_ON = "This order has moved on in another window"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for these tests."""
    made = House(tmp_path_factory.mktemp("second-clicks"))
    yield made
    stop_server(made.started)


def twice(socket: Socket, event: str, payload: dict[str, object], path: str = "/en/offers") -> str:
    """Sends one event two times, and returns what comes of both."""
    for _click in range(2):
        socket.post(NAMES[event], payload, path)
    return "".join(socket.answers())


@pytest.mark.parametrize(
    ("event", "payload", "ends"),
    [
        ("CheckoutState.authenticate", {"complete": True}, "paid"),
        ("CheckoutState.authenticate", {"complete": False}, "review"),
        ("CheckoutState.give_up", {}, "method"),
    ],
)
def test_the_banks_question_is_answered_once(house: House, event: str, payload: dict[str, object], ends: str) -> None:
    socket = Socket(house.address, house.copy("fabrikam")["global_admin"])
    for before, given in (
        ("CheckoutState.open", {"offer": "action_pack"}),
        ("CheckoutState.choose_card_payment", {"card_id": ""}),
        ("CheckoutState.submit_card", {"token": ASKS_THE_BANK}),
        ("CheckoutState.buy", {"form": {}}),
    ):
        answers = "".join(socket.send(NAMES[before], dict(given)))
    assert '"step":"authenticate"' in answers
    answers = twice(socket, event, payload)
    assert f'"step":"{ends}"' in answers
    assert MOVED_ON not in answers
    socket.close()


def test_automatic_renewal_is_turned_off_once(house: House) -> None:
    partner = house.copied("contoso")
    admin = house.found("SELECT id FROM person WHERE partner_id = ? AND role = 'global_admin'", partner)
    socket = Socket(house.address, house.cookie(admin))
    socket.send(NAMES["RenewalState.ask"], {"subscription_id": house.held_by(partner)})
    answers = twice(socket, "RenewalState.turn_off", {})
    assert '"done_rx_state_":true' in answers
    assert "already off" not in answers
    socket.close()


def test_replies_and_notes_are_sent_once(house: House) -> None:
    partner = house.copied("woodgrove")
    admin = house.found("SELECT id FROM person WHERE partner_id = ? AND role = 'global_admin'", partner)
    socket = Socket(house.address, house.cookie(admin))
    socket.send(NAMES["NewRequestState.load"], {})
    socket.send(NAMES["NewRequestState.choose_problem"], {"problem": "billing"})
    contact = {"contact_name": "Priya Nair", "contact_phone": "", "contact_email": "priya@example.com"}
    socket.send(NAMES["NewRequestState.submit"], {"form": {**contact, "title": "Two invoices", "details": "We were charged."}})
    number = house.found("SELECT number FROM support_request WHERE partner_id = ? ORDER BY created_at DESC", partner)
    told = "".join(socket.send(NAMES["RequestState.load"], {}, f"/en/support/{number}"))
    (key,) = re.findall(r'"form_key_rx_state_":\s*"([0-9a-f-]{36})"', told)
    twice(socket, "RequestState.send", {"form": {"reply": "One more thing.", "form_key": key}}, f"/en/support/{number}")
    socket.close()

    desk = Socket(house.address, house.operator("support_agent"))
    path = f"/en/desk/requests/{number}"
    told = "".join(desk.send(NAMES["DeskRequestState.load"], {}, path))
    ((reply, note),) = re.findall(r'"keys_rx_state_":\s*\{"reply":\s*"([0-9a-f-]{36})",\s*"note":\s*"([0-9a-f-]{36})"', told)
    twice(desk, "DeskRequestState.send", {"form": {"reply": "We look into it.", "form_key": reply}}, path)
    twice(desk, "DeskRequestState.add_note", {"form": {"note": "Called.", "form_key": note}}, path)
    desk.close()
    said = "SELECT count(*) FROM support_message m JOIN support_request r ON r.id = m.request_id WHERE r.number = ? AND body = ?"
    for text in ("One more thing.", "We look into it.", "Called."):
        assert house.found(said, number, text) == "1"


def test_nobody_asks_for_the_clock_of_the_desk(house: House) -> None:
    desk = Socket(house.address, house.operator("support_agent"))
    before = len(house.log.read_text())
    for event in ("StagingState.load", "StagingState.toggle", "StagingState.look"):
        desk.send(NAMES[event], {}, "/en/desk")
    desk.close()
    assert "my_standing" not in house.log.read_text()[before:]
