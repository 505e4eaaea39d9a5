"""The link with which a forgotten password is set anew: for one password, once, for an hour."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from actionpack_app.domain.accounts import RESET_HOLDS, LinkEnd
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.routes import new_password

_PURPOSE = "password reset"
_FACTS = ("person", "changed_at", "asked_at")


def reset_link(locale: str, facts: Mapping[str, str]) -> str:
    """The address, without its host, for the facts of a letter."""
    return new_password(locale, sign(_PURPOSE, json.dumps([facts[name] for name in _FACTS])))


def read_reset(token: str) -> dict[str, str] | None:
    """The facts of a link; None for one that is forged."""
    written = unsign(_PURPOSE, token)
    return dict(zip(_FACTS, json.loads(written), strict=True)) if written is not None else None


def end_of_reset(session: Session, facts: Mapping[str, str]) -> LinkEnd | None:
    """Why a link is worth nothing any more; None while it is good."""
    if SystemClock().now() - datetime.fromisoformat(facts["asked_at"]) >= RESET_HOLDS:
        return LinkEnd.EXPIRED
    account = Credentials(session).of_person(facts["person"])
    if account is None or not account.person.active:
        return LinkEnd.EXPIRED
    return None if account.credential.changed_at.isoformat() == facts["changed_at"] else LinkEnd.USED
