"""Going through the checkout as the dialog does."""

from sqlalchemy.engine import RowMapping

from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import PaymentMethod
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.payments import ChargeResult, get_payments
from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.services.orders.fill_in import choose_method, submit_details
from actionpack_app.services.orders.intent import Intent, Placed, note_reference, read_intent
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows.cards import save_card
from actionpack_app.workflows.pay import buy
from tests.integration.companies import Company

CONTACT = {
    "contact_name": "Grace Abbott",
    "contact_phone": "(206) 555-0100",
    "contact_email": "grace.abbott@fabrikam.example.com",
}


def token(last4: str) -> str:
    """What the card field makes of a test number; good until December 2098."""
    return f"sandbox_{last4}_1298_abcdefgh"


def sandbox() -> SandboxPayments:
    """The provider of demo and staging."""
    provider = get_payments()
    assert isinstance(provider, SandboxPayments)
    return provider


def ledger() -> list[RowMapping]:
    """What the provider has been asked to charge."""
    return sandbox().charges()


def reviewed_by_card(
    company: Company,
    offer: Offer = Offer.ACTION_PACK,
    *,
    last4: str = "4242",
    actor: Actor | None = None,
    clock: Clock | None = None,
    in_pmc: bool = False,
) -> OrderView:
    """An order with a new card, ready to buy."""
    who, when = actor or company.admin, clock or company.clock
    return save_card(who, open_checkout(who, offer, when, in_pmc=in_pmc).number, token(last4), when)


def reviewed_by_transfer(
    company: Company, offer: Offer = Offer.ACTION_PACK, clock: Clock | None = None, *, in_pmc: bool = False
) -> OrderView:
    """An order by bank transfer, ready to buy."""
    number = open_checkout(company.admin, offer, clock or company.clock, in_pmc=in_pmc).number
    choose_method(company.admin, number, PaymentMethod.TRANSFER, None)
    return submit_details(company.admin, number, CONTACT)


def bought(company: Company, order: OrderView, *, actor: Actor | None = None, clock: Clock | None = None) -> OrderView:
    """Clicks Buy on what was reviewed."""
    return buy(actor or company.admin, order.number, order.total, order.po_number, clock or company.clock)


def asked(company: Company, intent: Placed | Intent) -> ChargeResult:
    """Asks the provider for a payment as the product does, and crashes before the answer is kept."""
    provider = get_payments()
    reference = provider.register(read_intent(company.admin, intent.payment_id).request)
    note_reference(company.admin, intent.payment_id, reference)
    return provider.charge(reference, automatic=False)
