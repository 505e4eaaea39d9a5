"""Whether an offer can be bought or renewed now, and if not, why and until when.

One mechanism for every button: the answer is a list of conditions, each met or with the fact that stands against it. The
facts against it, alone, are the blockers (`domain.blockers`). Pages put both into words; `domain.actions` has the conditions
of what is done with a subscription or an order that is there already.
"""

import dataclasses
import enum
from collections.abc import Mapping
from datetime import date

from actionpack_app.domain.blockers import (
    Blocker,
    ClosedOn,
    EndedOn,
    GoldIncludesSilver,
    LacksRight,
    ManagedElsewhere,
    NotQualified,
    OpensOn,
    RenewsToday,
    TransferOpen,
)
from actionpack_app.domain.calendar import Term, nth_term
from actionpack_app.domain.offers import COMPETENCY_OFFERS, Offer
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import Next, Standing, Status, outlook_on, status_on


class Need(enum.StrEnum):
    """What a condition is about, whether it is met or not."""

    MANAGED_HERE = "managed_here"
    MANAGED_IN_PMC = "managed_in_pmc"
    """Takes the place of the one above in the Partner Membership Center's own renewal."""
    RIGHT = "right"
    QUALIFIED = "qualified"
    NO_OPEN_TRANSFER = "no_open_transfer"
    WINDOW = "window"
    """The renewal window of what is held is open, or over, when the offer is bought anew."""
    NOT_INCLUDED = "not_included"
    NOT_ENDED = "not_ended"
    RENEWAL_ON = "renewal_on"
    BEFORE_ANNIVERSARY = "before_anniversary"
    NO_CANCELLATION = "no_cancellation"
    ORDER_UNPAID = "order_unpaid"
    BENEFITS_RUN = "benefits_run"
    SOMETHING_LEFT = "something_left"
    APPROVED = "approved"
    """A second admin has approved the order, where the company wants that."""
    NOT_OWN = "not_own"
    REQUESTED = "requested"
    """The approval is still to be given or declined."""


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an action: met, or with the fact that stands against it."""

    need: Need
    against: Blocker | None = None
    until: date | None = None
    """The last day on which a condition that is met stays so by itself."""

    @property
    def met(self) -> bool:
        """Whether nothing stands against it."""
        return self.against is None


def unmet(conditions: tuple[Condition, ...]) -> tuple[Blocker, ...]:
    """What stands against an action; it is possible exactly when nothing does."""
    return tuple(condition.against for condition in conditions if condition.against is not None)


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


def conditions(actor: Actor, case: Case, offer: Offer) -> tuple[Condition, ...]:
    """All that buying or renewing `offer` today depends on."""
    return (
        managed_here(case),
        has_right(actor, Right.BUY),
        *_qualified(case, offer),
        _no_open_transfer(case, offer),
        *_window(case, offer),
        *_not_included(case, offer),
    )


def renewal_conditions(actor: Actor, case: Case, offer: Offer, standing: Standing) -> tuple[Condition, ...]:
    """All that renewing this very subscription depends on; that its offer could be bought again is the offer's to say."""
    if status_on(case.today, standing) not in {Status.LAPSED, Status.CANCELLED}:
        return conditions(actor, case, offer)
    over = outlook_on(case.today, standing)
    if over.next is Next.ENDED:  # before its time: no window ever opened, or what it opened for is gone
        return (managed_here(case), has_right(actor, Right.BUY), Condition(Need.NOT_ENDED, EndedOn(over.on, over.closing)))
    return (managed_here(case), has_right(actor, Right.BUY), Condition(Need.WINDOW, ClosedOn(over.on)))


def pmc_conditions(actor: Actor, case: Case, offer: Offer) -> tuple[Condition, ...]:
    """All that renewing `offer` in the Partner Membership Center depends on: the same, but where the partner is managed.

    Only what is held can be renewed there, and nothing is bought anew. Once the partner was moved, all is as everywhere.
    """
    holding = case.holdings.get(offer)
    if holding is None or not case.managed_elsewhere:
        return conditions(actor, case, offer)
    found = renewal_conditions(actor, case, offer, holding.standing)
    return tuple(Condition(Need.MANAGED_IN_PMC) if one.need is Need.MANAGED_HERE else one for one in found)


def blockers(actor: Actor, case: Case, offer: Offer, *, in_pmc: bool = False) -> tuple[Blocker, ...]:
    """Why `actor` can't buy or renew `offer` today, or renew it `in_pmc`; empty when nothing stands against it."""
    return unmet(pmc_conditions(actor, case, offer) if in_pmc else conditions(actor, case, offer))


def against_automatic_renewal(case: Case, offer: Offer) -> tuple[Blocker, ...]:
    """Why the automatic renewal of `offer` would charge nothing, whenever it comes."""
    return unmet((*_qualified(case, offer), *_not_included(case, offer)))


def purchase(case: Case, offer: Offer) -> Purchase:
    """The order that would be made today: a renewal starts at the anniversary, a purchase today."""
    holding = case.holdings.get(offer)
    if holding is not None and status_on(case.today, holding.standing) is not Status.LAPSED:
        term = nth_term(holding.anchor, holding.terms_paid)
        return Purchase(offer, term, holding.terms_paid, holding, upgrade=False)
    upgrade = offer is Offer.GOLD and _is_active(case, Offer.SILVER)
    return Purchase(offer, nth_term(case.today, 0), 0, None, upgrade=upgrade)


def has_right(actor: Actor, right: Right) -> Condition:
    """The condition that the actor's role may do it."""
    return Condition(Need.RIGHT, None if actor.may(right) else LacksRight(right))


def managed_here(case: Case) -> Condition:
    """The condition that the company's memberships are managed in Partner Center."""
    return Condition(Need.MANAGED_HERE, ManagedElsewhere() if case.managed_elsewhere else None)


def _qualified(case: Case, offer: Offer) -> tuple[Condition, ...]:
    if offer not in COMPETENCY_OFFERS:
        return ()
    return (Condition(Need.QUALIFIED, None if offer in case.qualified else NotQualified(offer)),)


def _no_open_transfer(case: Case, offer: Offer) -> Condition:
    until = case.open_transfers.get(offer)
    waits = until is not None and case.today <= until
    return Condition(Need.NO_OPEN_TRANSFER, TransferOpen(until) if until is not None and waits else None)


def _window(case: Case, offer: Offer) -> tuple[Condition, ...]:
    """Nothing to wait for where nothing is held."""
    holding = case.holdings.get(offer)
    if holding is None:
        return ()
    term = holding.standing.term
    match status_on(case.today, holding.standing):
        case Status.ACTIVE | Status.EXPIRING_SOON:
            return (Condition(Need.WINDOW, OpensOn(term.anniversary, term.last_renewal_day)),)
        case Status.RENEWING:
            return (Condition(Need.WINDOW, RenewsToday()),)
        case Status.RENEWABLE | Status.PAYMENT_DUE:
            return (Condition(Need.WINDOW, until=term.last_renewal_day),)
        case Status.AWAITING_PAYMENT:
            return (Condition(Need.WINDOW, until=holding.standing.open_transfer_until),)
        case _:
            return (Condition(Need.WINDOW),)  # lapsed, when the offer is bought again


def _not_included(case: Case, offer: Offer) -> tuple[Condition, ...]:
    if offer is not Offer.SILVER:
        return ()
    return (Condition(Need.NOT_INCLUDED, GoldIncludesSilver() if _runs(case, Offer.GOLD) else None),)


def _runs(case: Case, offer: Offer) -> bool:
    holding = case.holdings.get(offer)
    return holding is not None and status_on(case.today, holding.standing) is not Status.LAPSED


def _is_active(case: Case, offer: Offer) -> bool:
    """Inside a paid term; the renewal window doesn't count."""
    holding = case.holdings.get(offer)
    return holding is not None and status_on(case.today, holding.standing) in {Status.ACTIVE, Status.EXPIRING_SOON}
