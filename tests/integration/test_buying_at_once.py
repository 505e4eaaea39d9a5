"""Double clicks, two tabs, two people, twenty of each: one order, one charge, one term, one invoice."""

from collections.abc import Callable

import pytest
from sqlmodel import func, select

from actionpack_app.db import reading
from actionpack_app.domain.errors import OrderNotOpen
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentStatus
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import ActivityEntry, CatalogueVersion, Invoice, Order, Payment, Subscription, SubscriptionTerm
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows.pay import answer_challenge, buy, resume
from tests.integration.companies import Company
from tests.integration.rows import all_of, at_once, of, store_rows
from tests.integration.shopping import bought, ledger, reviewed_by_card, reviewed_by_transfer

AP = Offer.ACTION_PACK
TWENTY = 20


def errors(outcomes: list[OrderView | BaseException]) -> list[BaseException]:
    return [outcome for outcome in outcomes if isinstance(outcome, BaseException)]


def one_of_everything(company: Company, *, terms: int = 2) -> None:
    orders = [order for order in of(Order, company) if order.status is OrderStatus.PAID]
    assert len(of(Order, company)) == len(orders) == terms
    assert len(ledger()) == 1
    newest = max(orders, key=lambda order: order.term_number)
    assert [payment.status for payment in all_of(Payment) if payment.order_id == newest.id] == [PaymentStatus.SUCCEEDED]
    assert len(all_of(SubscriptionTerm)) == len(of(Invoice, company)) == terms
    assert len(of(Subscription, company)) == 1
    actions = [entry.action for entry in of(ActivityEntry, company)]
    assert (actions.count("order_placed"), actions.count("order_paid")) == (1, terms)


def test_twenty_clicks_of_one_person_pay_once(fabrikam: Company) -> None:
    reviewed = reviewed_by_card(fabrikam)
    outcomes = at_once([lambda: bought(fabrikam, reviewed)] * TWENTY)
    assert errors(outcomes) == []
    one_of_everything(fabrikam)


def test_two_people_with_ten_tabs_each_pay_once(fabrikam: Company) -> None:
    reviewed = reviewed_by_card(fabrikam)
    colleague = fabrikam.person(Role.PARTNER_ADMIN)
    calls: list[Callable[[], OrderView]] = [
        lambda: bought(fabrikam, reviewed),
        lambda: bought(fabrikam, reviewed, actor=colleague),
    ]
    outcomes = at_once(calls * (TWENTY // 2))
    assert errors(outcomes) == []
    one_of_everything(fabrikam)


def test_clicks_and_reloads_at_once_pay_once(fabrikam: Company) -> None:
    reviewed = reviewed_by_card(fabrikam)
    place_order(fabrikam.admin, reviewed.number, reviewed.total, "", get_payments().name, fabrikam.clock)
    calls: list[Callable[[], OrderView]] = [
        lambda: bought(fabrikam, reviewed),
        lambda: resume(fabrikam.admin, reviewed.number, fabrikam.clock),
        lambda: open_checkout(fabrikam.admin, AP, fabrikam.clock),
    ]
    outcomes = at_once(calls * 6)
    assert [error for error in errors(outcomes) if type(error).__name__ != "NotRenewable"] == []
    one_of_everything(fabrikam)


def test_a_first_purchase_clicked_twenty_times_starts_one_subscription(sample: Callable[[str], Company]) -> None:
    adventure_works = sample("adventure_works")
    reviewed = reviewed_by_card(adventure_works)
    outcomes = at_once([lambda: bought(adventure_works, reviewed)] * TWENTY)
    assert errors(outcomes) == []
    one_of_everything(adventure_works, terms=1)


def test_twenty_tabs_open_one_order(fabrikam: Company) -> None:
    colleague = fabrikam.person(Role.PARTNER_ADMIN)
    calls: list[Callable[[], OrderView]] = [
        lambda: open_checkout(fabrikam.admin, AP, fabrikam.clock),
        lambda: open_checkout(colleague, AP, fabrikam.clock),
    ]
    outcomes = at_once(calls * (TWENTY // 2))
    assert errors(outcomes) == []
    assert len({outcome.number for outcome in outcomes if isinstance(outcome, OrderView)}) == 1
    assert len(of(Order, fabrikam)) == 2


def test_an_authentication_answered_in_many_tabs_pays_once(fabrikam: Company) -> None:
    order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
    outcomes = at_once([lambda: answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=True)] * 8)
    assert [error for error in errors(outcomes) if not isinstance(error, OrderNotOpen)] == []
    one_of_everything(fabrikam)


def test_completed_in_one_tab_and_failed_in_another_has_one_outcome(fabrikam: Company) -> None:
    order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
    calls: list[Callable[[], OrderView]] = [
        lambda: answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=True),
        lambda: answer_challenge(fabrikam.admin, order.number, fabrikam.clock, complete=False),
    ]
    outcomes = at_once(calls * 4)
    assert [error for error in errors(outcomes) if not isinstance(error, OrderNotOpen)] == []
    (charge,) = ledger()
    paid = charge["outcome"] == "succeeded"
    assert {o.status for o in of(Order, fabrikam)} == ({OrderStatus.PAID} if paid else {OrderStatus.PAID, OrderStatus.DRAFT})
    assert len(of(Invoice, fabrikam)) == (2 if paid else 1)


def test_a_transfer_placed_and_cancelled_at_once_is_one_order(fabrikam: Company) -> None:
    reviewed = reviewed_by_transfer(fabrikam)
    outcomes = at_once([lambda: bought(fabrikam, reviewed)] * 10)
    assert errors(outcomes) == []
    cancelled = at_once([lambda: cancel_order(fabrikam.admin, reviewed.number, fabrikam.clock)] * 10)
    assert len(errors(cancelled)) == 9
    assert all(isinstance(error, OrderNotOpen) for error in errors(cancelled))
    actions = [entry.action for entry in of(ActivityEntry, fabrikam)]
    assert (actions.count("order_placed"), actions.count("order_cancelled")) == (1, 1)


def test_many_partners_pay_at_the_same_moment_without_gaps_in_the_invoices(sample: Callable[[str], Company]) -> None:
    partners = [sample("fabrikam") for _ in range(8)]
    reviewed = [(partner, reviewed_by_card(partner)) for partner in partners]
    outcomes = at_once([lambda p=partner, o=order: bought(p, o) for partner, order in reviewed])
    assert errors(outcomes) == []
    year = max(invoice.number[4:8] for invoice in all_of(Invoice))
    numbers = sorted(int(invoice.number[9:]) for invoice in all_of(Invoice) if invoice.number[4:8] == year)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(ledger()) == 8


def test_an_import_while_others_pay_never_charges_a_price_that_was_not_reviewed(sample: Callable[[str], Company]) -> None:
    partners = [sample("fabrikam") for _ in range(6)]
    reviewed = [(partner, reviewed_by_card(partner)) for partner in partners]
    dearer = sample_catalogue().replace('USD = "475.00"', 'USD = "480.00"')
    calls: list[Callable[[], object]] = [lambda p=partner, o=order: bought(p, o) for partner, order in reviewed]
    at_once([*calls, lambda: import_catalogue(dearer)])
    assert {row["amount_minor"] for row in ledger()} <= {47500}
    for partner, order in reviewed:
        again = open_checkout(partner.admin, AP, partner.clock) if not paid(partner) else None
        assert again is None or again.total == Money(48000, "USD")
        assert again is None or buy(partner.admin, order.number, again.total, "", partner.clock).status is OrderStatus.PAID


def paid(company: Company) -> bool:
    return {order.status for order in of(Order, company)} == {OrderStatus.PAID}


@pytest.mark.usefixtures("store")
def test_a_reading_sees_one_moment() -> None:
    """Its contract is a consistent view: what others commit meanwhile does not show in the middle of a page."""
    count = select(func.count()).select_from(CatalogueVersion)
    with reading() as session:
        before = session.exec(count).one()
        store_rows(CatalogueVersion(document={}, imported_at=SystemClock().now()))
        assert session.exec(count).one() == before
