"""Finding a partner by what an operator knows of it."""

import dataclasses
from datetime import date

from actionpack_app.db import reading
from actionpack_app.domain.calendar import nth_term
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.contacts import clean
from actionpack_app.models.partners import ManagedIn
from actionpack_app.repositories.lookup import LookUp
from actionpack_app.repositories.pages import Page

SEARCH_MAX = 120


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """One subscription in short."""

    offer: Offer
    expiry: date


@dataclasses.dataclass(frozen=True, slots=True)
class PartnerLine:
    """One company of the list."""

    id: str
    name: str
    mpn_id: str
    country: str
    in_pmc: bool
    """Whether it is still managed in the Partner Membership Center."""
    held: tuple[Held, ...]


def find_partners(actor: Actor, text: str, page_number: int) -> Page[PartnerLine]:
    """Companies by name, MPN ID, tax ID, somebody's e-mail address, or the number of an order, invoice or request.

    Raises NotAllowed.
    """
    with reading() as session:
        look_up = LookUp(session, actor)
        page = look_up.find(clean(text)[:SEARCH_MAX], page_number)
        held: dict[str, list[Held]] = {partner.id: [] for partner in page.rows}
        for row in look_up.subscriptions(set(held)):
            held[row.partner_id].append(Held(row.offer, nth_term(row.anchor_on, row.terms_paid - 1).expiry))
    return page.map(
        lambda partner: PartnerLine(
            id=partner.id,
            name=partner.name,
            mpn_id=partner.mpn_id or "",
            country=partner.country,
            in_pmc=partner.managed_in is ManagedIn.PMC,
            held=tuple(held[partner.id]),
        )
    )
