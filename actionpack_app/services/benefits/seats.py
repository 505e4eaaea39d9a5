"""Seats: given to people of the company, and taken back."""

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.errors import InvalidInput
from actionpack_app.domain.offers import BenefitKind
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock
from actionpack_app.models import BenefitUse, Person
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.benefits import BenefitUses
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.benefits.read import BenefitRead, check_may_use, check_usable, read_benefit
from actionpack_app.services.benefits.use import new_uses, use_facts

SEATS = frozenset({BenefitKind.SEATS})


def assign_seat(actor: Actor, subscription_id: str, benefit: str, person_id: str, clock: Clock) -> None:
    """Gives somebody a seat; whoever has one keeps it. It doesn't end that the membership can be refunded.

    Raises: NotAllowed, NotFound, InvalidInput (nobody active of the company), BenefitUnavailable.
    """
    check_may_use(actor)
    with transaction() as session:
        found = read_benefit(session, actor, subscription_id, benefit, clock, lock=True)
        person = _somebody(session, actor, person_id)
        if any(use.person_id == person.id for use in found.counting):
            return
        check_usable(found, SEATS)
        uses = BenefitUses(session, actor)
        for left_behind in uses.left_behind(found.subscription.id, benefit):
            left_behind.ended_at = clock.now()
        session.flush()
        (seat,) = new_uses(found, actor, 1, new_id(), clock)
        seat.person_id = person.id
        uses.add([seat])
        _record(session, actor, "seat_assigned", found, seat, 1, clock)


def take_seat_back(actor: Actor, seat_id: str, clock: Clock) -> None:
    """Ends somebody's seat, so that it can be given to somebody else; one that has ended stays so.

    Raises: NotAllowed, NotFound.
    """
    check_may_use(actor)
    with transaction() as session:
        seat = BenefitUses(session, actor).seat(seat_id)
        found = read_benefit(session, actor, seat.subscription_id, seat.benefit, clock, lock=True)
        session.refresh(seat)
        if seat.ended_at is not None:
            return
        seat.ended_at = clock.now()
        counted = any(use.id == seat.id for use in found.counting)  # not while its person isn't active
        _record(session, actor, "seat_ended", found, seat, -1 if counted else 0, clock)


def release_seats(session: Session, actor: Actor, person_id: str, clock: Clock) -> None:
    """Ends all seats of somebody who is being deactivated, in that transaction, so that coming back brings none."""
    for seat in BenefitUses(session, actor).seats_of(person_id):
        seat.ended_at = clock.now()
        details = {"benefit": seat.benefit, "person": person_id}
        Activity(session, actor).record("seat_ended", clock.now(), subscription_id=seat.subscription_id, **details)


def _somebody(session: Session, actor: Actor, person_id: str) -> Person:
    people = {person.id: person for person in Partners(session, actor).people() if person.active}
    if person_id not in people:
        raise InvalidInput({"person": "choose_person"})
    return people[person_id]


def _record(session: Session, actor: Actor, action: str, found: BenefitRead, seat: BenefitUse, more: int, clock: Clock) -> None:
    facts = use_facts(found, more) | {"person": seat.person_id or ""}
    Activity(session, actor).record(action, clock.now(), subscription_id=seat.subscription_id, **facts)
