"""Events that no page sends: by strangers, by colleagues without the right, with arguments of any kind.

A browser can send any event of any state. Each one here is sent over the real socket, and the database is compared
before and after.
"""

import collections
import contextlib
import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

import actionpack_app.actionpack_app  # noqa: F401  (registers every event)
from actionpack_app.auth import guard
from actionpack_app.auth.guard import short_name
from actionpack_app.domain.rights import OPERATORS, RIGHTS, Role
from tests.e2e.infra.house import House
from tests.e2e.infra.opened import NAMES, Things, open_everything, path_of, payload_of, settled, things_of
from tests.e2e.infra.server import stop_server
from tests.e2e.infra.socket import Socket
from tests.event_rights import NEED_OF, rights_of

ODD: tuple[Any, ...] = (None, 7, -1, 1e309, True, "x" * 5000, "a\x00b", ["action_pack"], {"a": [1]}, "action_pack")
SECRETS = ("4242424242424242", "session=")

EVENTS = sorted(name for name in RegistrationContext.get().event_handlers if ".actionpack_app___" in name)
OWN = ("calendar_feed_state.renew", "calendar_feed_state.revoke", "sessions_state.end_others")
"""What everybody who is signed in may do with something of their own: a private address, their other browsers."""

FIRST = (".look", "DeskState.put_down")
LAST = (
    *(".load", ".go", ".find", ".clear", ".show", ".open", ".open_in_pmc", ".ask", ".restore", ".begin", ".choose"),
    *(".choose_assigned", ".choose_problem"),
)
"""A page that is refused its reading shows nothing any more: deeds come before, so that they meet what was open."""

QUIET = {
    "CheckoutState.authenticate": "no question of a bank's is shown",
    "CheckoutState.follow": "the order waits for nobody, so there is nothing to follow",
    "CheckoutState.give_up": "no question of a bank's is shown",
    "DeskState.take": "the list is empty since `put_down`, which does the same, was refused",
    "ImportsState.confirm": "no file was uploaded",
    "ImportsState.go": "no file was uploaded",
    "NewRequestState.load": "the page itself looks at the right, and asks no service",
    "RequestState.close": "operators have no company, and find no request of one",
    "RequestState.send": "operators have no company, and find no request of one",
}
"""Events that change nothing either, without being refused for their right."""

ANSWERS_WITHIN_SECONDS = 60


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for these tests."""
    made = House(tmp_path_factory.mktemp("by-hand"))
    yield made
    stop_server(made.started)


@pytest.fixture
def connect(house: House) -> Iterator[Callable[..., Socket]]:
    """Connections that are closed afterwards."""
    opened: list[Socket] = []

    def connected(cookie: str = "", token: str = "") -> Socket:
        opened.append(Socket(house.address, cookie, token))
        return opened[-1]

    yield connected
    for socket in opened:
        socket.close()


def arguments(event: str, value: Any) -> dict[str, Any]:
    """The event's own arguments, all with one value."""
    handler = RegistrationContext.get().event_handlers[event].handler
    return {name: value for name in inspect.signature(handler.fn).parameters if name != "self"}


def is_public(event: str) -> bool:
    """Whether strangers may send it."""
    return RegistrationContext.get().event_handlers[event].handler.fn.__qualname__ in guard._public  # noqa: SLF001


def everything(socket: Socket, value: Any, path: str = "/en/offers", *, but: tuple[str, ...] = OWN) -> str:
    """Sends every event with one value for all its arguments, and returns all answers."""
    for event in EVENTS:
        if event.endswith(but):
            continue
        socket.post(event, arguments(event, value), path)
    return "".join(socket.answers())


def refusals(log: str) -> dict[str, set[str]]:
    """The rights for whose lack events were refused, by the events' short names."""
    found: dict[str, set[str]] = collections.defaultdict(set)
    for line in log.splitlines():
        told = json.loads(line) if line.startswith("{") else {}
        if told.get("why") == "NotAllowed":
            found[told["handler"]].add(told["right"])
    return found


def test_strangers_are_led_to_sign_in_by_every_event_that_is_not_theirs(house: House, connect: Callable[..., Socket]) -> None:
    before = house.contents()
    prices = ("network_state.load", "network_state.choose_currency")  # which anybody may read
    answers = everything(connect(), "action_pack", but=prices)
    closed = [event for event in EVENTS if not event.endswith((".setvar", *prices)) and not is_public(event)]
    assert answers.count("/en/sign-in?next=") == len(closed)
    assert "$475.00" not in answers
    assert house.contents() == before


def test_a_colleague_without_the_right_changes_nothing_with_any_event(house: House, connect: Callable[..., Socket]) -> None:
    people = house.copy("fabrikam")
    before = house.contents()
    for value in ("action_pack", {"title": "x"}):
        everything(connect(people["user"]), value)
    assert house.contents() == before


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_arguments_of_the_wrong_kind_change_nothing(value: Any, house: House, connect: Callable[..., Socket]) -> None:
    admin = connect(house.copy("contoso")["global_admin"])
    before = house.contents()
    everything(admin, value)
    assert house.contents() == before


def test_missing_and_unknown_arguments_are_told_of_by_a_number(house: House, connect: Callable[..., Socket]) -> None:
    admin, before = connect(house.copy("contoso")["global_admin"]), house.contents()
    event = next(name for name in EVENTS if name.endswith("renewal_state.ask"))
    assert "Something went wrong on our side" in "".join(admin.send(event, {}))
    assert "Something went wrong on our side" in "".join(admin.send(event, {"card": "4242424242424242"}))
    assert house.contents() == before


def test_another_partners_things_can_not_be_named(house: House, connect: Callable[..., Socket]) -> None:
    theirs = connect(house.copy("fabrikam")["global_admin"])
    opened = "".join(theirs.send(next(name for name in EVENTS if name.endswith("checkout_state.open")), {"offer": "action_pack"}))
    number = opened[opened.index("ORD-") : opened.index("ORD-") + len("ORD-2026-000001")]
    mine, before = connect(house.copy("contoso")["global_admin"]), house.contents()
    answers = everything(mine, number, f"/en/orders/{number}")
    assert "1 Main Street" not in answers
    assert house.contents() == before


@pytest.mark.parametrize("role", ["support_agent", "desk_admin"])
def test_an_operator_who_looks_at_a_partner_changes_nothing_of_it(
    role: str, house: House, connect: Callable[..., Socket]
) -> None:
    """What an operator sees with a role's eyes can't be done with them; only the look is noted, and that once."""
    partner = house.copied("fabrikam")
    path, held = f"/en/desk/partners/{partner}", house.held_by(partner)
    operator = connect(house.operator(role))
    look = next(name for name in EVENTS if name.endswith("desk_partner_state.load"))
    assert "1 Main Street" in "".join(operator.send(look, {}, path))
    values = ("action_pack", partner, held, {"title": "x"})
    cookies = [house.operator(role) for _value in values]  # so many events of one session would be read slowly
    before = house.contents()
    for value, cookie in zip(values, cookies, strict=True):
        everything(connect(cookie), value, path)
    assert house.contents() == before


@pytest.fixture(scope="module")
def things(house: House) -> Things:
    """A company that has one of everything."""
    with contextlib.ExitStack() as closing:
        return things_of(house, lambda cookie: closing.enter_context(contextlib.closing(Socket(house.address, cookie))))


@pytest.mark.parametrize("role", Role)
def test_whoever_lost_a_right_is_refused_what_their_open_pages_could_do(
    role: Role, house: House, things: Things, connect: Callable[..., Socket]
) -> None:
    """Every event whose right the role lacks, about things that are there, from pages that were opened with the right.

    Each is refused for the right that it declares, nothing that is stored changes, and the socket answers to the end.
    """
    person = house.person_at_desk(role) if role in OPERATORS else things.sender
    socket = connect(house.cookie(person))
    keys = open_everything(house, socket, person, role, things)
    lacking = {event for event in NEED_OF if (needed := rights_of(event)) and not RIGHTS[role] & set(needed)}
    before, told = settled(house), len(house.log.read_text())
    for event in sorted(lacking, key=lambda event: (not event.endswith(FIRST), event.endswith(LAST), event)):
        socket.post(NAMES[event], payload_of(event, things, keys), path_of(event, things))
    assert socket.ask(NAMES["ShellState.fail"], "answered", ANSWERS_WITHIN_SECONDS, incident="answered")
    assert settled(house) == before
    refused = refusals(house.log.read_text()[told:])
    assert {event for event in lacking if not refused[short_name(NAMES[event])] & set(rights_of(event))} <= QUIET.keys()


def test_a_guessed_client_token_shows_nothing_of_whose_it_is(house: House, connect: Callable[..., Socket]) -> None:
    """The token is the browser's own choice: whoever brings another session finds an empty tree."""
    load = next(name for name in EVENTS if name.endswith("shell___state____shell_state.load"))
    owner = connect(house.copy("fabrikam")["global_admin"])
    assert "Grace Abbott" in "".join(owner.send(load, {}))
    owner.close()
    for cookie in ("", house.copy("contoso")["billing_admin"]):
        thief = connect(cookie, owner.token)
        assert "Grace Abbott" not in "".join(thief.send("reflex___state____state.hydrate", {}))


def test_the_draft_of_a_new_company_is_shown_to_nobody_else(house: House, connect: Callable[..., Socket]) -> None:
    """Strangers are told apart by their drafts: neither another's token nor another's cookie opens one."""
    keep = next(name for name in EVENTS if name.endswith("enroll_state.keep"))
    load = next(name for name in EVENTS if name.endswith("enroll_state.load"))
    owner = connect(f"enrolment={'a' * 43}")
    owner.send(keep, {"field": "name", "text": "Lamna Healthcare"}, "/en/enroll")
    assert "Lamna Healthcare" in "".join(owner.send(load, {}, "/en/enroll"))
    owner.close()
    for cookie in ("", f"enrolment={'b' * 43}", "enrolment=a", house.copy("contoso")["billing_admin"]):
        thief, before = connect(cookie, owner.token), house.contents()
        answers = "".join(thief.send("reflex___state____state.hydrate", {}, "/en/enroll"))
        for event in (event for event in EVENTS if ".enroll_state." in event and not event.endswith(".setvar")):
            thief.post(event, arguments(event, "name"), "/en/enroll")
        assert "Lamna Healthcare" not in answers + "".join(thief.answers())
        thief.close()
        if "b" * 43 not in cookie:  # which begins a draft of its own
            assert house.contents() == before


def test_the_log_keeps_no_secret(house: House, connect: Callable[..., Socket]) -> None:
    admin = connect(house.copy("contoso")["global_admin"])
    for event in (*EVENTS, "no.such.event"):
        admin.post(event, {"token": "4242424242424242", "form": {"card": "4242424242424242"}})
    admin.answers()
    written = house.log.read_text()
    assert [secret for secret in SECRETS if secret in written] == []
