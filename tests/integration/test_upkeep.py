"""What the product does by itself: picks up what lies about, takes over from the dead; and doing it twice changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import pytest
import sqlalchemy as sa
from dbos import DBOS

from actionpack_app.db import transaction
from actionpack_app.domain.errors import ProviderUnavailable, TransferNotMatched
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus, PaymentMethod, PaymentStatus, RefundStatus
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import ChargeResult, Outcome, PaymentRequest, TransferState, get_payments
from actionpack_app.models import Executor, Invoice, Order, Payment, Refund
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund
from actionpack_app.services.orders.intent import Placed, read_intent
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.running.pick_up import lying_about
from actionpack_app.services.running.presence import beat, forget, silent
from actionpack_app.workflows import collect, engine, upkeep
from actionpack_app.workflows.collect import collect_id, collect_payment
from actionpack_app.workflows.errand import errand
from actionpack_app.workflows.transfers import cancel
from actionpack_app.workflows.upkeep import Upkeep, expire_transfers, once, pick_up
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, carried, change, finance, given_back, refund_of, under_way
from tests.integration.rows import all_of, at_once, of, order_row, store_rows
from tests.integration.shopping import bought, ledger, reviewed_by_card, reviewed_by_transfer, sandbox

LONG_AGO = timedelta(hours=1)


@pytest.fixture(autouse=True)
def never_night(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nightly comparison is another test's."""
    monkeypatch.setattr(upkeep, "NIGHT_HOUR", -1)


def placed(company: Company, last4: str = "4242") -> Placed:
    """An order whose process died before anybody was asked for money."""
    order = reviewed_by_card(company, last4=last4)
    intent = place_order(company.admin, order.number, order.total, "", get_payments().name, company.clock)
    assert intent is not None
    return intent


def matched(company: Company) -> Placed:
    """An order by a bank transfer that the provider matches, which wasn't told of it yet."""
    order = reviewed_by_transfer(company)
    intent = place_order(company.admin, order.number, order.total, "", get_payments().name, company.clock, matches_transfers=True)
    assert intent is not None
    return intent


def grows_old(table: type[Payment] | type[Refund]) -> None:
    with transaction() as session:
        session.execute(sa.update(table).values(started_at=SystemClock().now() - LONG_AGO))


def breaks(*_args: object) -> NoReturn:
    raise RuntimeError


def payment(intent: Placed) -> Payment:
    return next(row for row in all_of(Payment) if row.id == intent.payment_id)


class TestPayments:
    def test_one_that_lies_about_is_paid_once(self, fabrikam: Company) -> None:
        intent = placed(fabrikam)
        grows_old(Payment)
        for _ in range(3):
            pick_up()
        carried(f"collect:{intent.order_id}")
        pick_up()
        assert show_order(fabrikam.admin, intent.order_number).status is OrderStatus.PAID
        assert [row["outcome"] for row in ledger()] == [Outcome.SUCCEEDED]
        assert len(of(Invoice, fabrikam)) == 2

    def test_by_several_processes_at_once_it_is_paid_once(self, fabrikam: Company) -> None:
        intent = placed(fabrikam)
        grows_old(Payment)
        assert at_once([pick_up] * 4) == [None] * 4
        carried(f"collect:{intent.order_id}")
        assert len(ledger()) == 1
        assert len(of(Invoice, fabrikam)) == 2

    def test_it_is_paid_in_the_name_of_the_person_who_bought(self, fabrikam: Company) -> None:
        intent = placed(fabrikam)
        grows_old(Payment)
        (lies,) = lying_about(SystemClock().now()).payments
        assert lies.errand == [fabrikam.id, fabrikam.admin.person_id, fabrikam.now.isoformat()]
        pick_up()
        carried(f"collect:{intent.order_id}")
        assert order_row(intent.order_number).paid_at == fabrikam.now

    def test_one_that_was_just_placed_is_left_to_its_own_process(self, fabrikam: Company) -> None:
        intent = placed(fabrikam)
        pick_up()
        carried(f"collect:{intent.order_id}")
        assert ledger() == []
        assert payment(intent).status is PaymentStatus.PENDING

    def test_charged_and_not_settled_it_is_settled_and_not_charged_again(self, fabrikam: Company) -> None:
        order = under_way(fabrikam)
        grows_old(Payment)
        pick_up()
        carried(f"collect:{order_row(order.number).id}")
        assert show_order(fabrikam.admin, order.number).status is OrderStatus.PAID
        assert len(ledger()) == 1

    def test_a_workflow_that_broke_is_begun_anew(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        intent = placed(fabrikam)
        with monkeypatch.context() as broken:
            broken.setattr(collect, "read_intent", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                engine.run(
                    collect_payment,
                    collect_id(intent.order_id, 1),
                    errand(fabrikam.admin, fabrikam.clock),
                    intent.order_number,
                    intent.payment_id,
                )
        assert payment(intent).status is PaymentStatus.PENDING
        grows_old(Payment)
        pick_up()
        carried(f"collect:{intent.order_id}:1:")
        assert show_order(fabrikam.admin, intent.order_number).status is OrderStatus.PAID
        assert len(ledger()) == 1

    def test_one_that_waits_for_the_bank_is_left_alone(self, fabrikam: Company) -> None:
        order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
        grows_old(Payment)
        pick_up()
        assert show_order(fabrikam.admin, order.number) == order

    def test_nothing_lies_about_at_samples(self, fabrikam: Company, contoso: Company) -> None:
        assert fabrikam
        assert contoso
        found = lying_about(SystemClock().now())
        assert (found.payments, found.transfers, found.ended_transfers, found.refunds) == ((), (), (), ())


class TestRefunds:
    def test_one_that_lies_about_is_carried_once(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        cancel_and_refund(finance(), asks_to_cancel(fabrikam))
        pick_up()
        assert of(Refund, fabrikam)[0].status is RefundStatus.PENDING  # its own process may be at it
        grows_old(Refund)
        for _ in range(2):
            pick_up()
        assert refund_of(fabrikam).status is RefundStatus.SUCCEEDED
        pick_up()
        assert given_back() == [47500]

    def test_one_that_the_provider_forgot_to_tell_of_is_looked_up(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        _partner, refund_id = cancel_and_refund(finance(), asks_to_cancel(fabrikam))
        change(Refund, refund_id, provider_ref="re_slow")
        pick_up()
        assert of(Refund, fabrikam)[0].status is RefundStatus.PENDING
        grows_old(Refund)
        pick_up()
        assert refund_of(fabrikam).status is RefundStatus.SUCCEEDED
        assert given_back() == []  # it was asked about, not for

    def test_one_for_finance_is_left_to_finance(self, contoso: Company) -> None:
        cancel_and_refund(finance(), asks_to_cancel(contoso))
        grows_old(Refund)
        pick_up()
        assert of(Refund, contoso)[0].status is RefundStatus.BY_HAND


class TestTransfers:
    def expected(self, request: PaymentRequest) -> TransferState:
        """The provider matches it, under a reference of its own."""
        reference = sandbox().register(request)
        account = (("iban", "US12"), ("reference", "REF 1"))
        return TransferState(reference, Outcome.REGISTERED, Money(0, request.amount.currency), account)

    def test_one_that_the_provider_was_not_told_of_is_told(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox(), "expect_transfer", self.expected, raising=False)
        intent = matched(fabrikam)
        pick_up()
        assert payment(intent).provider_ref is None
        grows_old(Payment)
        for _ in range(2):
            pick_up()
        carried(f"expect:{intent.payment_id}")
        shown = show_order(fabrikam.admin, intent.order_number)
        assert shown.transfer is not None
        assert (shown.transfer.matched, shown.transfer.reference, shown.transfer.account) == (True, "REF 1", (("iban", "US12"),))

    def test_one_that_it_does_not_match_goes_to_our_own_account(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuses(_request: PaymentRequest) -> TransferState:
            raise TransferNotMatched

        monkeypatch.setattr(sandbox(), "expect_transfer", refuses, raising=False)
        intent = matched(fabrikam)
        grows_old(Payment)
        pick_up()
        carried(f"expect:{intent.payment_id}")
        shown = show_order(fabrikam.admin, intent.order_number)
        assert shown.status is OrderStatus.AWAITING_PAYMENT
        assert shown.transfer is not None
        assert not shown.transfer.matched
        assert shown.transfer.account != ()

    @pytest.mark.parametrize("by", ["expiry", "the partner", "a process that died then"])
    def test_what_ends_here_ends_with_the_provider(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
        monkeypatch.setattr(sandbox(), "expect_transfer", self.expected, raising=False)
        intent = matched(fabrikam)
        grows_old(Payment)
        pick_up()
        carried(f"expect:{intent.payment_id}")
        order_id, yesterday = intent.order_id, fabrikam.today - timedelta(days=1)
        if by == "expiry":
            change(Order, order_id, last_day=yesterday)
            expire_transfers()
        elif by == "the partner":
            cancel(fabrikam.admin, intent.order_number, fabrikam.clock)
        else:
            change(Order, order_id, status=OrderStatus.CANCELLED)
            pick_up()
        carried(f"end-transfer:{intent.payment_id}")
        pick_up()
        ended = payment(intent)
        assert (ended.status, ended.method) == (PaymentStatus.FAILED, PaymentMethod.TRANSFER)
        assert sandbox().look_up(ended.provider_ref or "").decline_code == "cancelled"
        assert lying_about(SystemClock().now()).ended_transfers == ()
        assert order_row(intent.order_number).status in {OrderStatus.EXPIRED, OrderStatus.CANCELLED}

    def test_what_could_not_be_ended_for_a_fault_of_ours_is_ended_later(
        self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sandbox(), "expect_transfer", self.expected, raising=False)
        intent = matched(fabrikam)
        grows_old(Payment)
        pick_up()
        carried(f"expect:{intent.payment_id}")
        with monkeypatch.context() as patched:
            patched.setattr(sandbox(), "cancel", breaks, raising=False)
            cancel(fabrikam.admin, intent.order_number, fabrikam.clock)
            with pytest.raises(RuntimeError):
                carried(f"end-transfer:{intent.payment_id}")
        pick_up()
        at_work = DBOS.list_workflows(workflow_id_prefix=f"end-transfer:{intent.payment_id}", sort_desc=True)
        DBOS.retrieve_workflow(at_work[0].workflow_id).get_result(polling_interval_sec=0.02)
        assert payment(intent).status is PaymentStatus.FAILED
        assert sandbox().look_up(payment(intent).provider_ref or "").decline_code == "cancelled"

    def test_money_that_arrived_in_the_last_moment_goes_back(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox(), "expect_transfer", self.expected, raising=False)
        intent = matched(fabrikam)
        grows_old(Payment)
        pick_up()
        carried(f"expect:{intent.payment_id}")

        def arrived(reference: str) -> ChargeResult:
            sandbox()._answer(reference, (Outcome.REGISTERED,), Outcome.SUCCEEDED, "")  # noqa: SLF001 (the bank's word)
            return sandbox().look_up(reference)

        monkeypatch.setattr(sandbox(), "cancel", arrived, raising=False)
        cancel(fabrikam.admin, intent.order_number, fabrikam.clock)
        carried(f"end-transfer:{intent.payment_id}")
        assert refund_of(fabrikam).status is RefundStatus.SUCCEEDED
        assert read_intent(fabrikam.admin, intent.payment_id).status is PaymentStatus.REFUNDED
        assert len(of(Invoice, fabrikam)) == 1


@pytest.mark.usefixtures("store")
class TestPresence:
    def test_one_that_gives_signs_of_life_is_not_silent(self) -> None:
        now = SystemClock().now()
        store_rows(Executor(id="dead", seen_at=now - LONG_AGO))
        beat("alive")
        beat("alive")
        assert silent(now) == ["dead"]
        forget("alive", now)
        forget("dead", now)
        assert [row.id for row in all_of(Executor)] == ["alive"]

    def test_one_that_came_back_is_not_forgotten(self) -> None:
        since = SystemClock().now()
        store_rows(Executor(id="back", seen_at=since - LONG_AGO))
        beat("back")
        forget("back", since)
        assert silent(since) == []
        assert len(all_of(Executor)) == 1

    def test_a_silent_one_is_forgotten_once_its_work_was_taken_over(self) -> None:
        now = SystemClock().now()
        store_rows(Executor(id="dead", seen_at=now - LONG_AGO), Executor(id="alive", seen_at=now))
        for _ in range(2):
            once("living")
        assert sorted(row.id for row in all_of(Executor)) == ["alive", "living"]

    def test_one_whose_own_row_is_old_does_not_take_over_from_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        taken: list[str] = []
        monkeypatch.setattr(engine, "take_over", taken.append)
        store_rows(Executor(id="living", seen_at=SystemClock().now() - LONG_AGO))
        upkeep._take_over_from_the_dead("living")  # noqa: SLF001 (before its first sign of life)
        assert taken == []
        assert [row.id for row in all_of(Executor)] == ["living"]

    def test_one_whose_work_could_not_be_taken_over_is_tried_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(_executor_id: str) -> None:
            raise ProviderUnavailable

        store_rows(Executor(id="dead", seen_at=SystemClock().now() - LONG_AGO))
        with monkeypatch.context() as broken:
            broken.setattr(engine, "take_over", fails)
            once("living")
        assert silent(SystemClock().now() - timedelta(minutes=1)) == ["dead"]
        once("living")
        assert [row.id for row in all_of(Executor)] == ["living"]

    def test_it_says_that_it_lives_before_it_serves(self) -> None:
        running = Upkeep("server:1")
        running.start()
        assert [row.id for row in all_of(Executor)] == ["server:1"]
        running.stop()


class TestTakingOver:
    @pytest.mark.parametrize("dies_in", ["register", "charge", "settle"])
    def test_a_payment_is_carried_on_where_its_process_died(
        self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch, dies_in: str
    ) -> None:
        """The dead process is ours by another name: nobody else runs in these tests."""
        intent = placed(fabrikam)
        died = die_in(monkeypatch, dies_in)
        args = (errand(fabrikam.admin, fabrikam.clock), intent.order_number, intent.payment_id)
        with pytest.raises(SystemExit):
            engine.run(collect_payment, collect_id(intent.order_id, 1), *args)
        assert died == [dies_in]
        store_rows(Executor(id="tests", seen_at=SystemClock().now() - LONG_AGO))
        for _ in range(2):
            once("survivor")
        carried(f"collect:{intent.order_id}")
        assert show_order(fabrikam.admin, intent.order_number).status is OrderStatus.PAID
        assert [row["outcome"] for row in ledger()] == [Outcome.SUCCEEDED]
        assert len(of(Invoice, fabrikam)) == 2
        assert [row.id for row in all_of(Executor)] == ["survivor"]


class TestCarryingOn:
    @pytest.mark.parametrize("breaks_in", ["register", "charge", "settle"])
    def test_what_broke_off_in_a_process_that_lives_is_carried_on_by_its_second_round(
        self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch, breaks_in: str
    ) -> None:
        """As where the database takes nothing just when an end is to be recorded: the work stands under a living name."""
        intent = placed(fabrikam)
        die_in(monkeypatch, breaks_in)
        args = (errand(fabrikam.admin, fabrikam.clock), intent.order_number, intent.payment_id)
        with pytest.raises(SystemExit):
            engine.run(collect_payment, collect_id(intent.order_id, 1), *args)
        living = Upkeep("tests")
        living.carry_on()
        assert collect_id(intent.order_id, 1) in engine.not_at_work("tests"), "one round alone leaves it"
        living.carry_on()
        carried(f"collect:{intent.order_id}")
        assert engine.not_at_work("tests") == set()
        assert show_order(fabrikam.admin, intent.order_number).status is OrderStatus.PAID
        assert [row["outcome"] for row in ledger()] == [Outcome.SUCCEEDED]
        assert len(of(Invoice, fabrikam)) == 2

    def test_what_is_being_carried_is_left_alone(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        intent = placed(fabrikam)
        resumed: list[str] = []
        monkeypatch.setattr(engine, "carry_on", resumed.append)
        living, charge = Upkeep("tests"), sandbox().charge

        def meanwhile(reference: str, *, automatic: bool) -> ChargeResult:
            for _ in range(3):
                living.carry_on()
            return charge(reference, automatic=automatic)

        monkeypatch.setattr(sandbox(), "charge", meanwhile, raising=False)
        args = (errand(fabrikam.admin, fabrikam.clock), intent.order_number, intent.payment_id)
        engine.run(collect_payment, collect_id(intent.order_id, 1), *args)
        assert collect_id(intent.order_id, 1) not in resumed
        assert show_order(fabrikam.admin, intent.order_number).status is OrderStatus.PAID


def die_in(monkeypatch: pytest.MonkeyPatch, step: str) -> list[str]:
    """The process dies in a step, once: what the step reaches outside is done, and nobody could keep that it is."""
    died: list[str] = []

    def then_dies(really: Callable[..., object]) -> Callable[..., object]:
        def dies(*args: object, **kwargs: object) -> object:
            answer = really(*args, **kwargs)
            if died:
                return answer
            died.append(step)
            raise SystemExit

        return dies

    target = collect if step == "settle" else sandbox()
    monkeypatch.setattr(target, step, then_dies(getattr(target, step)), raising=False)
    return died


@pytest.mark.usefixtures("store")
def test_what_ended_long_ago_is_forgotten_but_for_what_moved_money(fabrikam: Company) -> None:
    engine.run(upkeep.tidy_up, f"tidy-up:{fabrikam.id}")
    order = bought(fabrikam, reviewed_by_card(fabrikam))
    later = SystemClock().now() + timedelta(hours=1)
    assert engine.forget_ended(upkeep.FORGOTTEN, SystemClock().now() - LONG_AGO) == 0
    assert engine.forget_ended(upkeep.FORGOTTEN, later) >= 1
    assert engine.forget_ended(upkeep.FORGOTTEN, later) == 0
    assert engine.run(collect_payment, collect_id(order_row(order.number).id, 1), [], "", "") is None
    assert len(ledger()) == 1
