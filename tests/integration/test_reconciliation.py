"""The two books side by side: every difference is a case for a person, and no money moves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from actionpack_app import db
from actionpack_app.cli import cli
from actionpack_app.db import transaction
from actionpack_app.domain.errors import ProviderUnavailable
from actionpack_app.domain.money import Money
from actionpack_app.domain.orders import OrderStatus, RefundStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import Case, Invoice, Order, Payment, Refund
from actionpack_app.models.cases import CaseStatus
from actionpack_app.services.desk.close_case import close_case
from actionpack_app.services.desk.queue import CaseLine, Section
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows import desk, engine
from actionpack_app.workflows.reconcile import reconcile, reconcile_nightly
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, change, finance, waiting_at_desk
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import asked, bought, reviewed_by_card, reviewed_by_transfer
from tests.integration.stripe import (
    ASKS,
    DECLINES,
    OLD_WAY,
    REFUND_FAILS,
    Stripe,
    attempts,
    books_agree,
    customer,
    settled,
)

pytestmark = OLD_WAY


def paid(stripe: Stripe, company: Company) -> OrderView:
    order = bought(company, stripe.saved(company))
    assert order.status is OrderStatus.PAID
    return order


def ref_of(order: OrderView) -> str:
    return attempts(order.number)[-1].provider_ref or ""


def given_back(company: Company) -> None:
    desk.refund(finance(), asks_to_cancel(company))
    settled()


def money() -> list[object]:
    """Everything that says where money is, with us."""
    return [row.model_dump() for table in (Order, Payment, Refund, Invoice) for row in all_of(table)]


def command(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["reconcile", *arguments])


def taken_and_not_told(stripe: Stripe, company: Company) -> str:
    """An order whose charge the provider has carried out, while its answer is on its way to us."""
    order = stripe.saved(company)
    intent = place_order(company.admin, order.number, order.total, "", get_payments().name, company.clock)
    assert intent is not None
    asked(company, intent)
    return order.number


def seven_hours_old(number: str) -> None:
    """An attempt from so long ago that its answer should have come."""
    (attempt,) = attempts(number)
    change(Payment, attempt.id, started_at=attempt.started_at - timedelta(hours=7))


class TestWhatIsOnItsWay:
    """At nine in the morning somewhere, charges are made while the books are compared."""

    def test_a_charge_whose_answer_is_to_come_is_no_difference(self, stripe: Stripe, fabrikam: Company) -> None:
        taken_and_not_told(stripe, fabrikam)
        assert reconcile().differences == ()

    def test_one_whose_answer_never_came_is(self, stripe: Stripe, fabrikam: Company) -> None:
        number = taken_and_not_told(stripe, fabrikam)
        seven_hours_old(number)
        (found,) = reconcile().differences
        assert (found.kind, found.order_number) == (CaseKind.NOT_IN_OUR_BOOKS, number)


class TestAgreement:
    def test_books_that_agree_open_no_case(self, stripe: Stripe, sample: Callable[[str], Company]) -> None:
        fabrikam, other, third, adventure_works = (sample(key) for key in ("fabrikam", "fabrikam", "fabrikam", "adventure_works"))
        paid(stripe, fabrikam)
        paid(stripe, other)
        given_back(other)
        bought(third, stripe.saved(third, DECLINES))
        bought(third, stripe.saved(third, ASKS))
        transfer = bought(adventure_works, reviewed_by_transfer(adventure_works))
        stripe.peer.fund(ref_of(transfer), 44900)
        stripe.tell(*stripe.events("payment_intent.succeeded"))
        found = reconcile()
        assert (found.payments, found.refunds, found.differences, found.new_cases) == (3, 1, (), 0)
        assert all_of(Case) == []
        books_agree(stripe, fabrikam, other, third, adventure_works)

    def test_what_a_partner_paid_before_is_not_the_providers(self, stripe: Stripe, sample: Callable[[str], Company]) -> None:
        del stripe
        for key in ("contoso", "woodgrove", "tailspin"):
            sample(key)
        assert reconcile().differences == ()

    def test_a_refund_that_failed_is_in_neither(self, stripe: Stripe, fabrikam: Company) -> None:
        bought(fabrikam, stripe.saved(fabrikam, REFUND_FAILS))
        given_back(fabrikam)
        assert stripe.peer.wait_for_webhooks()
        stripe.tell(*stripe.events("refund.failed"))
        assert [row.status for row in of(Refund, fabrikam)] == [RefundStatus.FAILED]
        assert reconcile().differences == ()

    def test_more_payments_than_fit_a_page_of_the_provider(self, stripe: Stripe, fabrikam: Company) -> None:
        paid(stripe, fabrikam)
        for amount in range(101, 221):
            stripe.peer.charge_outside(customer(fabrikam), amount, "usd")
        found = reconcile()
        assert len(found.differences) == found.new_cases == 120
        assert {difference.kind for difference in found.differences} == {CaseKind.NOT_IN_OUR_BOOKS}

    @pytest.mark.usefixtures("store")
    def test_the_sandboxs_books_are_compared_too(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        given_back(fabrikam)
        found = reconcile()
        assert (found.payments, found.refunds, found.differences) == (1, 1, ())


class TestDifferences:
    def test_a_payment_that_only_the_provider_has(self, stripe: Stripe, fabrikam: Company) -> None:
        paid(stripe, fabrikam)
        other = stripe.peer.charge_outside(customer(fabrikam), 1234, "usd")
        (difference,) = reconcile().differences
        assert (difference.kind, difference.ref) == (CaseKind.NOT_IN_OUR_BOOKS, other["id"])
        assert (difference.ours, difference.theirs) == (None, Money(1234, "USD"))

    def test_a_payment_that_the_provider_took_and_whose_answer_never_came(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(ref_of(order))
        seven_hours_old(order.number)
        (difference,) = reconcile().differences
        assert (difference.kind, difference.order_number) == (CaseKind.NOT_IN_OUR_BOOKS, order.number)
        assert difference.partner_id == fabrikam.id

    def test_a_payment_that_the_provider_has_forgotten(self, stripe: Stripe, fabrikam: Company) -> None:
        order = paid(stripe, fabrikam)
        stripe.peer.forget(ref_of(order))
        (difference,) = reconcile().differences
        assert (difference.kind, difference.order_number) == (CaseKind.NOT_AT_PROVIDER, order.number)
        assert (difference.ours, difference.theirs) == (Money(47500, "USD"), None)
        assert show_order(fabrikam.admin, order.number) == order

    def test_an_amount_that_differs(self, stripe: Stripe, fabrikam: Company) -> None:
        order = paid(stripe, fabrikam)
        with transaction() as session:
            session.execute(sa.update(Payment).where(sa.column("provider") == "stripe").values(amount_minor=47000))
        (difference,) = reconcile().differences
        assert (difference.kind, difference.order_number) == (CaseKind.AMOUNT_DIFFERS, order.number)
        assert (difference.ours, difference.theirs) == (Money(47000, "USD"), Money(47500, "USD"))

    def test_a_refund_that_was_made_outside(self, stripe: Stripe, fabrikam: Company) -> None:
        order = paid(stripe, fabrikam)
        made = stripe.peer.refund_outside(ref_of(order), 1000)
        (difference,) = reconcile().differences
        assert (difference.kind, difference.ref) == (CaseKind.REFUND_NOT_IN_OUR_BOOKS, made["id"])
        assert (difference.ours, difference.theirs) == (None, Money(1000, "USD"))

    def test_a_refund_that_a_notification_told_of_is_the_same_case(self, stripe: Stripe, fabrikam: Company) -> None:
        order = paid(stripe, fabrikam)
        stripe.peer.refund_outside(ref_of(order), 1000)
        stripe.tell(*stripe.events("charge.refunded"))
        found = reconcile()
        assert (len(found.differences), found.new_cases, len(all_of(Case))) == (1, 0, 1)

    def test_a_refund_that_the_provider_has_forgotten(self, stripe: Stripe, fabrikam: Company) -> None:
        order = paid(stripe, fabrikam)
        given_back(fabrikam)
        stripe.peer.forget(ref_of(order))
        assert {difference.kind for difference in reconcile().differences} == {
            CaseKind.NOT_AT_PROVIDER,
            CaseKind.REFUND_NOT_AT_PROVIDER,
        }


@pytest.fixture
def at_odds(stripe: Stripe, sample: Callable[[str], Company]) -> list[Company]:
    """A payment and a refund that only the provider has, and one of each that only we have."""
    companies = [sample("fabrikam") for _ in range(3)]
    orders = [paid(stripe, company) for company in companies]
    stripe.peer.charge_outside(customer(companies[0]), 1234, "usd")
    stripe.peer.refund_outside(ref_of(orders[0]), 500)
    given_back(companies[1])
    stripe.peer.forget(ref_of(orders[1]))
    return companies


class TestCases:
    def test_each_difference_is_one_case_however_often_it_is_found(self, stripe: Stripe, at_odds: list[Company]) -> None:
        del stripe, at_odds
        first = reconcile()
        assert len(first.differences) == first.new_cases == len(all_of(Case)) == 4
        for _ in range(2):
            again = reconcile()
            assert (again.differences, again.new_cases) == (first.differences, 0)
        assert len(all_of(Case)) == 4

    def test_found_by_many_at_once_they_are_the_same_cases(self, stripe: Stripe, at_odds: list[Company]) -> None:
        del stripe, at_odds
        found = at_once([lambda: reconcile().new_cases] * 5)
        assert sum(number for number in found if isinstance(number, int)) == len(all_of(Case)) == 4

    def test_one_that_was_closed_is_not_opened_again(self, stripe: Stripe, at_odds: list[Company]) -> None:
        del stripe, at_odds
        reconcile()
        for case in all_of(Case):
            close_case(finance(), case.id or 0, "Looked into it.")
        assert reconcile().new_cases == 0
        assert {case.status for case in all_of(Case)} == {CaseStatus.CLOSED}

    def test_no_money_moves(self, stripe: Stripe, at_odds: list[Company]) -> None:
        del at_odds
        ours, theirs = money(), [one["id"] for kind in ("charges", "refunds") for one in stripe.peer.ledger()[kind]]
        moved = len([one for one in stripe.peer.ledger()["requests"] if one["method"] == "POST"])
        reconcile()
        settled()
        assert money() == ours
        assert [one["id"] for kind in ("charges", "refunds") for one in stripe.peer.ledger()[kind]] == theirs
        assert len([one for one in stripe.peer.ledger()["requests"] if one["method"] == "POST"]) == moved

    def test_the_desk_sees_whose_it_is_and_both_amounts(self, stripe: Stripe, fabrikam: Company) -> None:
        order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
        stripe.peer.authenticate(ref_of(order))
        seven_hours_old(order.number)
        reconcile()
        (line,) = waiting_at_desk(Section.CASES)
        assert isinstance(line, CaseLine)
        assert (line.kind, line.order_number, line.provider_ref) == (CaseKind.NOT_IN_OUR_BOOKS, order.number, ref_of(order))
        assert line.company == f"Fabrikam · MPN {fabrikam.made.mpn_id}"
        assert (line.ours, line.theirs) == (None, Money(47500, "USD"))

    def test_an_object_of_another_product_at_the_same_provider_is_a_case_of_nobody(self, stripe: Stripe) -> None:
        secret = "partner_id=" + "x" * 36
        provider = stripe.peer.call(
            "POST",
            "/v1/customers",
            "name=Another+product",
            {"Authorization": f"Bearer {stripe.peer.secret_key}", "Idempotency-Key": secret},
        )[1]
        stripe.peer.charge_outside(provider["id"], 999, "eur")
        reconcile()
        (case,) = all_of(Case)
        assert (case.partner_id, case.order_number, case.theirs_minor, case.currency) == (None, "", 999, "EUR")


class TestCommand:
    def test_it_tells_what_was_compared_and_what_differs(self, stripe: Stripe, fabrikam: Company) -> None:
        order = paid(stripe, fabrikam)
        other = stripe.peer.charge_outside(customer(fabrikam), 1234, "usd")
        made = stripe.peer.refund_outside(ref_of(order), 500)
        done = command()
        assert done.exit_code == 0
        assert done.stdout.splitlines() == [
            "1 payments and 0 refunds of the last 35 days compared",
            f"not_in_our_books\t{other['id']}\t-\tours nothing\ttheirs 12.34 USD",
            f"refund_not_in_our_books\t{made['id']}\t-\tours nothing\ttheirs 5.00 USD",
            "2 differences, 2 new cases",
        ]
        assert command("--days", "1").stdout.splitlines()[-1] == "2 differences, 0 new cases"

    def test_where_the_books_agree_it_says_so(self, stripe: Stripe, fabrikam: Company) -> None:
        paid(stripe, fabrikam)
        assert command().stdout.splitlines() == [
            "1 payments and 0 refunds of the last 35 days compared",
            "0 differences, 0 new cases",
        ]

    def test_without_the_provider_it_fails_and_opens_nothing(self, stripe: Stripe, fabrikam: Company) -> None:
        paid(stripe, fabrikam)
        stripe.away()
        done = command()
        assert done.exit_code == 1
        assert "the payment provider can't be reached; nothing was compared" in done.output
        with pytest.raises(ProviderUnavailable):
            reconcile()
        assert all_of(Case) == []
        stripe.back()

    def test_an_answer_that_breaks_off_opens_nothing(self, stripe: Stripe, fabrikam: Company) -> None:
        paid(stripe, fabrikam)
        stripe.peer.charge_outside(customer(fabrikam), 1234, "usd")
        stripe.peer.fault("refunds.list", "drop_before")
        assert command().exit_code == 1
        assert all_of(Case) == []
        assert command().stdout.splitlines()[-1] == "1 differences, 1 new cases"

    @pytest.mark.parametrize("days", ["0", "-1", "3651", "x"])
    def test_days_that_make_no_sense_are_refused(self, stripe: Stripe, days: str) -> None:
        assert command("--days", days).exit_code == 2
        assert stripe.peer.ledger()["requests"] == []


def test_at_night_it_is_done_by_one_of_many_processes(stripe: Stripe, at_odds: list[Company]) -> None:
    del at_odds
    name = f"reconcile:{db.engine().url.database}:{id(stripe)}"
    before = len(stripe.requests("refunds.list"))
    assert at_once([lambda: engine.run(reconcile_nightly, name)] * 3) == [4, 4, 4]
    assert len(all_of(Case)) == 4
    assert len(stripe.requests("payment_intents.list")) == len(stripe.requests("refunds.list")) - before == 2
