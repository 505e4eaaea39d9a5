"""The link that shows that a new address is one's own: for one change of one account, for an hour."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from actionpack_app.domain.accounts import ADDRESS_HOLDS, LinkEnd
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.routes import ACCOUNT, NEW_ADDRESS_TOKEN, localized

_PURPOSE = "new address"
_FACTS = ("person", "login", "email", "asked_at")


def address_link(locale: str, facts: Mapping[str, str]) -> str:
    """The address, without its host, at which its owner confirms it once signed in."""
    token = sign(_PURPOSE, json.dumps([facts[name] for name in _FACTS]))
    return f"{localized(locale, ACCOUNT)}?{NEW_ADDRESS_TOKEN}={token}"


def read_address_link(token: str) -> dict[str, str] | None:
    """The facts of a link; None for one that is forged."""
    written = unsign(_PURPOSE, token)
    return dict(zip(_FACTS, json.loads(written), strict=True)) if written is not None else None


def end_of_address_link(session: Session, facts: Mapping[str, str]) -> LinkEnd | None:
    """Why a link is worth nothing any more; None while it is good."""
    if SystemClock().now() - datetime.fromisoformat(facts["asked_at"]) >= ADDRESS_HOLDS:
        return LinkEnd.EXPIRED
    account = Credentials(session).of_person(facts["person"])
    if account is None or not account.person.active:
        return LinkEnd.EXPIRED
    return None if account.credential.login == facts["login"] else LinkEnd.USED
