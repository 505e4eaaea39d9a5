"""Answering from a mail: the address in it is its reader's own, for one request, without signing in.

It is good for as long as the reader may approve and the request stands. Looking changes nothing, as programs that check
links look too.
"""

import contextlib
import dataclasses

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.approvals import ApprovalStatus, Verdict
from actionpack_app.domain.errors import ApprovalNotOpen, NotFound, OwnApproval
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import clock_of
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.models import Letter, Partner, Person
from actionpack_app.repositories.approvals import Approvals
from actionpack_app.repositories.identity import Identities
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.approvals.browse import ApprovalLine, line_of
from actionpack_app.services.approvals.decide import decide_in
from actionpack_app.services.approvals.standing import status_of
from actionpack_app.services.membership.standing import today_of

APPROVAL = "approval"
"""Purpose of the tokens in these addresses."""


@dataclasses.dataclass(frozen=True, slots=True)
class AskedByMail:
    """What the page behind the address shows."""

    locale: str
    company: str = ""
    time_zone: str = "UTC"
    line: ApprovalLine | None = None
    """None where the reader may not approve any more: then nothing of it is shown."""


def approval_token(approval_id: str, person_id: str) -> str:
    """A token with which one person answers one request, and nothing else."""
    return sign(APPROVAL, f"{approval_id} {person_id}")


def show_asked(token: str) -> AskedByMail:
    """What is asked, and what became of it. Raises NotFound for what we never signed."""
    with reading() as session:
        return _shown(session, *_reader(session, token))


def decide_by_mail(token: str, verdict: Verdict, reason: object, address: str) -> AskedByMail:
    """Decides, once; whatever comes later changes nothing and reads what was decided. Raises NotFound, InvalidInput."""
    with transaction() as session:
        approval_id, reader, locale = _reader(session, token, address)
        if reader is not None:
            clock = clock_of(Partners(session, reader).mine().clock_at)
            with contextlib.suppress(ApprovalNotOpen, OwnApproval):  # the page says what was decided, or why they can't
                decide_in(session, reader, approval_id, verdict, reason, clock)
        session.flush()
        return _shown(session, approval_id, reader, locale)


def still_asked(session: Session, letter: Letter) -> bool:
    """Whether a letter that asks for approval is worth sending."""
    partner = session.get_one(Partner, letter.partner_id)
    reader = _approver(session, str(letter.facts["person"]), "")
    if reader is None:
        return False
    approval = Approvals(session, reader).get(str(letter.facts["approval"]))
    order = Orders(session, reader).by_id(approval.order_id)
    return status_of(approval, order, today_of(partner, clock_of(partner.clock_at))) is ApprovalStatus.REQUESTED


def _reader(session: Session, token: str, address: str = "") -> tuple[str, Actor | None, str]:
    """The request, whoever may answer it, and their language; nobody where they may not any more. Raises NotFound."""
    value = unsign(APPROVAL, token)
    if value is None:
        raise NotFound(APPROVAL)
    approval_id, person_id = value.split(" ")
    person = session.get(Person, person_id)
    partner = session.get(Partner, person.partner_id) if person and person.partner_id else None
    if person is None or partner is None:
        raise NotFound(APPROVAL)
    return approval_id, _approver(session, person_id, address), person.mail_locale or partner.locale


def _approver(session: Session, person_id: str, address: str) -> Actor | None:
    """Somebody who may approve now, as an actor."""
    found = Identities(session).active_person(person_id)
    if found is None:
        return None
    person, partner = found
    actor = Actor(person.id, partner.id, person.role, person.name, person.email, address)
    return actor if actor.may(Right.APPROVE) else None


def _shown(session: Session, approval_id: str, reader: Actor | None, locale: str) -> AskedByMail:
    if reader is None:
        return AskedByMail(locale)
    partner = Partners(session, reader).mine()
    line = line_of(session, reader, Approvals(session, reader).get(approval_id), clock_of(partner.clock_at))
    return AskedByMail(locale, partner.name, partner.time_zone, line)
