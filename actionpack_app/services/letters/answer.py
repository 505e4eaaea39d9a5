"""The letter about an answer of the desk's. What was said stands in the thread, where only those who may see it read it."""

from sqlmodel import Session

from actionpack_app.domain.letters import LetterFacts, LetterKind, Recipient
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Person, SupportRequest
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.letters.write import write_letter


def write_of_answer(session: Session, actor: Actor, request: SupportRequest, key: str) -> None:
    """Writes to the request's contact, in the language of the person who made it. `actor` works inside the company."""
    partner, asked_by = Partners(session, actor).mine(), session.get_one(Person, request.created_by)
    facts = LetterFacts(
        kind=LetterKind.REQUEST_ANSWERED,
        to=Recipient(request.contact_name, request.contact_email, asked_by.mail_locale or partner.locale),
        company=partner.name,
        facts={"number": request.number, "title": request.title},
    )
    write_letter(session, facts, f"answer:{key}", partner.id)
