"""The Competencies page in words."""

import dataclasses

from actionpack_app.domain.actions import Action
from actionpack_app.domain.competencies import CompetencyState, Fulfilment
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.formats import format_date, format_money
from actionpack_app.messages.reasons import explain_blocker, explain_competency
from actionpack_app.messages.tones import TONE_OF_COMPETENCY, TONE_OF_STATUS
from actionpack_app.messages.words import (
    action_name,
    benefit_name,
    competency_state_name,
    offer_includes,
    offer_line,
    offer_name,
    requirement_name,
    status_name,
)
from actionpack_app.routes import subscription
from actionpack_app.services.competencies.compare import ComparedOffer, CompetencyLine


@dataclasses.dataclass(frozen=True)
class AmountShown:
    """How much of something."""

    name: str
    quantity: int


@dataclasses.dataclass(frozen=True)
class OfferShown:
    """One offer of the comparison."""

    offer: str
    name: str
    line: str
    href: str
    status: str
    tone: str
    includes: str
    price: str
    upgrade: bool
    requirements: list[AmountShown]
    no_requirements: str
    benefits: list[AmountShown]
    action: str
    enabled: bool
    why: list[str]


@dataclasses.dataclass(frozen=True)
class RequirementShown:
    """One requirement, and how much of it is there."""

    name: str
    met: bool
    amount: str
    missing: str
    share: str
    """How much of the bar is filled."""


@dataclasses.dataclass(frozen=True)
class CompetencyShown:
    """One competency of the company."""

    key: str
    name: str
    level: str
    state: str
    tone: str
    step: int
    """How many of the three steps are done: started, qualified, active."""
    meaning: str
    requirements: list[RequirementShown]
    warnings: list[str]


def show_offer(compared: ComparedOffer) -> OfferShown:
    """An offer in words."""
    tile = compared.tile
    held, waiting = tile.held, tile.transfer is not None
    return OfferShown(
        offer=tile.offer,
        name=offer_name(tile.offer),
        line=offer_line(tile.offer),
        href=subscription(current_locale(), held.id) if held else "",
        status=status_name(held.status) if held else _("Awaiting payment") if waiting else _("Not purchased"),
        tone=TONE_OF_STATUS[held.status] if held else "info" if waiting else "neutral",
        includes=offer_includes(tile.offer),
        price=format_money(tile.price),
        upgrade=tile.upgrade,
        requirements=[AmountShown(requirement_name(wanted.key), wanted.needed) for wanted in compared.requirements],
        no_requirements=_("No competency is needed.") if tile.offer is Offer.ACTION_PACK else "",
        benefits=[AmountShown(benefit_name(grant.key), grant.quantity) for grant in compared.benefits],
        action=action_name(Action.BUY, renews=tile.renews),
        enabled=not tile.blockers,
        why=[explain_blocker(blocker) for blocker in tile.blockers],
    )


def show_competency(number: int, line: CompetencyLine) -> CompetencyShown:
    """A competency in words."""
    return CompetencyShown(
        key=str(number),
        name=line.name,
        level=offer_name(line.level),
        state=competency_state_name(line.state),
        tone=TONE_OF_COMPETENCY[line.state],
        step=_STEPS[line.state],
        meaning=explain_competency(line.state, line.level),
        requirements=[_requirement(one) for one in line.requirements],
        warnings=_warnings(line),
    )


_STEPS = {
    CompetencyState.STARTED: 1,
    CompetencyState.QUALIFIED: 2,
    CompetencyState.AT_RISK: 2,
    CompetencyState.ACTIVE: 3,
}


def _requirement(one: Fulfilment) -> RequirementShown:
    share = 100 if one.met else round(100 * one.done / one.needed)
    return RequirementShown(
        name=requirement_name(one.key),
        met=one.met,
        amount=f"{one.done} / {one.needed}",
        missing="" if one.met else _("{missing} missing").format(missing=one.missing),
        share=f"{share}%",
    )


def _warnings(line: CompetencyLine) -> list[str]:
    """What follows if a competency at risk is lost."""
    if line.state is not CompetencyState.AT_RISK:
        return []
    sentence = _("If this competency isn't qualified on {day}, {offer} doesn't renew automatically and nothing is charged.")
    return [sentence.format(day=format_date(day), offer=offer_name(offer)) for offer, day in line.renewals_at_stake]
