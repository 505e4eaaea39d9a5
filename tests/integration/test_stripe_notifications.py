"""What Stripe tells us by itself: believed once signed, kept once, and only a hint, in whatever order it comes."""

import asyncio
import itertools
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from actionpack_app.api.payments import MOST_BYTES, ROUTES
from actionpack_app.db import transaction
from actionpack_app.domain.errors import NotificationRefused
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentStatus, RefundStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import ActivityEntry, Case, Payment, ProviderEvent, Refund
from actionpack_app.models.running import EventStatus
from actionpack_app.routes import STRIPE_WEBHOOK
from actionpack_app.services.desk.close_case import close_case
from actionpack_app.services.desk.queue import CaseLine, EventLine, Section
from actionpack_app.services.orders.intent import read_intent
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows import desk
from actionpack_app.workflows.notifications import receive
from actionpack_app.workflows.pay import buy, give_up
from tests.crash.servers import ROOT
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, finance, waiting_at_desk
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import bought
from tests.integration.stripe import (
    ASKS,
    DECLINES,
    OLD_WAY,
    REFUND_FAILS,
    Stripe,
    attempts,
    books_agree,
    event_row,
    handled,
    made_up,
    picked_up,
    refunds_of,
    settled,
    signed,
)
from tests.payment_peer.posting import signature
from tests.payment_peer.process import WEBHOOK_SECRET, Json

pytestmark = OLD_WAY

AP = Offer.ACTION_PACK


def ref_of(order: OrderView) -> str:
    """What Stripe calls the newest attempt to pay an order."""
    return attempts(order.number)[-1].provider_ref or ""


def sent(method: str, content: bytes | AsyncIterator[bytes], header: str | None) -> int:
    """What the real address answers, without a network."""

    async def send() -> int:
        headers = {"stripe-signature": header} if header is not None else {}
        line = httpx.ASGITransport(Starlette(routes=ROUTES))
        async with httpx.AsyncClient(transport=line, base_url="http://partners.example.com") as client:
            return (await client.request(method, STRIPE_WEBHOOK, content=content, headers=headers)).status_code

    return asyncio.run(send())


def posted(body: bytes, header: str | None) -> int:
    return sent("POST", body, header)


@contextmanager
def listening() -> Iterator[str]:
    """The real address on a port of its own, for a provider that posts by itself."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(posted(body, self.headers["Stripe-Signature"]))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class TestWhoIsBelieved:
    def test_a_signed_notification_is_kept_and_acknowledged(self, stripe: Stripe) -> None:
        event = made_up("payment_intent.succeeded", "pi_somebody_elses")
        assert posted(*signed(event)) == 200
        settled()
        row = event_row(event)
        assert (row.provider, row.kind, row.object_ref, row.tries) == (
            "stripe",
            "payment_intent.succeeded",
            "pi_somebody_elses",
            1,
        )
        assert row.status is EventStatus.DONE
        assert stripe.requests("payment_intents.retrieve")

    def test_nothing_else_is(self, stripe: Stripe) -> None:
        body, header = signed(made_up("payment_intent.succeeded", "pi_1"))
        stamp, proof = header.split(",")
        wrong = [
            None,
            "",
            "t=1,v1=0",
            stamp,
            proof,
            f"{stamp},v0={proof.removeprefix('v1=')}",
            f"t=abc,{proof}",
            f"t={10**30},{proof}",
            f"{stamp},v1={'é' * 32}".encode("latin-1").decode("latin-1"),
            header.upper(),
            header[:-1] + ("0" if header[-1] != "0" else "1"),
            signed(made_up("payment_intent.succeeded", "pi_1"), "whsec_of_somebody_else")[1],
        ]
        for said in wrong:
            if said is None or said.isascii():
                assert posted(body, said) == 400
            with pytest.raises(NotificationRefused):
                receive(body, said or "")
        assert posted(body + b" ", header) == 400
        assert all_of(ProviderEvent) == []
        assert stripe.peer.ledger()["requests"] == []

    def test_an_old_signature_is_not_believed_and_a_late_one_is(self, stripe: Stripe) -> None:
        del stripe
        for age, status in ((290, 200), (330, 400), (24 * 3600, 400)):
            assert posted(*signed(made_up("charge.captured", "ch_1"), age_seconds=age)) == status
        assert len(all_of(ProviderEvent)) == 1

    def test_without_a_secret_nothing_is_believed(self, stripe: Stripe) -> None:
        stripe.monkeypatch.delenv("STRIPE_WEBHOOK_SECRET")
        stripe.keys()
        event = made_up("payment_intent.succeeded", "pi_1")
        for secret in (WEBHOOK_SECRET, "", "None"):
            body = json.dumps(event)
            assert posted(body.encode(), signature(body, secret, int(SystemClock().now().timestamp()))) == 400
        assert all_of(ProviderEvent) == []

    @pytest.mark.usefixtures("store")
    def test_the_sandbox_believes_nobody(self) -> None:
        assert posted(*signed(made_up("payment_intent.succeeded", "pi_1"))) == 400
        assert all_of(ProviderEvent) == []

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{}",
            "[]",
            "null",
            "7",
            '"evt"',
            "{",
            '{"id": "evt_1"}',
            '{"id": "evt_1", "type": "x"}',
            '{"id": "evt_1", "type": "x", "data": null}',
            '{"id": "evt_1", "type": "x", "data": {"object": []}}',
            '{"id": "evt_1", "type": "x", "data": {"object": "pi_1"}}',
            '{"data": {"object": {"id": "pi_1"}}}',
        ],
    )
    def test_garbage_is_refused_even_where_it_is_signed(self, stripe: Stripe, text: str) -> None:
        del stripe
        assert posted(text.encode(), signature(text, WEBHOOK_SECRET, int(SystemClock().now().timestamp()))) == 400
        assert all_of(ProviderEvent) == []

    def test_bytes_that_are_no_text_are_refused(self, stripe: Stripe) -> None:
        del stripe
        for body in (b"\xff\xfe\x00", b"\x80" * 64):
            assert posted(body, "t=1,v1=0") == 400

    def test_a_body_that_is_too_large_is_not_even_read(self, stripe: Stripe) -> None:
        large = made_up("payment_intent.succeeded", "pi_1", padding="x" * MOST_BYTES)
        assert posted(*signed(large)) == 413
        body, header = signed(large)

        async def piece_by_piece() -> AsyncIterator[bytes]:
            for start in range(0, len(body), 65536):
                yield body[start : start + 65536]

        assert sent("POST", piece_by_piece(), header) == 413
        assert all_of(ProviderEvent) == []
        assert stripe.peer.ledger()["requests"] == []

    def test_only_posts_are_taken(self, stripe: Stripe) -> None:
        del stripe
        for method in ("GET", "PUT", "DELETE"):
            assert sent(method, b"", None) == 405


class TestWhatIsNotOurs:
    TYPES = (
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "charge.refunded",
        "refund.updated",
        "charge.refund.updated",
        "charge.dispute.created",
        "payment_method.detached",
        "setup_intent.succeeded",
        "customer.subscription.deleted",
        "something.stripe.thought_of_yesterday",
        "",
        "x" * 300,
    )

    def test_unknown_types_and_objects_are_acknowledged_and_change_nothing(self, stripe: Stripe, fabrikam: Company) -> None:
        paid = bought(fabrikam, stripe.saved(fabrikam))
        before = (all_of(ActivityEntry), all_of(Case), all_of(Payment))
        stripe.tell(*(made_up(type_, id_) for type_ in self.TYPES for id_ in ("obj_unknown", "x" * 300, "../balance")))
        stripe.tell(made_up("cash_balance.funds_available", ""))
        assert {row.status for row in all_of(ProviderEvent)} == {EventStatus.DONE}
        assert (all_of(ActivityEntry), all_of(Case), all_of(Payment)) == before
        assert show_order(fabrikam.admin, paid.number) == paid

    def test_what_operations_ask_stripe_to_tell_is_what_is_looked_at(self, stripe: Stripe) -> None:
        told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").partition("**What Stripe is to tell**")[2]
        kinds = re.findall(r"`([a-z_.]+\.[a-z_*]+)`", told.partition("Others")[0])
        assert len(kinds) == 7
        for at, kind in enumerate(kinds, 1):
            stripe.tell(made_up(kind.replace("*", "succeeded"), "obj_unknown"))
            assert len(stripe.peer.ledger()["requests"]) == at, kind
        stripe.tell(made_up("customer.subscription.deleted", "sub_1"))
        assert len(stripe.peer.ledger()["requests"]) == len(kinds)

    def test_a_payment_that_somebody_made_at_the_provider_is_nobodys_order(self, stripe: Stripe, fabrikam: Company) -> None:
        bought(fabrikam, stripe.saved(fabrikam))
        other = stripe.peer.charge_outside(stripe.charges(fabrikam)[0]["customer"], 47500, "usd")
        stripe.tell(*stripe.events("payment_intent.succeeded", other["id"]))
        assert len(attempts(open_paid(fabrikam))) == 1
        assert all_of(Case) == []  # reconciliation finds it

    def test_marks_of_another_payment_do_not_move_it(self, stripe: Stripe, fabrikam: Company) -> None:
        """What a notification itself says counts for nothing: it names an object, which is fetched."""
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        payment = attempts(order.number)[0]
        lie = {"status": "succeeded", "amount_received": 47500, "metadata": {"payment_id": payment.id}}
        stripe.tell(made_up("payment_intent.succeeded", ref_of(order), **lie), made_up("payment_intent.succeeded", "pi_2", **lie))
        assert show_order(fabrikam.admin, order.number) == order


def open_paid(company: Company) -> str:
    """The number of the order that was paid through Stripe."""
    (payment,) = [row for row in all_of(Payment) if row.provider == "stripe" and row.status is PaymentStatus.SUCCEEDED]
    return read_intent(company.admin, payment.id).order_number


class TestPayments:
    def test_it_arrives_before_our_own_answer(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        stripe.peer.pause("payment_intents.confirm", "after")
        order = buy(fabrikam.admin, reviewed.number, reviewed.total, "", fabrikam.clock, patience=0)
        assert order.status is OrderStatus.PROCESSING
        stripe.peer.waiting()
        event = stripe.events("payment_intent.succeeded", ref_of(order))[0]
        receive(*signed(event))
        while not handled(event):
            pass  # durable work of its own
        paid = show_order(fabrikam.admin, order.number)
        assert paid.status is OrderStatus.PAID
        stripe.peer.resume()
        settled()
        assert show_order(fabrikam.admin, order.number) == paid
        books_agree(stripe, fabrikam)

    def test_it_arrives_before_we_have_kept_the_reference(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        placed = place_order(fabrikam.admin, reviewed.number, reviewed.total, "", "stripe", fabrikam.clock)
        assert placed is not None
        provider = get_payments()
        ref = provider.register(read_intent(fabrikam.admin, placed.payment_id).request)
        provider.charge(ref, automatic=False)
        stripe.tell(*stripe.events("payment_intent.succeeded", ref))
        assert show_order(fabrikam.admin, reviewed.number).status is OrderStatus.PAID
        assert ref_of(reviewed) == ref
        picked_up()
        books_agree(stripe, fabrikam)

    def test_being_registered_is_no_news(self, stripe: Stripe, fabrikam: Company) -> None:
        reviewed = stripe.saved(fabrikam)
        placed = place_order(fabrikam.admin, reviewed.number, reviewed.total, "", "stripe", fabrikam.clock)
        assert placed is not None
        ref = get_payments().register(read_intent(fabrikam.admin, placed.payment_id).request)
        stripe.tell(*stripe.events("payment_intent.created", ref))
        assert show_order(fabrikam.admin, reviewed.number).status is OrderStatus.PROCESSING
        assert bought(fabrikam, reviewed).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_the_bank_is_answered_while_the_browser_is_closed(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        assert order.needs_authentication
        stripe.peer.authenticate(ref_of(order))
        stripe.tell(*stripe.events("payment_intent.succeeded", ref_of(order)))
        assert show_order(fabrikam.admin, order.number).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_the_bank_refuses_while_the_browser_is_closed(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(ref_of(order), success=False)
        stripe.tell(*stripe.events("payment_intent.payment_failed", ref_of(order)))
        failed = show_order(fabrikam.admin, order.number)
        assert (failed.status, failed.step, failed.decline_code) == (OrderStatus.DRAFT, "review", "authentication_failed")
        assert stripe.intents(fabrikam)[0]["status"] == "canceled"
        books_agree(stripe, fabrikam)

    def test_news_of_an_old_attempt_does_not_touch_the_new_one(self, stripe: Stripe, fabrikam: Company) -> None:
        declined = bought(fabrikam, stripe.saved(fabrikam, DECLINES))
        old = ref_of(declined)
        asked = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.tell(*stripe.events("payment_intent.payment_failed", old), *stripe.events("payment_intent.canceled", old))
        assert show_order(fabrikam.admin, asked.number) == asked
        stripe.peer.authenticate(ref_of(asked))
        stripe.tell(*stripe.events("payment_intent.succeeded"), *stripe.events("payment_intent.payment_failed", old))
        assert show_order(fabrikam.admin, asked.number).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_a_payment_that_was_cancelled_at_the_provider_lets_the_order_go_on(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        get_payments().cancel(ref_of(order))
        stripe.tell(*stripe.events("payment_intent.canceled", ref_of(order)))
        assert show_order(fabrikam.admin, order.number).status is OrderStatus.DRAFT
        assert bought(fabrikam, stripe.saved(fabrikam)).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_every_notification_of_a_life_twice_and_in_any_order(self, stripe: Stripe, sample: Callable[[str], Company]) -> None:
        """One company for each of many orders in which the same six things are told."""
        fabrikam = sample("fabrikam")
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(ref_of(order))
        told = [event for event in stripe.peer.ledger()["events"] if event["data"]["object"]["id"] == ref_of(order)]
        told += stripe.events("charge.succeeded")
        assert len(told) == 4
        stripe.tell(*told)
        paid = show_order(fabrikam.admin, order.number)
        assert paid.status is OrderStatus.PAID
        for again in itertools.islice(itertools.permutations(told), 0, None, 4):
            stripe.tell(*again, *(event | {"id": f"{event['id']}_{number}"} for number, event in enumerate(again)))
            assert show_order(fabrikam.admin, order.number) == paid
        books_agree(stripe, fabrikam)

    def test_twenty_copies_at_once_pay_once(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(ref_of(order))
        event = stripe.events("payment_intent.succeeded", ref_of(order))[0]
        others = [event | {"id": f"{event['id']}_{number}"} for number in range(5)]
        told = at_once([lambda e=one: receive(*signed(e)) for one in [event] * 15 + others])
        assert [outcome for outcome in told if outcome is not None] == []
        settled()
        assert show_order(fabrikam.admin, order.number).status is OrderStatus.PAID
        assert event_row(event).tries == 1
        assert len(all_of(ProviderEvent)) == 6
        books_agree(stripe, fabrikam)

    def test_given_up_and_told_of_the_banks_yes_at_once_it_is_one_of_them(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(ref_of(order))
        event = stripe.events("payment_intent.succeeded", ref_of(order))[0]
        at_once([lambda: give_up(fabrikam.admin, order.number, fabrikam.clock), lambda: receive(*signed(event))])
        settled()
        assert show_order(fabrikam.admin, order.number).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)


@pytest.mark.parametrize("mode", ["normal", "duplicate", "shuffle", "late", "never"])
def test_however_they_are_delivered_every_order_is_paid_once(stripe: Stripe, sample: Callable[[str], Company], mode: str) -> None:
    with listening() as url:
        stripe.peer.webhook(url, mode=mode, late_seconds=0.2)
        companies = [sample("fabrikam") for _ in range(3)]
        for company, number in zip(companies, (None, DECLINES, ASKS), strict=True):
            order = bought(company, stripe.saved(company, *([number] if number else [])))
            if number == ASKS:
                stripe.peer.authenticate(ref_of(order))
        stripe.peer.flush_webhooks()
        assert stripe.peer.wait_for_webhooks()
        settled()
        assert {one["status"] for one in stripe.peer.ledger()["deliveries"]} == {200}
        assert {row.status for row in all_of(ProviderEvent)} == {EventStatus.DONE}
        assert [open_checkout_status(company) for company in companies] == [None, OrderStatus.DRAFT, None]
        books_agree(stripe, *companies)
        stripe.peer.webhook(mode="never")


def open_checkout_status(company: Company) -> OrderStatus | None:
    """Where the renewal stands; None where it is paid."""
    held = company.holds()
    return None if held.term.start >= company.today else open_checkout(company.admin, AP, company.clock).status


class TestRefunds:
    def test_one_that_was_made_outside_opens_a_case_and_changes_no_order(self, stripe: Stripe, fabrikam: Company) -> None:
        paid = bought(fabrikam, stripe.saved(fabrikam))
        made = stripe.peer.refund_outside(ref_of(paid), 1000)
        events = stripe.events("charge.refunded") + stripe.events("refund.created")
        stripe.tell(*events, *(event | {"id": event["id"] + "_again"} for event in events))
        (case,) = all_of(Case)
        assert (case.kind, case.provider_ref, case.order_number) == (CaseKind.REFUND_NOT_IN_OUR_BOOKS, made["id"], paid.number)
        assert case.partner_id == fabrikam.id
        assert show_order(fabrikam.admin, paid.number) == paid
        assert [type(line) for line in waiting_at_desk(Section.CASES)] == [CaseLine]

    def test_our_own_opens_none(self, stripe: Stripe, fabrikam: Company) -> None:
        paid = bought(fabrikam, stripe.saved(fabrikam))
        desk.refund(finance(), asks_to_cancel(fabrikam))
        settled()
        stripe.tell(*stripe.events("charge.refunded"), *stripe.events("refund.created"))
        assert all_of(Case) == []
        assert show_order(fabrikam.admin, paid.number).status is OrderStatus.REFUNDED
        books_agree(stripe, fabrikam)

    def test_our_own_that_fails_days_later_is_seen_by_the_desk(self, stripe: Stripe, fabrikam: Company) -> None:
        paid = bought(fabrikam, stripe.saved(fabrikam, REFUND_FAILS))
        desk.refund(finance(), asks_to_cancel(fabrikam))
        settled()
        assert stripe.peer.wait_for_webhooks()
        stripe.tell(*stripe.events("refund.failed"), *stripe.events("refund.updated"), *stripe.events("charge.refunded"))
        (ours,) = refunds_of(fabrikam)
        assert (ours.status, ours.failure_code) == (RefundStatus.FAILED, "unknown")
        shown = show_order(fabrikam.admin, paid.number)
        assert shown.refund is not None
        assert shown.refund.status is RefundStatus.FAILED
        assert waiting_at_desk(Section.REFUNDS)
        assert all_of(Case) == []

    def test_the_news_may_be_there_before_our_own_answer(self, stripe: Stripe, fabrikam: Company) -> None:
        bought(fabrikam, stripe.saved(fabrikam))
        stripe.peer.pause("refunds.create", "after")
        desk.refund(finance(), asks_to_cancel(fabrikam))
        stripe.peer.waiting()
        event = stripe.events("charge.refunded")[0]
        receive(*signed(event))
        while not handled(event):
            pass  # durable work of its own
        assert [row.status for row in refunds_of(fabrikam)] == [RefundStatus.SUCCEEDED]
        stripe.peer.resume()
        settled()
        assert [row.status for row in all_of(Refund)] == [RefundStatus.SUCCEEDED]
        assert all_of(Case) == []
        books_agree(stripe, fabrikam)


class TestDisputes:
    def test_one_marks_the_payment_and_opens_one_case(self, stripe: Stripe, fabrikam: Company) -> None:
        paid = bought(fabrikam, stripe.saved(fabrikam))
        dispute = stripe.peer.dispute(ref_of(paid))
        stripe.peer.close_dispute(dispute["id"], won=False)
        for type_ in ("charge.dispute.closed", "charge.dispute.created", "charge.dispute.updated"):
            stripe.tell(*stripe.events(type_))
        (case,) = all_of(Case)
        assert (case.kind, case.provider_ref, case.order_number) == (CaseKind.DISPUTE, dispute["id"], paid.number)
        assert (case.ours_minor, case.theirs_minor, case.currency) == (47500, 47500, "USD")
        disputed = show_order(fabrikam.admin, paid.number)
        assert disputed.disputed
        assert disputed.status is OrderStatus.PAID
        assert [entry.action for entry in of(ActivityEntry, fabrikam)].count("payment_disputed") == 1

    def test_the_order_says_so_until_finance_has_settled_it(self, stripe: Stripe, fabrikam: Company) -> None:
        paid = bought(fabrikam, stripe.saved(fabrikam))
        dispute = stripe.peer.dispute(ref_of(paid))
        stripe.tell(*stripe.events("charge.dispute.created"))
        assert show_order(fabrikam.admin, paid.number).disputed
        (case,) = all_of(Case)
        close_case(finance(), case.id or 0, "The bank decided for us.")
        assert not show_order(fabrikam.admin, paid.number).disputed
        stripe.peer.close_dispute(dispute["id"], won=True)
        stripe.tell(*stripe.events("charge.dispute.closed"))
        assert not show_order(fabrikam.admin, paid.number).disputed
        assert len(all_of(Case)) == 1

    def test_a_disputed_payment_can_not_be_given_back_and_finance_is_told(self, stripe: Stripe, fabrikam: Company) -> None:
        paid = bought(fabrikam, stripe.saved(fabrikam))
        stripe.peer.dispute(ref_of(paid))
        desk.refund(finance(), asks_to_cancel(fabrikam))
        settled()
        (ours,) = refunds_of(fabrikam)
        assert (ours.status, ours.failure_code) == (RefundStatus.FAILED, "charge_disputed")
        assert stripe.refunds() == []


class TestFailing:
    def test_a_failed_handling_is_seen_and_tried_again(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(ref_of(order))
        event = stripe.events("payment_intent.succeeded", ref_of(order))[0]
        stripe.peer.fault("payment_intents.retrieve", "error_500_before", times=2)
        assert posted(*signed(event)) == 200
        settled()
        failed = event_row(event)
        assert (failed.status, failed.error, failed.tries) == (EventStatus.FAILED, "ProviderUnavailable", 1)
        assert failed.next_try_at > failed.received_at
        (line,) = waiting_at_desk(Section.NOTIFICATIONS)
        assert isinstance(line, EventLine)
        assert (line.kind, line.tries) == ("payment_intent.succeeded", 1)
        picked_up()
        assert event_row(event).tries == 1  # not yet
        for tries in (2, 3):
            its_time_comes()
            picked_up()
            assert event_row(event).tries == tries
        assert handled(event)
        assert waiting_at_desk(Section.NOTIFICATIONS) == ()
        assert show_order(fabrikam.admin, order.number).status is OrderStatus.PAID
        books_agree(stripe, fabrikam)

    def test_a_mistake_of_ours_waits_too(self, stripe: Stripe, monkeypatch: pytest.MonkeyPatch) -> None:
        event = made_up("payment_intent.succeeded", "pi_1")
        with monkeypatch.context() as broken:
            broken.setattr("actionpack_app.workflows.notifications._follow", lambda *_: 1 / 0)
            stripe.tell(event)
        assert (event_row(event).status, event_row(event).error) == (EventStatus.FAILED, "ZeroDivisionError")
        its_time_comes()
        picked_up()
        assert handled(event)

    def test_one_whose_process_died_before_it_was_handled_is_picked_up(
        self, stripe: Stripe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        event = made_up("payment_intent.succeeded", "pi_1")
        with monkeypatch.context() as dying:
            dying.setattr("actionpack_app.workflows.notifications.engine.start", lambda *_: None)
            receive(*signed(event))
        assert event_row(event).status is EventStatus.RECEIVED
        picked_up()
        assert not handled(event)  # its own process may be at it
        its_time_comes()
        picked_up()
        assert handled(event)
        assert stripe.requests("payment_intents.retrieve")

    def test_told_again_while_it_fails_it_is_one_notification(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        event = stripe.events("payment_intent.requires_action", ref_of(order))[0]
        stripe.peer.fault("payment_intents.retrieve", "error_500_before", times=None)
        stripe.tell(event, event, event)
        assert len(all_of(ProviderEvent)) == event_row(event).tries == 1
        stripe.peer.clear_faults()
        its_time_comes()
        picked_up()
        assert handled(event)

    def test_the_pauses_grow_to_an_hour_and_no_longer(self, stripe: Stripe) -> None:
        event = made_up("payment_intent.succeeded", "pi_1")
        stripe.peer.fault("payment_intents.retrieve", "error_500_before", times=None)
        stripe.tell(event)
        pauses: list[int] = []
        for tries in (2, 12, 60):
            with transaction() as session:
                session.execute(sa.update(ProviderEvent).values(tries=tries, next_try_at=SystemClock().now()))
            before = SystemClock().now()
            picked_up()
            pauses.append(round((event_row(event).next_try_at - before).total_seconds() / 60))
        assert pauses == [1, 60, 60]

    def test_what_is_kept_says_nothing_about_anybody(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.tell(*stripe.peer.ledger()["events"])
        kept = " ".join(str(row.model_dump()) for row in all_of(ProviderEvent))
        for private in ("_secret_", "Fabrikam", fabrikam.admin.email, order.number, Money(47500, "USD").major):
            assert str(private) not in kept


def its_time_comes() -> None:
    """The next try of every notification is due."""
    with transaction() as session:
        session.execute(sa.update(ProviderEvent).values(next_try_at=SystemClock().now()))


def test_events_of_the_peer_are_what_the_real_ones_look_like(stripe: Stripe, fabrikam: Company) -> None:
    """The types that the product follows are told of in one ordinary life."""
    order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
    stripe.peer.authenticate(ref_of(order))
    types: set[str] = {event["type"] for event in stripe.peer.ledger()["events"]}
    followed: Json = {"payment_intent.created", "payment_intent.succeeded", "setup_intent.succeeded", "payment_method.attached"}
    assert followed <= types
