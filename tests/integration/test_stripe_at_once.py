"""Fifty clicks at the same moment, from two people and many tabs, with Stripe: one charge, one term, one invoice."""

from collections.abc import Callable

from actionpack_app.domain.orders import OrderStatus, PaymentStatus
from actionpack_app.domain.rights import Role
from actionpack_app.models import ActivityEntry, Invoice, Order, Subscription, SubscriptionTerm
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows.pay import buy, confirmed
from tests.integration.companies import Company
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import bought
from tests.integration.stripe import ASKS, DECLINES, OLD_WAY, Stripe, attempts, books_agree, settled

pytestmark = OLD_WAY

FIFTY = 50
AS_LONG_AS_IT_TAKES = 120.0


def clicks(company: Company, order: OrderView) -> list[Callable[[], OrderView]]:
    """Buy, in tabs of two people, who all wait for the answer."""
    people = (company.admin, company.person(Role.PARTNER_ADMIN))

    def click(number: int) -> OrderView:
        who = people[number % 2]
        return buy(who, order.number, order.total, "", company.clock, patience=AS_LONG_AS_IT_TAKES)

    return [lambda number=number: click(number) for number in range(FIFTY)]


def test_fifty_clicks_on_one_renewal_pay_once_and_all_are_told_so(stripe: Stripe, fabrikam: Company) -> None:
    reviewed = stripe.saved(fabrikam)
    answers = at_once(clicks(fabrikam, reviewed))
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    assert {(answer.status, answer.invoice_number) for answer in answers if isinstance(answer, OrderView)} == {
        (OrderStatus.PAID, max(invoice.number for invoice in of(Invoice, fabrikam)))
    }
    assert [one["amount"] for one in stripe.peer.ledger()["charges"]] == [47500]
    assert len(stripe.requests("payment_intents.create")) == len(stripe.requests("payment_intents.confirm")) == 1
    assert [row.status for row in attempts(reviewed.number)] == [PaymentStatus.SUCCEEDED]
    assert len(of(Subscription, fabrikam)) == 1
    assert len(of(Order, fabrikam)) == len(all_of(SubscriptionTerm)) == len(of(Invoice, fabrikam)) == 2
    assert [entry.action for entry in of(ActivityEntry, fabrikam)].count("order_placed") == 1
    books_agree(stripe, fabrikam)


def test_fifty_clicks_with_a_card_that_is_declined_are_told_so_and_nothing_is_taken(stripe: Stripe, fabrikam: Company) -> None:
    reviewed = stripe.saved(fabrikam, DECLINES)
    answers = at_once(clicks(fabrikam, reviewed))
    settled()
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    told = {(answer.status, answer.decline_code) for answer in answers if isinstance(answer, OrderView)}
    assert told <= {(OrderStatus.DRAFT, "card_declined"), (OrderStatus.PROCESSING, "")}
    assert {one["status"] for one in stripe.intents(fabrikam)} == {"canceled"}
    assert len(stripe.intents(fabrikam)) == len(attempts(reviewed.number))
    books_agree(stripe, fabrikam)


def test_many_tabs_come_back_from_the_bank_at_once(stripe: Stripe, fabrikam: Company) -> None:
    order = bought(fabrikam, stripe.saved(fabrikam, ASKS))
    stripe.peer.authenticate(attempts(order.number)[0].provider_ref or "")
    answers = at_once([lambda: confirmed(fabrikam.admin, order.number, fabrikam.clock)] * 12)
    assert {answer.status for answer in answers if isinstance(answer, OrderView)} == {OrderStatus.PAID}
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    books_agree(stripe, fabrikam)


def test_many_partners_pay_at_the_same_moment_without_gaps_in_the_invoices(
    stripe: Stripe, sample: Callable[[str], Company]
) -> None:
    partners = [sample("fabrikam") for _ in range(6)]
    orders = [(partner, stripe.saved(partner)) for partner in partners]
    answers = at_once([lambda p=partner, o=order: bought(p, o) for partner, order in orders])
    settled()
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    assert len(stripe.peer.ledger()["charges"]) == len(partners)
    books_agree(stripe, *partners)
