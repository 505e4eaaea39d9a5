"""Partners who live by the machine's clock, and a server that was asleep: only what still holds is done, and once.

Contoso's Action Pack expires on 8 July 2027 in New York; its window is 9 July to 7 August.
"""

import dataclasses
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest

from actionpack_app.domain.calendar import local_day
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.status import Status
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import ActivityEntry, Notice, Order, Partner, Payment, Subscription, YearMark
from actionpack_app.services.cards.manage import renew_with
from actionpack_app.services.orders.intent import note_reference, read_intent
from actionpack_app.services.subscriptions.turn_off_renewal import turn_off_renewal
from actionpack_app.services.year.carry import carry
from actionpack_app.services.year.sweep import claim_due
from actionpack_app.workflows import engine, upkeep
from actionpack_app.workflows.cards import add_card
from actionpack_app.workflows.year import carry_all, provider_now
from tests.integration.companies import Company
from tests.integration.desk import change
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import ledger, token
from tests.integration.stripe import SHORT_PAUSE, picked_up, settled
from tests.integration.years import SEED, Line, invoiced, machine_at, on_the_wall, paid, seeded, subscription, table, told

A_SWEEP_LATER = timedelta(seconds=30)
"""The sweep comes once a minute."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "POLLS_EVERY_SECONDS", SHORT_PAUSE)
    monkeypatch.setattr(upkeep, "LIES_AFTER", timedelta(0))


@dataclasses.dataclass
class Server:
    """What serves a partner, and when it was awake."""

    who: Company
    now: datetime = SEED

    def local(self, text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=self.who.zone).astimezone(UTC)

    def sweeps(self, at: datetime) -> None:
        """Does what a server does once a minute."""
        self.now = at
        with machine_at(at):
            swept()
            settled()

    def awake_until(self, text: str) -> None:
        """Sweeps at every midnight and at nine o'clock, on the way to a local time and at it."""
        until, day = self.local(text), local_day(self.now, self.who.zone)
        while day <= local_day(until, self.who.zone):
            for at in (time(0), time(9)):
                moment = datetime.combine(day, at, self.who.zone).astimezone(UTC) + A_SWEEP_LATER
                if self.now < moment < until:
                    self.sweeps(moment)
            day += timedelta(days=1)
        self.sweeps(until)

    def asleep_until(self, text: str) -> None:
        """Nothing is done on the way, and all that still holds at the end."""
        self.sweeps(self.local(text))

    def diary(self) -> list[Line]:
        """What was done and told since the partner was seeded, but for what the partner did."""
        theirs = {"card_saved", "payment_method_replaced", "renewal_turned_off"}
        entries = [(row.at, row.id or 0, f"done:{row.action}") for row in of(ActivityEntry, self.who) if row.action not in theirs]
        notices = [(row.at, sys.maxsize, f"told:{row.kind}") for row in of(Notice, self.who) if row.kind != "renewal_off"]
        since = sorted(one for one in entries + notices if one[0] > SEED)
        return [(on_the_wall(self.who, at), what, "action_pack") for at, _order, what in since]

    def status(self) -> Status:
        with machine_at(self.now):
            return self.who.holds(clock=SystemClock()).status


def swept() -> None:
    """One round of one process: orders expire, and what is due is claimed and carried."""
    upkeep.expire_transfers()
    while rows := claim_due().rows:
        for partner_id, subscription_id in rows:
            carry_all(partner_id, subscription_id, SystemClock())


@pytest.fixture
def server(store: object) -> Server:  # noqa: ARG001 (it needs the database)
    """Contoso, by the machine's clock, with a server that plans its year."""
    who = seeded("contoso")
    change(Partner, who.id, clock_at=None)
    change(Subscription, subscription(who).id, next_due_at=SEED)
    made = Server(who)
    made.sweeps(SEED)
    return made


def renews_with(server: Server, last4: str) -> None:
    with machine_at(server.now):
        card_id = add_card(server.who.admin, "", token(last4), SystemClock()) if last4 else ""
        renew_with(server.who.admin, subscription(server.who).id, card_id, SystemClock())


def turns_off(server: Server) -> None:
    with machine_at(server.now):
        turn_off_renewal(server.who.admin, subscription(server.who).id, SystemClock())


def test_a_server_that_never_sleeps_does_everything_at_its_time(server: Server) -> None:
    server.awake_until("2028-07-10T12:00")
    assert server.diary() == table("""
        2027-06-08 09:00  told:expires_in_30        action_pack
        2027-06-23 09:00  told:expires_in_15        action_pack
        2027-07-07 09:00  told:expires_in_1         action_pack
        2027-07-09 09:00  done:order_placed         action_pack
        2027-07-09 09:00  done:order_paid           action_pack
        2027-07-09 09:00  told:renewed              action_pack
        2028-06-08 09:00  told:expires_in_30        action_pack
        2028-06-23 09:00  told:expires_in_15        action_pack
        2028-07-07 09:00  told:expires_in_1         action_pack
        2028-07-09 09:00  done:order_placed         action_pack
        2028-07-09 09:00  done:order_paid           action_pack
        2028-07-09 09:00  told:renewed              action_pack
    """)
    assert [amount for _at, _offer, amount in paid(server.who)] == [475_00, 475_00]


class TestAsleepForThreeDays:
    @pytest.mark.parametrize(
        ("from_noon_of", "until_noon_of", "late"),
        [
            ("2027-06-07", "2027-06-10", "told:expires_in_30"),
            ("2027-06-22", "2027-06-25", "told:expires_in_15"),
        ],
    )
    def test_over_a_notice_it_is_sent_late_as_it_still_holds(
        self, server: Server, from_noon_of: str, until_noon_of: str, late: str
    ) -> None:
        server.awake_until(f"{from_noon_of}T12:00")
        server.asleep_until(f"{until_noon_of}T12:00")
        server.awake_until("2027-07-10T12:00")
        diary = server.diary()
        assert (f"{until_noon_of} 12:00", late, "action_pack") in diary
        assert [what for _at, what, _offer in diary] == [
            "told:expires_in_30",
            "told:expires_in_15",
            "told:expires_in_1",
            "done:order_placed",
            "done:order_paid",
            "told:renewed",
        ]
        assert diary[-1][0] == "2027-07-09 09:00"

    def test_over_the_last_notice_it_is_sent_on_the_day_of_expiry_and_not_after_it(self, server: Server) -> None:
        server.awake_until("2027-07-06T12:00")
        server.asleep_until("2027-07-08T20:00")
        assert server.diary()[-1] == ("2027-07-08 20:00", "told:expires_in_1", "action_pack")

    def test_over_the_last_notice_and_the_anniversary_only_the_charge_is_made(self, server: Server) -> None:
        server.awake_until("2027-07-06T12:00")
        server.asleep_until("2027-07-09T12:00")
        server.awake_until("2027-08-20T12:00")
        assert server.diary()[2:] == table("""
            2027-07-09 12:00  done:order_placed         action_pack
            2027-07-09 12:00  done:order_paid           action_pack
            2027-07-09 12:00  told:renewed              action_pack
        """)

    def test_over_the_anniversary_it_is_charged_late_and_once(self, server: Server) -> None:
        server.awake_until("2027-07-08T12:00")
        server.asleep_until("2027-07-11T12:00")
        server.awake_until("2027-08-20T12:00")
        assert server.diary()[3:] == table("""
            2027-07-11 12:00  done:order_placed         action_pack
            2027-07-11 12:00  done:order_paid           action_pack
            2027-07-11 12:00  told:renewed              action_pack
        """)
        assert invoiced(server.who) == [("2027-07-11 12:00", 475_00)]
        (renewed,) = told(server.who, "renewed")
        assert (renewed.start, renewed.expiry) == (date(2027, 7, 9), date(2028, 7, 8))

    def test_over_the_anniversary_and_declined_the_retries_keep_their_days(self, server: Server) -> None:
        server.awake_until("2027-07-08T12:00")
        renews_with(server, "0341")
        server.asleep_until("2027-07-11T12:00")
        assert [notice.retry_on for notice in told(server.who, "charge_failed")] == [date(2027, 7, 12)]
        assert server.status() is Status.PAYMENT_DUE
        server.awake_until("2027-08-10T12:00")
        assert server.diary()[3:] == table("""
            2027-07-11 12:00  done:order_placed         action_pack
            2027-07-11 12:00  done:payment_failed       action_pack
            2027-07-11 12:00  told:charge_failed        action_pack
            2027-07-11 12:00  told:window_open          action_pack
            2027-07-12 09:00  done:payment_failed       action_pack
            2027-07-12 09:00  told:charge_failed        action_pack
            2027-07-16 09:00  done:payment_failed       action_pack
            2027-07-16 09:00  told:charge_failed        action_pack
            2027-07-23 09:00  done:payment_failed       action_pack
            2027-07-23 09:00  told:charge_failed        action_pack
            2027-07-31 09:00  told:window_closing       action_pack
            2027-08-08 00:00  done:subscription_lapsed  action_pack
        """)

    @pytest.mark.parametrize(
        ("until", "charged"),
        [
            ("2027-07-14T12:00", ["2027-07-09 09:00", "2027-07-14 12:00", "2027-07-16 09:00", "2027-07-23 09:00"]),
            ("2027-07-17T12:00", ["2027-07-09 09:00", "2027-07-17 12:00", "2027-07-23 09:00"]),  # over two of them
            ("2027-07-24T12:00", ["2027-07-09 09:00", "2027-07-24 12:00"]),
            ("2027-08-07T23:59", ["2027-07-09 09:00", "2027-08-07 23:59"]),
            ("2027-08-08T00:00", ["2027-07-09 09:00"]),  # never past the window
        ],
    )
    def test_over_retries_one_charge_is_made_for_all_of_them(self, server: Server, until: str, charged: list[str]) -> None:
        server.awake_until("2027-07-08T12:00")
        renews_with(server, "0341")
        server.awake_until("2027-07-11T12:00")
        server.asleep_until(until)
        server.awake_until("2027-09-01T12:00")
        assert [at for at, what, _offer in server.diary() if what == "done:payment_failed"] == charged
        assert server.status() is Status.LAPSED

    def test_over_the_anniversary_without_a_card_its_order_lives_thirty_days_from_then(self, server: Server) -> None:
        server.awake_until("2027-07-08T12:00")
        renews_with(server, "")
        server.asleep_until("2027-07-11T12:00")
        (ordered,) = told(server.who, "transfer_ordered")
        assert ordered.until == date(2027, 8, 10)
        server.awake_until("2027-08-20T12:00")
        assert server.diary()[-3:] == table("""
            2027-07-31 09:00  told:window_closing       action_pack
            2027-08-11 00:00  done:order_expired        action_pack
            2027-08-11 00:00  done:subscription_lapsed  action_pack
        """)

    def test_over_the_window_s_first_day_with_automatic_renewal_off_it_is_told_late(self, server: Server) -> None:
        turns_off(server)
        server.awake_until("2027-07-08T12:00")
        server.asleep_until("2027-07-11T12:00")
        assert server.diary()[-1] == ("2027-07-11 12:00", "told:window_open", "action_pack")

    @pytest.mark.parametrize(
        ("until", "is_told"), [("2027-08-02T12:00", True), ("2027-08-07T23:59", True), ("2027-08-08T00:00", False)]
    )
    def test_over_the_window_s_last_notice_it_is_sent_while_there_is_something_to_renew(
        self, server: Server, until: str, *, is_told: bool
    ) -> None:
        turns_off(server)
        server.awake_until("2027-07-30T12:00")
        server.asleep_until(until)
        assert len(told(server.who, "window_closing")) == is_told


class TestAsleepForFortyDays:
    def test_over_all_notices_and_the_anniversary_it_is_charged_late_and_nothing_else_is_told(self, server: Server) -> None:
        server.awake_until("2027-06-01T12:00")
        server.asleep_until("2027-07-11T12:00")
        assert server.diary() == table("""
            2027-07-11 12:00  done:order_placed         action_pack
            2027-07-11 12:00  done:order_paid           action_pack
            2027-07-11 12:00  told:renewed              action_pack
        """)

    def test_over_the_whole_window_nothing_is_charged_and_its_end_is_noted(self, server: Server) -> None:
        server.awake_until("2027-07-08T12:00")
        server.asleep_until("2027-08-17T12:00")
        server.awake_until("2027-09-01T12:00")
        assert server.diary()[3:] == table("""
            2027-08-17 12:00  done:subscription_lapsed  action_pack
        """)
        assert ledger() == []
        assert server.status() is Status.LAPSED

    def test_waking_up_on_the_window_s_last_day_it_is_charged(self, server: Server) -> None:
        server.awake_until("2027-06-28T12:00")
        server.asleep_until("2027-08-07T23:59")
        assert paid(server.who) == [("2027-08-07 23:59", "action_pack", 475_00)]

    @pytest.mark.parametrize(
        ("until", "told_then"),
        [
            ("2027-07-30T12:00", ["told:window_open"]),
            ("2027-07-31T08:59", ["told:window_open"]),
            ("2027-07-31T09:00", ["told:window_closing"]),  # which says it better
            ("2027-08-08T00:00", []),
        ],
    )
    def test_with_automatic_renewal_off_only_the_newest_notice_of_the_window_is_sent(
        self, server: Server, until: str, told_then: list[str]
    ) -> None:
        turns_off(server)
        server.awake_until("2027-06-20T12:00")
        server.asleep_until(until)
        assert [what for _at, what, _offer in server.diary()[1:] if what.startswith("told:")] == told_then


class TestSeveralAtWork:
    @pytest.mark.parametrize("last4", ["4242", "0341", ""])
    def test_processes_that_carry_at_once_do_everything_once(self, server: Server, last4: str) -> None:
        server.awake_until("2027-07-08T12:00")
        if last4 != "4242":
            renews_with(server, last4)
        who, held = server.who, subscription(server.who)
        with machine_at(server.local("2027-07-09T09:00")):
            results = at_once([lambda: carry_all(who.id, held.id, SystemClock())] * 4)
            settled()
        assert [result for result in results if isinstance(result, BaseException)] == []
        items = [item for result in results if not isinstance(result, BaseException) for item in result]
        assert len(items) == len(set(items))
        assert len(ledger()) == (1 if last4 else 0)
        (order,) = [row for row in of(Order, who) if row.created_at > SEED]
        assert (
            order.status
            is {
                "4242": OrderStatus.PAID,
                "0341": OrderStatus.DRAFT,
                "": OrderStatus.AWAITING_PAYMENT,
            }[last4]
        )
        assert len(told(who, {"4242": "renewed", "0341": "charge_failed", "": "transfer_ordered"}[last4])) == 1

    def test_sweeps_at_once_claim_it_once(self, server: Server) -> None:
        server.awake_until("2027-07-08T12:00")
        with machine_at(server.local("2027-07-09T09:00")):
            assert at_once([swept] * 4) == [None] * 4
            settled()
        assert paid(server.who) == [("2027-07-09 09:00", "action_pack", 475_00)]
        assert len(ledger()) == 1

    def test_carried_twice_it_is_done_once(self, server: Server) -> None:
        server.awake_until("2027-07-08T12:00")
        who, held = server.who, subscription(server.who)
        with machine_at(server.local("2027-07-09T09:00")):
            assert [item.value for item in carry_all(who.id, held.id, SystemClock())] == ["renewal"]
            assert carry_all(who.id, held.id, SystemClock()) == ()
        assert len(ledger()) == 1
        marks = [(row.term_number, row.item) for row in all_of(YearMark) if row.subscription_id == held.id]
        assert len(marks) == len(set(marks))


class TestACrashBetweenOrderAndCharge:
    @pytest.fixture
    def server(self, server: Server) -> Server:
        """The renewal's order was placed at nine o'clock; its process died before anybody was asked for money."""
        server.awake_until("2027-07-08T12:00")
        with machine_at(server.local("2027-07-09T09:00")):
            step = carry(server.who.id, subscription(server.who).id, provider_now(), SystemClock())
        assert step.intent is not None
        assert ledger() == []
        server.now = server.local("2027-07-09T09:00")
        return server

    @pytest.mark.parametrize("at", ["2027-07-09T09:01", "2027-07-12T12:00"])
    def test_it_is_picked_up_and_charged_once(self, server: Server, at: str) -> None:
        with machine_at(server.local(at)):
            picked_up()
            picked_up()
        server.awake_until("2027-08-20T12:00")
        assert [row["amount_minor"] for row in ledger()] == [475_00]
        assert [at for at, _amount in invoiced(server.who)] == [at.replace("T", " ")]
        assert [notice.expiry for notice in told(server.who, "renewed")] == [date(2028, 7, 8)]
        assert told(server.who, "window_open") == told(server.who, "charge_failed") == []

    def test_meanwhile_nothing_is_told_that_may_not_be_true(self, server: Server) -> None:
        server.sweeps(server.local("2027-07-09T09:05"))
        server.sweeps(server.local("2027-07-10T12:00"))
        assert told(server.who, "window_open") == []
        assert server.status() is Status.RENEWABLE
        with machine_at(server.local("2027-07-10T12:01")):
            picked_up()
        assert server.diary()[-1] == ("2027-07-10 12:01", "told:renewed", "action_pack")

    def test_sweep_and_pick_up_at_once_charge_once(self, server: Server) -> None:
        with machine_at(server.local("2027-07-12T12:00")):
            assert at_once([swept, upkeep.pick_up, swept, upkeep.pick_up]) == [None] * 4
            settled()
        assert len(ledger()) == 1
        assert len([row for row in all_of(Payment) if row.automatic and row.provider == "sandbox"]) == 1

    def test_a_card_that_is_replaced_meanwhile_comes_too_late_for_this_charge(self, server: Server) -> None:
        renews_with(server, "0341")
        with machine_at(server.local("2027-07-09T09:01")):
            picked_up()
        server.awake_until("2027-07-20T12:00")
        assert [row["outcome"] for row in ledger()] == ["succeeded"]
        assert told(server.who, "charge_failed") == []

    def test_a_server_that_sleeps_past_the_window_charges_nothing(self, server: Server) -> None:
        with machine_at(server.local("2027-08-17T12:00")):
            picked_up()
        server.awake_until("2027-08-20T12:00")
        assert ledger() == []
        assert told(server.who, "charge_failed") == told(server.who, "renewed") == []
        assert server.status() is Status.LAPSED

    def test_one_that_was_registered_before_it_slept_charges_nothing_either(self, server: Server) -> None:
        (payment,) = [row for row in all_of(Payment) if row.automatic and row.provider == "sandbox"]
        intent = read_intent(server.who.admin, payment.id)
        note_reference(server.who.admin, payment.id, get_payments().register(intent.request))
        with machine_at(server.local("2027-08-17T12:00")):
            picked_up()
        assert [row["outcome"] for row in ledger()] != ["succeeded"]
        assert told(server.who, "renewed") == []

    def test_a_card_that_is_replaced_meanwhile_is_the_one_that_it_renews_with_next(self, server: Server) -> None:
        renews_with(server, "0341")
        chosen = subscription(server.who).card_id
        with machine_at(server.local("2027-07-09T09:01")):
            picked_up()
        assert told(server.who, "renewed") != []
        assert subscription(server.who).card_id == chosen
