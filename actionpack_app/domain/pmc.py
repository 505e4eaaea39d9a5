"""The Partner Membership Center: what checking a renewal there leads to (product, J10).

Its renewals keep the rules of all others, until the partner is moved to Partner Center.
"""

import dataclasses
import enum
from datetime import date

from actionpack_app.domain.blockers import ClosedOn, OpensOn
from actionpack_app.domain.eligibility import Case, Condition, pmc_conditions, unmet
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor


class Verdict(enum.StrEnum):
    """What the check says of one membership."""

    RENEWABLE = "renewable"
    """It can be renewed in the Partner Membership Center now."""
    NOT_YET = "not_yet"
    """Its renewal window opens later."""
    OVER = "over"
    """Its renewal window has closed."""
    STOPPED = "stopped"
    """Its window is open, and something else stands against it."""
    INVITED = "invited"
    """The partner was moved: it renews in Partner Center."""
    NEVER_THERE = "never_there"
    """The partner has always been managed in Partner Center."""


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """The answer for one offer, and all that it depends on; nothing where Partner Center is to be asked."""

    verdict: Verdict
    conditions: tuple[Condition, ...] = ()


def side_of(case: Case, moved_on: date | None) -> Verdict | None:
    """Where a partner that isn't managed in the Partner Membership Center is sent; None for one that is."""
    if case.managed_elsewhere:
        return None
    return Verdict.NEVER_THERE if moved_on is None else Verdict.INVITED


def check_renewal(actor: Actor, case: Case, offer: Offer, moved_on: date | None) -> Checked:
    """What `actor` is told of renewing `offer`, which is held, on the day of `case`.

    `moved_on` is the day on which the partner was moved, with which its invitation begins.
    """
    if sent := side_of(case, moved_on):
        return Checked(sent)
    found = pmc_conditions(actor, case, offer)
    against = unmet(found)
    if not against:
        return Checked(Verdict.RENEWABLE, found)
    if any(isinstance(one, OpensOn) for one in against):
        return Checked(Verdict.NOT_YET, found)
    if any(isinstance(one, ClosedOn) for one in against):
        return Checked(Verdict.OVER, found)
    return Checked(Verdict.STOPPED, found)
