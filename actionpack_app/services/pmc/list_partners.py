"""The partners that are still managed in the Partner Membership Center, for the desk."""

import dataclasses
from datetime import date

from actionpack_app.db import reading
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.contacts import clean
from actionpack_app.models import Partner, Subscription
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.pmc import PmcPartners


@dataclasses.dataclass(frozen=True, slots=True)
class PmcPartner:
    """One partner, and when the paid terms of what it holds expire."""

    id: str
    mpn_id: str
    name: str
    country: str
    memberships: tuple[tuple[Offer, date], ...]


def list_partners_in_pmc(operator: Actor, search: str, number: int) -> Page[PmcPartner]:
    """Page `number` of them, by name; `search` finds part of a name or an MPN ID, and nothing in it finds all.

    Raises NotAllowed (right DESK_LOOKUP).
    """
    with reading() as session:
        partners = PmcPartners(session, operator)
        page = partners.page(clean(search), number)
        held = partners.subscriptions({partner.id for partner in page.rows})
    return page.map(lambda partner: _shown(partner, [row for row in held if row.partner_id == partner.id]))


def _shown(partner: Partner, held: list[Subscription]) -> PmcPartner:
    expiries = tuple((row.offer, nth_term(row.anchor_on, row.terms_paid - 1).expiry) for row in held)
    return PmcPartner(partner.id, partner.mpn_id or "", partner.name, partner.country, expiries)
