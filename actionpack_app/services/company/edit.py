"""What the form of the company's details starts with."""

import dataclasses

from actionpack_app.db import reading
from actionpack_app.domain.companies import CompanyDetails
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.offers import NO_TAX
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import Partner
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.partners import Partners


@dataclasses.dataclass(frozen=True, slots=True)
class CompanyEdit:
    """The details as they stand, and what stays as it is."""

    details: CompanyDetails
    version: int
    """To be named when saving."""
    tax_rests_on_id: bool
    """Whether a valid VAT ID takes the tax away in the company's country (reverse charge)."""


def edit_company(actor: Actor) -> CompanyEdit:
    """The actor's company, to be changed. Raises NotAllowed."""
    if not actor.may(Right.COMPANY_DETAILS):
        raise NotAllowed(Right.COMPANY_DETAILS)
    with reading() as session:
        partner = Partners(session, actor).mine()
        rule = current_catalogue(session).taxes.get(partner.country, NO_TAX)
    return CompanyEdit(details_of(partner), partner.details_version, rule.reverse_charge)


def details_of(partner: Partner) -> CompanyDetails:
    """What of a company can be changed, as it stands."""
    return CompanyDetails(
        legal_name=partner.name,
        address_line=partner.address_line,
        city=partner.city,
        postal_code=partner.postal_code,
        tax_id=partner.tax_id,
        billing_email=partner.billing_email,
    )
