"""Viewing product keys: new ones from the pool, and those that were viewed before. Each view stands in the activity."""

import dataclasses
from datetime import datetime

from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.actions import benefits_run
from actionpack_app.domain.eligibility import unmet
from actionpack_app.domain.errors import BenefitUnavailable, NoKeysLeft, NotFound
from actionpack_app.domain.offers import BenefitKind
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.vault import unseal
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.benefits import BenefitUses, KeyPool
from actionpack_app.repositories.partners import Partners
from actionpack_app.services.benefits.read import BenefitRead, check_may_use, check_usable, read_benefit
from actionpack_app.services.benefits.use import new_uses, use_facts
from actionpack_app.services.membership.standing import today_of

KEYS = frozenset({BenefitKind.KEYS})


@dataclasses.dataclass(frozen=True, slots=True)
class ViewedKey:
    """A product key of the company's, and when it was viewed first."""

    product_key: str = dataclasses.field(repr=False)
    viewed_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class ViewedKeys:
    """All keys of one benefit that the company has viewed, the newest first."""

    keys: tuple[ViewedKey, ...]
    time_zone: str


def view_new_keys(actor: Actor, subscription_id: str, benefit: str, how_many: int, submission: str, clock: Clock) -> ViewedKeys:
    """Claims keys of the pool and shows them beside those before; the same `submission` again claims none.

    It ends that the membership can be refunded. Raises: NotAllowed, NotFound, InvalidInput, BenefitUnavailable, NoKeysLeft
    (nothing was taken), KeysUnreadable (nor then).
    """
    check_may_use(actor)
    with transaction() as session:
        found = read_benefit(session, actor, subscription_id, benefit, clock, lock=True)
        if not BenefitUses(session, actor).sent(submission):
            check_usable(found, KEYS)
            _claim(session, actor, found, how_many, submission, clock)
            facts = use_facts(found, how_many)
            Activity(session, actor).record("keys_viewed", clock.now(), subscription_id=found.subscription.id, **facts)
        return _opened(session, actor, found)


def view_keys_again(actor: Actor, subscription_id: str, benefit: str, clock: Clock) -> ViewedKeys:
    """The keys that were viewed before, as long as the benefits run.

    Raises: NotAllowed, NotFound (also where none was), BenefitUnavailable, KeysUnreadable.
    """
    check_may_use(actor)
    with transaction() as session:
        found = read_benefit(session, actor, subscription_id, benefit, clock, lock=True)
        today = today_of(Partners(session, actor).mine(), clock)
        if over := unmet((benefits_run(today, found.standing),)):
            raise BenefitUnavailable(over)
        opened = _opened(session, actor, found)
        if not opened.keys:
            raise NotFound(subscription_id)
        Activity(session, actor).record(
            "keys_viewed", clock.now(), subscription_id=found.subscription.id, benefit=benefit, again=str(len(opened.keys))
        )
        return opened


def _claim(session: Session, actor: Actor, found: BenefitRead, how_many: int, submission: str, clock: Clock) -> None:
    uses = new_uses(found, actor, how_many, submission, clock)
    keys = KeyPool(session).take(found.granted.grant.key, how_many, clock.now())
    if len(keys) < how_many:
        raise NoKeysLeft(found.granted.grant.key)
    for use, key in zip(uses, keys, strict=True):
        use.key_id = key.id
    BenefitUses(session, actor).add(uses)


def _opened(session: Session, actor: Actor, found: BenefitRead) -> ViewedKeys:
    claimed = BenefitUses(session, actor).keys(found.subscription.id, found.granted.grant.key)
    keys = tuple(ViewedKey(unseal(key.sealed), use.used_at) for use, key in claimed)
    return ViewedKeys(keys, Partners(session, actor).time_zone())
