"""The Benefits page: what the company has, used and left, and what has ended."""

import dataclasses
from datetime import date

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.actions import to_use_benefit
from actionpack_app.domain.benefits import Granted, Tab, last_day_of_benefits
from actionpack_app.domain.blockers import Blocker
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import Closing, benefits_run_on, outlook_on
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import Subscription
from actionpack_app.repositories.benefits import BenefitUses
from actionpack_app.services.benefits.read import grants_of
from actionpack_app.services.membership.standing import Membership, read_membership


@dataclasses.dataclass(frozen=True, slots=True)
class BenefitLine:
    """One benefit of one membership."""

    subscription_id: str
    offer: Offer
    granted: Granted
    until: date
    """The last day of the term, or, after it, the last day on which benefits run unless it is renewed."""
    in_term: bool
    blockers: tuple[Blocker, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class EndedMembership:
    """A membership whose benefits are over, and no other one to the same offer runs."""

    subscription_id: str
    offer: Offer
    ended: date
    became_gold: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Benefits:
    """The whole page."""

    lines: tuple[BenefitLine, ...]
    tabs: tuple[str, ...]
    ended: tuple[EndedMembership, ...]
    may_use: bool
    managed_elsewhere: bool


def show_benefits(actor: Actor, clock: Clock) -> Benefits:
    """What the company has of each benefit today. Raises NotAllowed for operators."""
    if not actor.may(Right.SEE_OFFERS):
        raise NotAllowed(Right.SEE_OFFERS)
    with reading() as session:
        membership = read_membership(session, actor, clock)
        lines = _lines(session, actor, membership)
    others = {line.granted.grant.tab for line in lines} - set(Tab)
    return Benefits(
        lines=tuple(lines),
        tabs=(*Tab, *sorted(others)),
        ended=_ended(membership),
        may_use=actor.may(Right.USE_BENEFITS),
        managed_elsewhere=membership.case.managed_elsewhere,
    )


def _lines(session: Session, actor: Actor, membership: Membership) -> list[BenefitLine]:
    """In the order of the catalogue; of several memberships, the same benefit stands together."""
    used = BenefitUses(session, actor).counts()
    lines: list[tuple[int, BenefitLine]] = []
    for row in sorted(_running(membership), key=lambda row: list(Offer).index(row.offer)):
        standing = membership.standings[row.id]
        in_term = membership.today <= standing.term.expiry
        for place, grant in enumerate(grants_of(session, actor, row)):
            granted = Granted(grant, used.get((row.id, grant.key), 0))
            line = BenefitLine(
                subscription_id=row.id,
                offer=row.offer,
                granted=granted,
                until=standing.term.expiry if in_term else last_day_of_benefits(standing),
                in_term=in_term,
                blockers=unmet(to_use_benefit(actor, membership.case, standing, granted)),
            )
            lines.append((place, line))
    first: dict[str, int] = {}
    for place, line in lines:
        first.setdefault(line.granted.grant.key, place)
    return [line for _place, line in sorted(lines, key=lambda found: first[found[1].granted.grant.key])]


def _running(membership: Membership) -> list[Subscription]:
    return [row for row in membership.subscriptions if benefits_run_on(membership.today, membership.standings[row.id])]


def _ended(membership: Membership) -> tuple[EndedMembership, ...]:
    """Of each offer that doesn't run, the newest membership."""
    running = {row.offer for row in _running(membership)}
    newest: dict[Offer, Subscription] = {}
    for row in membership.subscriptions:
        if row.offer not in running:
            newest.setdefault(row.offer, row)
    return tuple(
        EndedMembership(
            row.id,
            offer,
            outlook_on(membership.today, membership.standings[row.id]).on,
            row.closing is Closing.UPGRADED,
        )
        for offer, row in newest.items()
    )
