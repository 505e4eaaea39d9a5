"""Pages that are open on things which exist: what every event is about, for whoever may no longer do it.

Most deeds are about what a dialog showed before. Whoever lacks the right is refused the dialog, and the deed behind it would
meet nothing. So here somebody with every right opens all of it, and has the role that is looked at from then on.
"""

import dataclasses
import inspect
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from reflex_base.registry import RegistrationContext

import actionpack_app.actionpack_app  # noqa: F401  (registers every event)
from actionpack_app.domain.rights import Role
from tests.e2e.infra.house import House
from tests.e2e.infra.socket import Socket
from tests.event_rights import NEED_OF

NAMES = {
    registered.handler.fn.__qualname__: name
    for name, registered in RegistrationContext.get().event_handlers.items()
    if registered.handler.fn.__qualname__ in NEED_OF
}
"""How browsers name the app's events, by state and handler."""

CARD = "sandbox_4242_1298_abcdefgh"
CONTACT = {"contact_name": "Priya Nair", "contact_phone": "020 7946 0123", "contact_email": "priya@example.com"}
SETTLES_WITHIN_SECONDS = 30
_KEY = re.compile(r'"key_rx_state_":\s*"([0-9a-f-]{36})"')
_KEY_OF_REPLY = re.compile(r'"form_key_rx_state_":\s*"([0-9a-f-]{36})"')
_KEYS_AT_DESK = re.compile(r'"keys_rx_state_":\s*\{"reply":\s*"([0-9a-f-]{36})",\s*"note":\s*"([0-9a-f-]{36})"')


@dataclasses.dataclass(frozen=True)
class Things:
    """A company, and things of it that exist."""

    partner: str
    sender: str
    """Who sends the events, in one role after the other."""
    colleague: str
    former: str
    """Somebody who was deactivated."""
    subscription: str
    draft: str
    """The number of an order that can be paid."""
    waiting: str
    """The number of one whose bank transfer hasn't come."""
    card: str
    approval: str
    invitation: str
    seat: str
    request: str
    notice: str
    in_pmc: str
    """A partner that the desk can move."""


def things_of(house: House, connect: Callable[[str], Socket]) -> Things:
    """A company that has one of everything."""
    partner = house.copied("woodgrove")
    sender = house.found("SELECT id FROM person WHERE partner_id = ? AND role = ?", partner, Role.PARTNER_ADMIN)
    colleague, former = (house.copy_row("person", sender, name=name, role=Role.USER) for name in ("Omar Reyes", "Ada Quist"))
    house.change("UPDATE person SET active = 0 WHERE id = ?", former)
    house.change("UPDATE notice_delivery SET read_at = NULL WHERE person_id = ?", sender)
    held = house.found("SELECT id FROM subscription WHERE partner_id = ? AND offer = 'silver'", partner)
    card = house.found("SELECT id FROM saved_card WHERE partner_id = ?", partner)
    give(house, sender, Role.GLOBAL_ADMIN)
    socket = connect(house.cookie(sender))
    for event, payload in (
        ("UsersState.invite", {"form": {"name": "Ada", "email": f"{uuid.uuid4()}@example.com", "role": "user"}}),
        ("NewRequestState.load", {}),
        ("NewRequestState.choose_problem", {"problem": "billing"}),
        ("NewRequestState.submit", {"form": {**CONTACT, "title": "Two invoices", "details": "We were charged twice."}}),
        ("SeatsState.ask", {"thing": f"{held}:training_seats"}),
        ("SeatsState.assign", {"form": {"person": colleague}}),
        ("CheckoutState.open", {"offer": "gold"}),
        ("CheckoutState.choose_card_payment", {"card_id": card}),
        ("CheckoutState.submit", {"form": CONTACT}),
    ):
        socket.post(NAMES[event], payload)
    socket.answers()
    draft = house.found("SELECT id FROM purchase_order WHERE partner_id = ? AND status = 'draft'", partner)
    waiting = house.copy_row("purchase_order", draft, **_WAITING, number=f"ORD-2026-{uuid.uuid4().int % 900000 + 100000}")
    return Things(
        partner=partner,
        sender=sender,
        colleague=colleague,
        former=former,
        subscription=held,
        draft=house.found("SELECT number FROM purchase_order WHERE id = ?", draft),
        waiting=house.found("SELECT number FROM purchase_order WHERE id = ?", waiting),
        card=card,
        approval=_asked(house, draft, colleague),
        invitation=house.found("SELECT id FROM invitation WHERE partner_id = ?", partner),
        seat=house.found("SELECT id FROM benefit_use WHERE partner_id = ?", partner),
        request=house.found("SELECT number FROM support_request WHERE partner_id = ?", partner),
        notice=house.found("SELECT notice_id FROM notice_delivery WHERE person_id = ?", sender),
        in_pmc=house.copied("litware"),
    )


_WAITING: dict[str, str | int] = {
    "offer": "action_pack",
    "status": "awaiting_payment",
    "method": "transfer",
    "step": "done",
    "placed_at": "2026-01-01 09:00:00.000000",
    "last_day": "2099-12-31",
    "upgrade": 0,
}
"""What an order is like while its bank transfer hasn't come."""


def give(house: House, person: str, role: Role) -> None:
    """Has somebody be in a role from the next event on."""
    house.change("UPDATE person SET role = ? WHERE id = ?", role, person)


def open_everything(house: House, socket: Socket, person: str, role: Role, things: Things) -> dict[str, str]:
    """Opens the company's pages with every right in it, the desk's with every right there; then the person has `role` again.

    Returns the keys of the forms, by their states or, where a page has two, by their events.
    """
    give(house, person, Role.GLOBAL_ADMIN)
    house.change("UPDATE person SET partner_id = ? WHERE id = ?", things.partner, person)
    keys = {state: _KEY.findall("".join(socket.send(NAMES[f"{state}.{event}"], {})))[-1] for state, event in FORMS.items()}
    keys["RequestState"] = _KEY_OF_REPLY.findall(_open(socket, OF_THE_COMPANY, things))[-1]
    if person != things.sender:
        house.change("UPDATE person SET partner_id = NULL WHERE id = ?", person)
    give(house, person, Role.DESK_ADMIN)
    at_desk = _KEYS_AT_DESK.findall(_open(socket, OF_THE_DESK, things))[-1]
    keys |= zip(("DeskRequestState.send", "DeskRequestState.add_note"), at_desk, strict=True)
    give(house, person, role)
    return keys


FORMS = {"ProfileState": "load", "CompanyDetailsState": "begin"}
"""What is sent has to name the key that their page has drawn."""

OF_THE_COMPANY = (
    *(
        "UsersState.load",
        "UsersState.ask_to_deactivate",
        "RenewalState.ask",
        "ApprovalsState.load",
        "ApprovalsState.ask_to_decline",
    ),
    *("ActivationState.ask", "KeysState.ask", "SeatsState.ask", "CompanyState.load", "CompanyState.ask_to_remove"),
    *("PaymentMethodState.ask", "OrderState.load", "OrderState.ask_to_cancel", "RequestState.load", "NotificationsState.load"),
    *("ProfileState.ask_to_take_back", "NewRequestState.load", "NewRequestState.choose_problem", "SupportState.load"),
    *("SubscriptionState.load", "CheckoutState.open"),
)
OF_THE_DESK = (
    *("DeskState.choose", "DeskState.ask", "QueueState.load", "DeskRequestState.load", "DeskPartnerState.load"),
    *("DeskPartnerState.ask_to_move", "MailsState.load", "ImportsState.load"),
)


def _open(socket: Socket, events: tuple[str, ...], things: Things) -> str:
    for event in events:
        socket.post(NAMES[event], payload_of(event, things, {}), path_of(event, things))
    return "".join(socket.answers())


def path_of(event: str, things: Things) -> str:
    """The page that an event comes from, where its address says what it is about."""
    state = event.partition(".")[0]
    of_page = {
        "OrderState": f"/en/orders/{things.waiting}",
        "RequestState": f"/en/support/{things.request}",
        "SubscriptionState": f"/en/subscriptions/{things.subscription}",
        "DeskRequestState": f"/en/desk/requests/{things.request}",
        "DeskPartnerState": f"/en/desk/partners/{things.in_pmc}",
    }
    return of_page.get(state, "/en/offers")


def payload_of(event: str, things: Things, keys: dict[str, str]) -> dict[str, Any]:
    """Arguments that mean something: each thing that they name exists."""
    state, _dot, _handler = event.partition(".")
    handler = RegistrationContext.get().event_handlers[NAMES[event]].handler
    meant: dict[str, Any] = {
        "action": "confirm" if state == "DeskState" else "turn_off_renewal",
        "approval_id": things.approval,
        "assigned": "anybody",
        "card_id": things.card,
        "complete": True,
        "day": "2026-01-01",
        "field": "po_number",
        "file_id": str(uuid.uuid4()),
        "form": {
            **CONTACT,
            "name": "Ada",
            "email": f"{uuid.uuid4()}@example.com",
            "role": Role.BILLING_ADMIN,
            "person": things.sender,
            "amount": "400",
            "reason": "Too much.",
            "reply": "One more thing.",
            "note": "Called.",
            "said": "As agreed.",
            "title": "Two invoices",
            "details": "We were charged twice.",
            "description": "We move systems.",
            "city": "Leeds",
            "how_many": "1",
            "form_key": keys.get(event, keys.get(state, "")),
            "search": "",
            "to": things.sender,
            "po_number": "PO 7",
        },
        "invitation_id": things.invitation,
        "key": keys.get(state, things.waiting),
        "name": "proof.pdf",
        "notice_id": things.notice,
        "number": things.request if event == "QueueState.take" else 1,
        "offer": "gold",
        "on": False,
        "opened": True,
        "part": "orders",
        "person_id": things.former if event == "UsersState.reactivate" else things.colleague,
        "problem": "billing",
        "role": Role.USER,
        "seat_id": things.seat,
        "section": "transfers",
        "subscription_id": things.subscription,
        "tab": "software",
        "text": "Typed",
        "thing": things.subscription + ("" if state == "WhyNotState" else f":{BENEFITS[state]}" if state in BENEFITS else ""),
        "token": CARD,
        "waiting": "open",
        "what": "",
        "which": "all",
        "who": "",
        "year": "2026",
    }
    return {name: meant[name] for name in inspect.signature(handler.fn).parameters if name != "self"}


BENEFITS = {"ActivationState": "advisory_hours", "KeysState": "office_licences", "SeatsState": "training_seats"}


def settled(house: House) -> str:
    """What is stored, once nothing changes any more: mails and bookkeeping come after what caused them."""
    ends_at, before = time.monotonic() + SETTLES_WITHIN_SECONDS, ""
    while (now := house.contents()) != before and time.monotonic() < ends_at:
        before = now
        time.sleep(1)
    return now


def _asked(house: House, draft: str, by: str) -> str:
    """A request of somebody's that an order may be bought."""
    approval = str(uuid.uuid4())
    house.change(
        "INSERT INTO approval (id, partner_id, order_id, status, total_minor, currency, upgrade, message, requested_by,"
        " requested_at, last_day, reason) SELECT ?, partner_id, id, 'requested', total_minor, currency, 0, '', ?,"
        " created_at, '2099-12-31', '' FROM purchase_order WHERE id = ?",
        *(approval, by, draft),
    )
    return approval
