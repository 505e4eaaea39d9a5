"""What can stand against an action, each with the fact that says until when, or who could; pages put them into words."""

import dataclasses
from datetime import date

from actionpack_app.domain.approvals import ApprovalIs, NotApproved, OwnRequest
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Right
from actionpack_app.domain.status import Closing


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


@dataclasses.dataclass(frozen=True, slots=True)
class EndedOn:
    """The subscription was closed on `ended`, and why."""

    ended: date
    closing: Closing | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class RenewalIsOff:
    """Automatic renewal is off already; only a renewal by hand, from `opens` to `closes`, turns it on again."""

    opens: date
    closes: date


@dataclasses.dataclass(frozen=True, slots=True)
class AnniversaryCame:
    """It could be done until the day before the anniversary, which was `anniversary`."""

    anniversary: date


@dataclasses.dataclass(frozen=True, slots=True)
class CancellationOpen:
    """The desk reads a cancellation request, number `request`, already."""

    request: str


@dataclasses.dataclass(frozen=True, slots=True)
class OrderIs:
    """The order is in another step than the one that the action belongs to."""

    status: OrderStatus


@dataclasses.dataclass(frozen=True, slots=True)
class NothingLeft:
    """All of a benefit is used; a renewal, from `renewable` on, brings it anew, but for seats, which can be given back."""

    kind: BenefitKind
    renewable: date


Blocker = (
    LacksRight
    | OpensOn
    | ClosedOn
    | RenewsToday
    | TransferOpen
    | NotQualified
    | GoldIncludesSilver
    | ManagedElsewhere
    | EndedOn
    | RenewalIsOff
    | AnniversaryCame
    | CancellationOpen
    | OrderIs
    | NothingLeft
    | NotApproved
    | OwnRequest
    | ApprovalIs
)
