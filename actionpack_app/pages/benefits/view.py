"""The Benefits page and its dialogs in words."""

import dataclasses

from actionpack_app.domain.actions import USE_OF
from actionpack_app.domain.benefits import Granted
from actionpack_app.domain.blockers import Blocker, LacksRight, ManagedElsewhere, NothingLeft
from actionpack_app.domain.offers import BenefitKind
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import format_count, format_date, format_moment
from actionpack_app.messages.reasons import explain_blocker
from actionpack_app.messages.words import action_name, benefit_name, offer_name, tab_name
from actionpack_app.routes import subscription
from actionpack_app.services.benefits.prepare import BenefitToUse
from actionpack_app.services.benefits.show import BenefitLine, Benefits, EndedMembership
from actionpack_app.services.benefits.view_keys import ViewedKeys


@dataclasses.dataclass(frozen=True)
class TabShown:
    """One tab."""

    key: str
    name: str


@dataclasses.dataclass(frozen=True)
class LineShown:
    """One benefit of one membership."""

    key: str
    """The subscription's id, a colon, the benefit's key: what dialogs are opened with."""
    name: str
    offer: str
    offer_href: str
    until: str
    used: str
    left: str
    share: str
    """How much of the bar is filled."""
    kind: str
    action: str
    """What can be done with it, as the conditions know it."""
    button: str
    enabled: bool
    why: str
    """Why it can't be used, where that isn't the same for the whole page."""


@dataclasses.dataclass(frozen=True)
class ToUseShown:
    """One benefit in the dialog in which it is used."""

    thing: str = ""
    about: str = ""
    """The benefit, and the offer that brings it."""
    used: str = ""
    left: str = ""
    most: int = 0
    takes_amount: bool = False
    enabled: bool = False
    why: str = ""
    refund: str = ""
    """What using it means for a refund; empty where it means nothing."""
    viewed_before: str = ""
    """How many keys can be seen again; empty for none."""


@dataclasses.dataclass(frozen=True)
class KeyShown:
    """One product key."""

    label: str
    product_key: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class SeatShown:
    """Somebody who has a seat."""

    id: str
    person: str


@dataclasses.dataclass(frozen=True)
class CandidateShown:
    """Somebody who can be given one."""

    id: str
    name: str


def show_tabs(found: Benefits) -> list[TabShown]:
    """All tabs, the empty ones too."""
    return [TabShown(tab, tab_name(tab)) for tab in found.tabs]


def show_line(line: BenefitLine) -> LineShown:
    """A benefit in words."""
    granted = line.granted
    own = [blocker for blocker in line.blockers if not isinstance(blocker, LacksRight | ManagedElsewhere)]
    until = _("Term until {day}") if line.in_term else _("Until {day}, unless it is renewed")
    return LineShown(
        key=f"{line.subscription_id}:{granted.grant.key}",
        name=benefit_name(granted.grant.key),
        offer=offer_name(line.offer),
        offer_href=subscription(current_locale(), line.subscription_id),
        until=until.format(day=format_date(line.until)),
        used=_used(granted),
        left=_left(granted),
        share=f"{round(100 * min(granted.used, granted.places) / granted.places)}%",
        kind=granted.grant.kind,
        action=USE_OF[granted.grant.kind],
        button=action_name(USE_OF[granted.grant.kind]),
        enabled=_opens(granted, line.blockers),
        why="" if _opens(granted, line.blockers) else " ".join(explain_blocker(blocker) for blocker in own),
    )


def show_ended(ended: EndedMembership) -> str:
    """That the benefits of a membership are over, and what became of them."""
    offer, day = offer_name(ended.offer), format_date(ended.ended)
    if ended.became_gold:
        sentence = _("{offer} became gold on {day}. Its benefits have ended; those of gold take their place.")
    else:
        sentence = _("{offer} ended on {day}, and its benefits with it.")
    follows = _("Product keys that were viewed are no longer shown, and nobody has a seat of it any more.")
    return f"{sentence.format(offer=offer, day=day)} {follows}"


def show_to_use(found: BenefitToUse) -> ToUseShown:
    """A benefit before it is used."""
    granted = found.granted
    return ToUseShown(
        thing=f"{found.subscription_id}:{granted.grant.key}",
        about=f"{benefit_name(granted.grant.key)} · {offer_name(found.offer)}",
        used=_used(granted),
        left=_left(granted),
        most=granted.left,
        takes_amount=granted.grant.kind is not BenefitKind.WHOLE and granted.left > 1,
        enabled=not found.blockers,
        why=" ".join(explain_blocker(blocker) for blocker in found.blockers),
        refund=_refund(found),
        viewed_before=_viewed(found.keys_viewed),
    )


def show_keys(found: ViewedKeys) -> list[KeyShown]:
    """The keys with the time at which each was viewed first, in the company's time zone."""
    first = _("Product key, first viewed on {moment}")
    return [KeyShown(first.format(moment=format_moment(key.viewed_at, found.time_zone)), key.product_key) for key in found.keys]


def show_people(found: BenefitToUse) -> tuple[list[SeatShown], list[CandidateShown]]:
    """Who has a seat, and who could have one."""
    return [SeatShown(seat.id, seat.person) for seat in found.seats], [
        CandidateShown(person.id, person.name) for person in found.candidates
    ]


def _opens(granted: Granted, blockers: tuple[Blocker, ...]) -> bool:
    """Keys that were viewed can be seen again, and seats taken back, when nothing is left."""
    goes_on = granted.grant.kind in {BenefitKind.KEYS, BenefitKind.SEATS}
    return all(goes_on and isinstance(blocker, NothingLeft) for blocker in blockers)


def _used(granted: Granted) -> str:
    if granted.grant.kind is BenefitKind.WHOLE:
        return _("Activated") if granted.used else _("Not activated yet")
    return _("{used} of {granted}").format(used=format_count(granted.used), granted=format_count(granted.places))


def _left(granted: Granted) -> str:
    whole = granted.grant.kind is BenefitKind.WHOLE
    return format_count(granted.grant.quantity if whole and granted.left else granted.left)


def _refund(found: BenefitToUse) -> str:
    if found.refund_until is None:
        return ""
    if found.granted.grant.kind is BenefitKind.KEYS:
        sentence = _("If you cancelled by {day}, you would get your money back. Viewing a product key ends that.")
    else:
        sentence = _("If you cancelled by {day}, you would get your money back. Activating a benefit ends that.")
    return sentence.format(day=format_date(found.refund_until))


def _viewed(number: int) -> str:
    if number == 0:
        return ""
    return _("Product keys viewed so far: {count}").format(count=format_count(number))
