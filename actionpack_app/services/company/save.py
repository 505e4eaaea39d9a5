"""Changing the company's details. What was invoiced stays as it was printed; what is ordered next has the new ones."""

import dataclasses

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.companies import MOST, NOTHING, OPTIONAL, CompanyDetails, changed_fields
from actionpack_app.domain.errors import ChangedMeanwhile, InvalidInput, NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.contacts import clean, email_address, length_problem
from actionpack_app.gateways.tax_ids import tax_id_of
from actionpack_app.models import Partner
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.enrolments import NewPartners
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.request_words import put_words_of_company
from actionpack_app.services.company.edit import details_of


def save_company(actor: Actor, typed: CompanyDetails, version: int, clock: Clock) -> CompanyDetails:
    """Keeps the details in their normal form, and returns them so; `version` is the one that the form started from.

    Orders that are placed keep their tax, and the VAT ID that it rests on. Drafts and automatic renewals to come are
    taxed anew. Raises: NotAllowed, InvalidInput by field, ChangedMeanwhile where somebody else was first.
    """
    if not actor.may(Right.COMPANY_DETAILS):
        raise NotAllowed(Right.COMPANY_DETAILS)
    with transaction() as session:
        partner = Partners(session, actor).mine(lock=True)
        before, after = details_of(partner), _checked(typed, partner.country)
        if version != partner.details_version:
            raise ChangedMeanwhile(dataclasses.asdict(before), partner.details_version)
        if changed := changed_fields(before, after):
            _keep(partner, after)
            _keep_findable(session, partner, changed)
            _record(session, actor, before, after, changed, clock)
    return after


def _checked(typed: CompanyDetails, country: str) -> CompanyDetails:
    cleaned = {field: clean(getattr(typed, field)) for field in MOST}
    problems = {field: length_problem(text, MOST[field]) for field, text in cleaned.items() if text or field not in OPTIONAL}
    email, tax_id = email_address(cleaned["billing_email"]), tax_id_of(cleaned["tax_id"], country)
    if cleaned["billing_email"] and email is None:
        problems["billing_email"] = "email"
    if cleaned["tax_id"] and tax_id is None:
        problems["tax_id"] = "tax_id"
    if found := {field: code for field, code in problems.items() if code}:
        raise InvalidInput(found)
    return CompanyDetails(**cleaned | {"billing_email": email or "", "tax_id": tax_id.written if tax_id else ""})


def _keep(partner: Partner, after: CompanyDetails) -> None:
    partner.name, partner.address_line = after.legal_name, after.address_line
    partner.city, partner.postal_code = after.city, after.postal_code
    partner.tax_id, partner.billing_email = after.tax_id, after.billing_email
    partner.details_version += 1


def _keep_findable(session: Session, partner: Partner, changed: tuple[str, ...]) -> None:
    """A tax ID enrols one company, whoever has it later; samples share theirs with their copies. The desk finds the new name."""
    if "tax_id" in changed and partner.sample is None:
        known = tax_id_of(partner.tax_id, partner.country)
        if known and known.key != partner.tax_key and NewPartners(session).is_member(known.key):
            raise InvalidInput({"tax_id": "tax_id_known"})
        partner.tax_key = known.key if known else None
    if "legal_name" in changed:
        put_words_of_company(session, partner)


def _record(
    session: Session, actor: Actor, before: CompanyDetails, after: CompanyDetails, changed: tuple[str, ...], clock: Clock
) -> None:
    activity = Activity(session, actor)
    for field in changed:
        was, becomes = getattr(before, field) or NOTHING, getattr(after, field) or NOTHING
        activity.record("company_changed", clock.now(), before=was, after=becomes, field=field)
