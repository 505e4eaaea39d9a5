"""The first two steps: the company, and the person who enrols it."""

from collections.abc import Mapping

from actionpack_app.db import transaction
from actionpack_app.domain.enrolment import Step
from actionpack_app.domain.errors import CompanyKnown
from actionpack_app.domain.throttle import ENROLMENTS_FROM_ADDRESS
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.repositories.accounts import Tries
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.enrolments import NewPartners
from actionpack_app.services.enrolment.check import check_company, check_contact
from actionpack_app.services.enrolment.draft import Draft, Origin, existing_draft, keep_typed, require, show_draft


def submit_company(token: str, typed: Mapping[str, str], origin: Origin) -> Draft:
    """Goes on to the contact. Whatever is wrong, what was typed is kept.

    Raises: NotFound, TooManyTries, InvalidInput, CompanyKnown.
    """
    keep_typed(token, typed, origin)
    with transaction() as session:
        catalogue = current_catalogue(session)
        draft = existing_draft(session, token)
        company = check_company(draft.typed, catalogue)
        if company.tax_key:  # asked often, the answers would be a list of members
            Tries(session, SystemClock().now()).take(ENROLMENTS_FROM_ADDRESS, "tax IDs asked from", origin.address)
        known = NewPartners(session).is_member(company.tax_key)
        if not known:
            draft.step = Step.CONTACT
        shown = show_draft(draft, catalogue)
    if known:
        raise CompanyKnown
    return shown


def submit_contact(token: str, typed: Mapping[str, str], origin: Origin) -> Draft:
    """Goes on to the mailbox. Raises NotFound, TooManyTries, EnrolmentIncomplete, InvalidInput."""
    keep_typed(token, typed, origin)
    with transaction() as session:
        catalogue = current_catalogue(session)
        draft = existing_draft(session, token)
        require(draft, catalogue, Step.COMPANY)
        check_contact(draft.typed)
        draft.step = Step.MAIL
        return show_draft(draft, catalogue)
