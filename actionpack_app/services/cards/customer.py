"""What the payment provider calls a company."""

from actionpack_app.db import reading, transaction
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.payments import CustomerProfile
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.payments import Customers
from actionpack_app.services.orders.intent import customer_profile


def read_customer(actor: Actor, provider: str) -> tuple[str, CustomerProfile]:
    """The provider's reference, empty if it wasn't told yet, and what it is to be told. Raises NotFound."""
    with reading() as session:
        partner = Partners(session, actor).mine()
        return Customers(session, actor).known_as(provider), customer_profile(partner)


def remember_customer(actor: Actor, provider: str, provider_ref: str) -> None:
    """Keeps the provider's reference."""
    with transaction() as session:
        Customers(session, actor).remember(provider, provider_ref)
