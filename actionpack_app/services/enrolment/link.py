"""The link in the letter: it proves that its reader has the mailbox, for one draft and for a day."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime

from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.errors import LinkOver
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.models import Enrolment
from actionpack_app.routes import enrolment_link
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.enrolment.draft import typed_of

_PURPOSE = "enrolment"
FACTS = ("enrolment", "login", "until")


@dataclasses.dataclass(frozen=True, slots=True)
class Linked:
    """What a link names."""

    enrolment_id: str
    login: str


def link_of(locale: str, facts: Mapping[str, str]) -> str:
    """The address, without its host, for the facts of a letter."""
    return enrolment_link(locale, sign(_PURPOSE, json.dumps([facts[name] for name in FACTS])))


def read_link(token: str) -> Linked:
    """Raises LinkOver: forged, or too old."""
    written = unsign(_PURPOSE, token)
    if written is None:
        raise LinkOver(LinkEnd.UNKNOWN)
    enrolment_id, login, until = json.loads(written)
    if datetime.fromisoformat(until) <= SystemClock().now():
        raise LinkOver(LinkEnd.EXPIRED)
    return Linked(enrolment_id, login)


def end_of_link(draft: Enrolment, login: str) -> LinkEnd | None:
    """Why a link to a draft leads nowhere any more; None while it is good."""
    if draft.completed_at is not None:
        return LinkEnd.USED
    return None if login_of(typed_of(draft).get("contact_email", "")) == login else LinkEnd.REVOKED
