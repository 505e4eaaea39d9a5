"""Many subscriptions due at once: found by the index, claimed by one worker each, and carried once however often."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from actionpack_app.db import engine as database
from actionpack_app.db import reading
from actionpack_app.domain.agenda import Item
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import Outcome
from actionpack_app.gateways.payments.sandbox_ledger import Ledger, cards
from actionpack_app.models import Invoice, Notice, Order, Payment, Subscription, SubscriptionTerm
from actionpack_app.repositories.year import DueSubscriptions
from actionpack_app.services.year.sweep import LEASE, Batch, backlog, claim_due
from actionpack_app.workflows import engine, year
from bench.scale.finding import reading_of
from bench.scale.rows import day_of, fill
from tests.integration.rows import all_of, at_once
from tests.integration.shopping import ledger
from tests.integration.store import Store


def now() -> datetime:
    return SystemClock().now()


def many(*, due: int, subscriptions: int) -> None:
    fill(database(), day_of(now()), subscriptions=subscriptions, due=due)


def carry(batch: Batch, name: str) -> None:
    """As a worker does that takes the batch from the queue."""
    engine.run(year.carry_batch, f"{name}:{batch.fact}", [list(row) for row in batch.rows])


def renewed_once(rows: Sequence[tuple[str, str]]) -> None:
    """Each subscription of a batch has one more of everything, and money was taken once."""
    ids = sorted(subscription for _partner, subscription in rows)
    orders = [row for row in all_of(Order) if row.term_number == 1]
    assert sorted(str(row.subscription_id) for row in orders) == ids
    assert {row.status for row in orders} == {OrderStatus.PAID}
    assert sorted(row.subscription_id for row in all_of(SubscriptionTerm) if row.number == 1) == ids
    assert sorted(row.subscription_id for row in all_of(Invoice)) == ids
    assert sorted(str(row.subscription_id) for row in all_of(Notice)) == ids
    assert sorted(row["order_number"] for row in ledger()) == sorted(row.number for row in orders)
    assert len(all_of(Payment)) == len(ids)
    assert {row.terms_paid for row in all_of(Subscription) if row.id in ids} == {2}


@pytest.mark.usefixtures("store")
class TestClaim:
    def test_it_reads_by_the_index_what_it_claims_and_nothing_else(self, store: Store) -> None:
        many(due=60, subscriptions=3000)
        read = reading_of(database(), now())
        assert read.index == "due_subscriptions"
        if store.kind == "postgresql":
            assert read.examined <= 60

    def test_workers_that_claim_at_once_get_different_ones_and_together_all(self) -> None:
        many(due=120, subscriptions=400)
        batches = at_once([lambda: claim_due(30)] * 4)
        claimed = [row for batch in batches if isinstance(batch, Batch) for row in batch.rows]
        assert len(claimed) == len(set(claimed)) == 120
        assert backlog() == 0
        assert claim_due().rows == ()

    def test_what_a_lost_claim_held_is_due_again_when_its_lease_ends(self) -> None:
        many(due=7, subscriptions=20)
        assert len(claim_due().rows) == 7
        with reading() as session:
            due = DueSubscriptions(session)
            assert due.backlog(now() + LEASE - timedelta(minutes=1)) == 0
            assert due.backlog(now() + LEASE) == 7


@pytest.mark.usefixtures("store")
class TestBatch:
    def test_carried_twice_it_renews_once(self) -> None:
        many(due=5, subscriptions=10)
        batch = claim_due()
        carry(batch, "first")
        carry(batch, "second")
        renewed_once(batch.rows)

    def test_carried_by_two_workers_at_once_it_renews_once(self) -> None:
        many(due=5, subscriptions=10)
        batch = claim_due()
        assert at_once([lambda: carry(batch, "first"), lambda: carry(batch, "second")]) == [None, None]
        renewed_once(batch.rows)

    def test_what_is_paid_is_planned_for_its_next_year_and_looked_at_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        many(due=1, subscriptions=2)
        carried: list[str] = []
        monkeypatch.setattr(year, "carry", lambda *args, carry=year.carry: carried.append(args[1]) or carry(*args))
        ((partner_id, subscription_id),) = claim_due().rows
        assert year.carry_all(partner_id, subscription_id, SystemClock()) == (Item.RENEWAL,)
        assert carried == [subscription_id]
        (row,) = [row for row in all_of(Subscription) if row.id == subscription_id]
        assert row.next_due_at is not None
        assert row.next_due_at > now() + timedelta(days=300)

    def test_after_a_refused_charge_the_rest_of_the_day_is_done_too(self, store: Store) -> None:
        many(due=1, subscriptions=2)
        books = Ledger(store.url)
        with books.engine().begin() as connection:
            connection.execute(sa.update(cards).values(last4="0341"))
        books.close()
        ((partner_id, subscription_id),) = claim_due().rows
        assert year.carry_all(partner_id, subscription_id, SystemClock()) == (Item.RENEWAL, Item.WINDOW_OPEN)
        assert [row["outcome"] for row in ledger()] == [Outcome.DECLINED]
        with reading() as session:
            told = session.exec(select(Notice.kind).order_by(Notice.kind)).all()
        assert told == ["charge_failed", "window_open"]
