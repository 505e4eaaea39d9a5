"""The Competencies page: the offers side by side, and how far the company's own competencies are."""

import dataclasses
from datetime import date

from actionpack_app.db import reading
from actionpack_app.domain.competencies import CompetencyState, Fulfilment, fulfilments, hangs_on, shown_state
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.offers import BenefitGrant, Catalogue, Offer, Requirement
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Competency
from actionpack_app.repositories.competencies import Competencies
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.services.membership.overview import Overview, Tile, read_overview
from actionpack_app.services.membership.standing import Membership, read_membership


@dataclasses.dataclass(frozen=True, slots=True)
class ComparedOffer:
    """One offer: what it costs this partner, needs and brings."""

    tile: Tile
    requirements: tuple[Requirement, ...]
    benefits: tuple[BenefitGrant, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CompetencyLine:
    """One competency of the company."""

    name: str
    level: Offer
    state: CompetencyState
    requirements: tuple[Fulfilment, ...]
    renewals_at_stake: tuple[tuple[Offer, date], ...]
    """Memberships that renew automatically thanks to it alone, with their anniversaries: without it nothing is charged then."""


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """The whole page."""

    overview: Overview
    offers: tuple[ComparedOffer, ...]
    competencies: tuple[CompetencyLine, ...]


def compare_offers(actor: Actor, clock: Clock) -> Comparison:
    """The offers and the company's competencies today. Raises NotAllowed for operators."""
    if not actor.may(Right.SEE_OFFERS):
        raise NotAllowed(Right.SEE_OFFERS)
    with reading() as session:
        membership = read_membership(session, actor, clock)
        seen = read_overview(session, actor, membership)
        catalogue = current_catalogue(session)
        competencies = Competencies(session, actor).all()
        progress = Competencies(session, actor).progress()
    return Comparison(
        overview=seen,
        offers=tuple(
            ComparedOffer(tile, catalogue.requirements.get(tile.offer, ()), catalogue.benefits[tile.offer]) for tile in seen.tiles
        ),
        competencies=tuple(
            _line(membership, catalogue, row, [other for other in competencies if other.id != row.id], progress.get(row.id, {}))
            for row in competencies
        ),
    )


def _line(
    membership: Membership, catalogue: Catalogue, row: Competency, others: list[Competency], progress: dict[str, int]
) -> CompetencyLine:
    case = membership.case
    at_stake = hangs_on(row.level, [(other.level, other.state) for other in others], case)
    return CompetencyLine(
        name=row.name,
        level=row.level,
        state=shown_state(row.state, row.level, case),
        requirements=fulfilments(catalogue.requirements.get(row.level, ()), progress),
        renewals_at_stake=tuple((offer, case.holdings[offer].standing.term.anniversary) for offer in at_stake),
    )
