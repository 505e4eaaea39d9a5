"""The letters of an approval: to those who can give it, and to who asked."""

from collections.abc import Sequence

from sqlmodel import Session

from actionpack_app.domain.deeds import amount_facts
from actionpack_app.domain.letters import LetterFacts, LetterKind, Recipient
from actionpack_app.domain.money import Money
from actionpack_app.models import Approval, Order, Partner, Person
from actionpack_app.services.letters.write import write_letter


def tell_approvers(
    session: Session, approval: Approval, order: Order, partner: Partner, by: Person, approvers: Sequence[Person]
) -> None:
    """Asks each of them, with a way to answer of their own."""
    about = _about(approval, order) | {"approval": approval.id, "by": by.name, "message": approval.message}
    for person in approvers:
        facts = LetterFacts(
            LetterKind.APPROVAL_REQUESTED, _recipient(person, partner), partner.name, about | {"person": person.id}
        )
        write_letter(session, facts, f"approval:{approval.id}:{person.id}", partner.id)


def tell_requester(session: Session, approval: Approval, order: Order, partner: Partner, by: Person) -> None:
    """Says what became of it; nothing to somebody who has left."""
    requester = session.get_one(Person, approval.requested_by)
    if not requester.active:
        return
    about = _about(approval, order) | {
        "status": approval.status.value,
        "by": by.name,
        "reason": approval.reason,
        "subscription": approval.subscription_id or "",
    }
    facts = LetterFacts(LetterKind.APPROVAL_DECIDED, _recipient(requester, partner), partner.name, about)
    write_letter(session, facts, f"approval-decided:{approval.id}", partner.id)


def _about(approval: Approval, order: Order) -> dict[str, str]:
    amount = amount_facts(Money(approval.total_minor, approval.currency))
    return {"number": order.number, "offer": order.offer.value, "until": approval.last_day.isoformat(), **amount}


def _recipient(person: Person, partner: Partner) -> Recipient:
    return Recipient(person.name, person.email, person.mail_locale or partner.locale)
