"""Seeding, resetting and copying sample partners. None of it exists in production."""

import dataclasses

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import OPERATORS as OPERATOR_ROLES
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import Partner, Person
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.samples import Samples
from actionpack_app.services.samples.build import SampleBuilder, new_partner, saved_card, standing_moment
from actionpack_app.services.samples.keys import put_sample_keys
from actionpack_app.services.samples.situations import OPERATORS, SAMPLES, sample_named
from actionpack_app.settings import get_settings


@dataclasses.dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody whom demo sign-in lets in."""

    id: str
    company: str
    role: Role
    name: str
    partner_id: str = ""
    """Empty for the desk."""


@dataclasses.dataclass(frozen=True, slots=True)
class SamplePartner:
    """A sample partner or a copy of one, with its people."""

    id: str
    sample: str
    name: str
    mpn_id: str
    people: tuple[SamplePerson, ...]


def seed_samples() -> bool:
    """Seeds all sample partners and the desk where the database has no partners; tells whether it did."""
    check_samples()
    with reading() as session:
        if Samples(session).any_partner():
            return False
    for sample in SAMPLES:
        make_sample(sample.key, is_copy=False)
    with transaction() as session:
        for role, name, email in OPERATORS:
            session.add(Person(id=new_id(), partner_id=None, name=name, email=email, role=role))
    return True


def fill_key_pool() -> None:
    """Fills the pool of product keys where it is low. Raises NotFound in production."""
    check_samples()
    with transaction() as session:
        put_sample_keys(session)


def make_sample(key: str, *, is_copy: bool) -> SamplePartner:
    """Makes a sample partner as it is when seeded, with a clock of its own that stands at now. Raises NotFound."""
    check_samples()
    try:
        sample = sample_named(key)
    except KeyError:
        raise NotFound(key) from None
    now = standing_moment(sample, SystemClock().now().replace(microsecond=0))
    with reading() as session:
        partner = new_partner(session, sample, now, is_copy=is_copy)
    card = saved_card(get_payments(), partner, sample, now)
    with transaction() as session:
        put_sample_keys(session)
        people = SampleBuilder(session, sample, now, card, partner).build()
    return _shown(partner, people)


def reset_sample(partner_id: str) -> SamplePartner:
    """Puts a sample partner back to its situation; whoever is signed in goes on. Raises NotFound.

    Invoices and activity never disappear: the old partner stays, retired and out of reach, and a new one takes its
    place and its MPN ID.
    """
    check_samples()
    with reading() as session:
        old = Samples(session).get(partner_id)
        sample = sample_named(old.sample or "")
        now = standing_moment(sample, SystemClock().now().replace(microsecond=0))
        new = new_partner(session, sample, now, is_copy=old.is_copy)
    card = saved_card(get_payments(), new, sample, now)
    with transaction() as session:
        samples = Samples(session)
        old = samples.get(partner_id, lock=True)
        new.mpn_id, new.created_at = old.mpn_id, old.created_at
        before = samples.people([old.id])
        old.sample, old.mpn_id = None, None
        session.flush()
        people = SampleBuilder(session, sample, now, card, new).build()
        for was in before:
            for now_is in people:
                if now_is.role is was.role:
                    samples.move_sessions(was, now_is)
        samples.close_accounts(partner_id, SystemClock().now())
    return _shown(new, people)


def list_sample_partners() -> list[SamplePartner]:
    """The sample partners, without copies."""
    check_samples()
    with reading() as session:
        samples = Samples(session)
        partners = sorted(samples.originals(), key=_listed)
        people = samples.people([partner.id for partner in partners])
    return [_shown(partner, people) for partner in partners]


def list_sample_people(partner_id: str = "") -> list[SamplePerson]:
    """Whom the sign-in page offers: the sample partners and the desk, or one partner's people. Raises NotFound."""
    if not get_settings().has_samples:
        return []
    with reading() as session:
        samples = Samples(session)
        partners = [samples.get(partner_id)] if partner_id else sorted(samples.originals(), key=_listed)
        people = samples.people([partner.id for partner in partners])
        operators = [] if partner_id else samples.operators()
    offered = [person for partner in partners for person in _shown(partner, people).people]
    return offered + [SamplePerson(person.id, "Desk", person.role, person.name) for person in _by_role(operators)]


def sample_person(person_id: str) -> SamplePerson:
    """One of the people whom demo sign-in lets in, those of copies too. Raises NotFound."""
    check_samples()
    with reading() as session:
        person = session.get(Person, findable(person_id))
        partner_id = person.partner_id or "" if person is not None else ""
    found = next((one for one in list_sample_people(partner_id) if one.id == person_id), None)
    if found is None:
        raise NotFound(person_id)
    return found


def _shown(partner: Partner, people: list[Person]) -> SamplePartner:
    label = (
        sample_named(partner.sample).name if partner.sample else partner.name
    )  # scripts sign in by it, whatever it is called now
    own = _by_role([person for person in people if person.partner_id == partner.id])
    return SamplePartner(
        id=partner.id,
        sample=partner.sample or "",
        name=partner.name,
        mpn_id=partner.mpn_id or "",
        people=tuple(SamplePerson(person.id, label, person.role, person.name, partner.id) for person in own),
    )


def _listed(partner: Partner) -> int:
    return [sample.key for sample in SAMPLES].index(partner.sample or "")


def _by_role(people: list[Person]) -> list[Person]:
    order = list(Role)
    return sorted(people, key=lambda person: (person.role in OPERATOR_ROLES, order.index(person.role)))


def check_samples() -> None:
    """Raises NotFound where there are no sample partners: in production."""
    if not get_settings().has_samples:
        raise NotFound("samples")
