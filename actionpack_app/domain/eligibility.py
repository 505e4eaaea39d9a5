"""Whether an offer can be bought or renewed now, and if not, why and until when.

One mechanism for every button: the answer is a list of blockers, facts that pages put into words.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date

from actionpack_app.domain.calendar import Term, nth_term
from actionpack_app.domain.offers import COMPETENCY_OFFERS, Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import Standing, Status, status_on


@dataclasses.dataclass(frozen=True, slots=True)
class LacksRight:
    """The actor's role can't do it; others can."""

    right: Right


@dataclasses.dataclass(frozen=True, slots=True)
class OpensOn:
    """The renewal window isn't open yet: it is from `opens` to `closes`."""

    opens: date
    closes: date


@dataclasses.dataclass(frozen=True, slots=True)
class ClosedOn:
    """The renewal window's last day was `closed`."""

    closed: date


@dataclasses.dataclass(frozen=True, slots=True)
class RenewsToday:
    """The automatic charge of the anniversary hasn't been tried yet; by hand, it would be paid twice."""


@dataclasses.dataclass(frozen=True, slots=True)
class TransferOpen:
    """An order by bank transfer is waiting for its payment until `until`."""

    until: date


@dataclasses.dataclass(frozen=True, slots=True)
class NotQualified:
    """No qualified competency of the offer's level."""

    offer: Offer


@dataclasses.dataclass(frozen=True, slots=True)
class GoldIncludesSilver:
    """A gold partner can't buy silver."""


@dataclasses.dataclass(frozen=True, slots=True)
class ManagedElsewhere:
    """The partner is still managed in the Partner Membership Center."""


Blocker = LacksRight | OpensOn | ClosedOn | RenewsToday | TransferOpen | NotQualified | GoldIncludesSilver | ManagedElsewhere


@dataclasses.dataclass(frozen=True, slots=True)
class Holding:
    """One subscription that isn't closed, as eligibility sees it."""

    subscription_id: str
    anchor: date
    terms_paid: int
    standing: Standing


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """Everything that decides what a partner can buy on a day."""

    today: date
    holdings: Mapping[Offer, Holding]
    qualified: frozenset[Offer]
    """Competency offers for which the partner has a qualified competency; a gold one counts for silver."""
    open_transfers: Mapping[Offer, date]
    """Last day of the open bank-transfer order, by offer."""
    managed_elsewhere: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Purchase:
    """What an order for an offer would be today."""

    offer: Offer
    term: Term
    term_number: int
    renews: Holding | None
    """The subscription that it renews; None for a first purchase or one after a lapse."""
    upgrade: bool
    """Gold at the price for a partner whose active silver ends with it."""


def blockers(actor: Actor, case: Case, offer: Offer) -> tuple[Blocker, ...]:
    """Why `actor` can't buy or renew `offer` today; empty when nothing stands against it."""
    found: list[Blocker] = []
    if case.managed_elsewhere:
        found.append(ManagedElsewhere())
    if not actor.may(Right.BUY):
        found.append(LacksRight(Right.BUY))
    if offer in COMPETENCY_OFFERS and offer not in case.qualified:
        found.append(NotQualified(offer))
    found += _timing(case, offer)
    found += _included(case, offer)
    return tuple(found)


def against_automatic_renewal(case: Case, offer: Offer) -> tuple[Blocker, ...]:
    """Why the automatic renewal of `offer` would charge nothing, whenever it comes."""
    lacks = offer in COMPETENCY_OFFERS and offer not in case.qualified
    return (*([NotQualified(offer)] if lacks else []), *_included(case, offer))


def purchase(case: Case, offer: Offer) -> Purchase:
    """The order that would be made today: a renewal starts at the anniversary, a purchase today."""
    holding = case.holdings.get(offer)
    if holding is not None and status_on(case.today, holding.standing) is not Status.LAPSED:
        term = nth_term(holding.anchor, holding.terms_paid)
        return Purchase(offer, term, holding.terms_paid, holding, upgrade=False)
    upgrade = offer is Offer.GOLD and _is_active(case, Offer.SILVER)
    return Purchase(offer, nth_term(case.today, 0), 0, None, upgrade=upgrade)


def _timing(case: Case, offer: Offer) -> list[Blocker]:
    until = case.open_transfers.get(offer)
    if until is not None and case.today <= until:
        return [TransferOpen(until)]
    holding = case.holdings.get(offer)
    if holding is None:
        return []
    standing = holding.standing
    match status_on(case.today, standing):
        case Status.ACTIVE | Status.EXPIRING_SOON:
            return [OpensOn(standing.term.anniversary, standing.term.last_renewal_day)]
        case Status.RENEWING:
            return [RenewsToday()]
        case _:
            return []  # renewable, payment due, or lapsed, when the offer is bought again


def _included(case: Case, offer: Offer) -> list[Blocker]:
    return [GoldIncludesSilver()] if offer is Offer.SILVER and _runs(case, Offer.GOLD) else []


def _runs(case: Case, offer: Offer) -> bool:
    holding = case.holdings.get(offer)
    return holding is not None and status_on(case.today, holding.standing) is not Status.LAPSED


def _is_active(case: Case, offer: Offer) -> bool:
    """Inside a paid term; the renewal window doesn't count."""
    holding = case.holdings.get(offer)
    return holding is not None and status_on(case.today, holding.standing) in {Status.ACTIVE, Status.EXPIRING_SOON}
