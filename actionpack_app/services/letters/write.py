"""Writing a letter: in the transaction of what it is about; the post takes it from there."""

from sqlmodel import Session

from actionpack_app.domain.letters import LetterFacts
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Letter
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.letters import Letters


def write_letter(session: Session, facts: LetterFacts, key: str, partner_id: str | None) -> bool:
    """Has a letter sent once the transaction is committed; False where the business fact `key` has been written about."""
    now = SystemClock().now()
    letter = Letter(
        id=new_id(),
        key=key,
        partner_id=partner_id or None,
        kind=facts.kind,
        to_name=facts.to.name,
        email=facts.to.email,
        locale=facts.to.locale,
        company=facts.company,
        facts=dict(facts.facts),
        written_at=now,
        mail_status=MailStatus.WAITING,
        next_try_at=now,
    )
    return Letters(session).add(letter)
