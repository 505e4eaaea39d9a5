"""The last two steps: the terms, and the password, with which the company becomes a member."""

import dataclasses
from collections.abc import Callable

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.enrolment import STEPS, TERMS_VERSION, Step
from actionpack_app.domain.errors import CompanyKnown, InvalidInput
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.chance import new_id, new_mpn_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Enrolment, Partner, Person
from actionpack_app.models.partners import ManagedIn
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.enrolments import NewPartners
from actionpack_app.services.accounts.create import NewAccount, choose_password, create_account
from actionpack_app.services.enrolment.check import CompanyFacts, ContactFacts, check_company, check_contact
from actionpack_app.services.enrolment.draft import Draft, Origin, existing_draft, require, seen_draft, show_draft, typed_of
from actionpack_app.services.sessions.ticket import ticket_for

BEFORE_TERMS = STEPS[: STEPS.index(Step.TERMS)]
BEFORE_PASSWORD = STEPS[: STEPS.index(Step.PASSWORD)]
MOST_DRAWS = 100
"""Of nine million numbers; more often than that, chance isn't the reason."""


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """A company that has just become a member."""

    mpn_id: str
    ticket: str
    """Signs its first person in."""


def accept_terms(token: str, *, accepted: bool, version: str) -> Draft:
    """Keeps which terms were accepted, and when.

    Raises NotFound, EnrolmentIncomplete, InvalidInput (not accepted, or others than those in force).
    """
    with transaction() as session:
        catalogue = current_catalogue(session)
        draft = existing_draft(session, token)
        require(draft, catalogue, *BEFORE_TERMS)
        if version != TERMS_VERSION:
            raise InvalidInput({"accepted": "terms_changed"})
        if not accepted:
            raise InvalidInput({"accepted": "terms"})
        draft.terms_version, draft.terms_accepted_at = version, SystemClock().now()
        draft.step = Step.PASSWORD
        return show_draft(draft, catalogue)


def complete_enrolment(token: str, password: str, origin: Origin) -> Member:
    """Makes the company and its first Global admin. Slow on purpose.

    Raises: NotFound, EnrolmentIncomplete, InvalidInput, CompanyKnown, AccountExists.
    """
    with reading() as session:
        company, contact = _facts(session, seen_draft(session, token))
    chosen = choose_password(password, contact.name, contact.email, company.name)
    with transaction() as session:
        draft = existing_draft(session, token)
        company, contact = _facts(session, draft)
        partner = store_partner(session, company, contact)
        person = create_account(
            session, NewAccount(partner.id, contact.name, contact.email, Role.GLOBAL_ADMIN, company.locale), chosen
        )
        _record(session, draft, partner, person, origin)
        return Member(partner.mpn_id or "", ticket_for(person))


def store_partner(
    session: Session, company: CompanyFacts, contact: ContactFacts, draw: Callable[[], str] = new_mpn_id
) -> Partner:
    """Stores the company under an MPN ID that nobody has. Raises CompanyKnown."""
    details = {field: value for field, value in dataclasses.asdict(company).items() if value is not None}
    for _draw in range(MOST_DRAWS):
        partner = Partner(
            **details,
            id=new_id(),
            mpn_id=draw(),
            billing_email=contact.email,
            managed_in=ManagedIn.PARTNER_CENTER,
            created_at=SystemClock().now(),
        )
        partners = NewPartners(session)
        if partners.add(partner):
            return partner
        if partners.is_member(company.tax_key):
            raise CompanyKnown
    raise RuntimeError("no MPN ID is free")


def _facts(session: Session, draft: Enrolment) -> tuple[CompanyFacts, ContactFacts]:
    """All that was typed, checked once more. Raises EnrolmentIncomplete."""
    catalogue = current_catalogue(session)
    require(draft, catalogue, *BEFORE_PASSWORD)
    return check_company(typed_of(draft), catalogue), check_contact(typed_of(draft))


def _record(session: Session, draft: Enrolment, partner: Partner, person: Person, origin: Origin) -> None:
    """What the company's activity begins with; and the draft is one no more."""
    now = SystemClock().now()
    actor = Actor(person.id, partner.id, person.role, person.name, address=origin.address)
    activity = Activity(session, actor)
    activity.record("company_enrolled", now, mpn_id=partner.mpn_id or "")
    activity.record("terms_accepted", draft.terms_accepted_at or now, terms=draft.terms_version)
    draft.completed_at, draft.partner_id = now, partner.id
