"""Who the company is on its invoices, and the cards that it pays with."""

import dataclasses

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.cards.manage import CardLine, list_cards


@dataclasses.dataclass(frozen=True, slots=True)
class Company:
    """What is printed as the buyer, and the saved cards. The details are empty for a role that may not see them."""

    sees_details: bool
    name: str
    address_line: str
    city: str
    country: str
    currency: str
    time_zone: str
    tax_id: str
    billing_email: str
    cards: tuple[CardLine, ...]


def show_company(actor: Actor, clock: Clock) -> Company:
    """The actor's company. Raises NotAllowed."""
    if not actor.may(Right.SEE_BILLING):
        raise NotAllowed(Right.SEE_BILLING)
    details = actor.may(Right.COMPANY_DETAILS)
    with reading() as session:
        partner = Partners(session, actor).mine()
    city = " ".join(part for part in (partner.postal_code, partner.city) if part)
    return Company(
        sees_details=details,
        name=partner.name,
        address_line=partner.address_line if details else "",
        city=city if details else "",
        country=partner.country if details else "",
        currency=partner.currency if details else "",
        time_zone=partner.time_zone if details else "",
        tax_id=partner.tax_id if details else "",
        billing_email=partner.billing_email if details else "",
        cards=list_cards(actor, clock),
    )
