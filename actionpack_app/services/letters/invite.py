"""The invitation to Partner Center, for everybody of a company who can renew there."""

from sqlmodel import Session

from actionpack_app.domain.letters import LetterFacts, LetterKind, Recipient
from actionpack_app.domain.rights import RIGHTS, Actor, Right
from actionpack_app.models import Partner
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.letters.write import write_letter


def write_invitations(session: Session, actor: Actor, partner: Partner) -> None:
    """One letter each, in the language of the reader's mails. `actor` works inside the company."""
    for person in Partners(session, actor).people():
        if person.active and Right.BUY in RIGHTS[person.role]:
            to = Recipient(person.name, person.email, person.mail_locale or partner.locale)
            facts = LetterFacts(LetterKind.INVITED_FROM_PMC, to, partner.name, {})
            write_letter(session, facts, f"moved:{partner.id}:{person.id}", partner.id)
