"""The way from a mail about a charge to where it is paid: a signed address, good until the window closes."""

import dataclasses
from datetime import date

from actionpack_app.db import reading
from actionpack_app.gateways.clock import clock_of
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.models import Partner, Subscription
from actionpack_app.models.partners import ManagedIn
from actionpack_app.services.membership.standing import today_of

PAY = "pay"
"""Purpose of the tokens in these addresses."""


@dataclasses.dataclass(frozen=True, slots=True)
class PayTarget:
    """Where a token leads, in which language."""

    locale: str
    subscription_id: str
    in_pmc: bool
    """Whether it is renewed in the Partner Membership Center."""


def pay_token(locale: str, subscription_id: str, until: date) -> str:
    """A token that is good up to and including `until`, a date in the partner's time zone."""
    return sign(PAY, f"{locale} {subscription_id} {until.isoformat()}")


def open_pay_token(token: str) -> PayTarget | None:
    """Where a token leads; None for one that is forged, or whose time is over by the partner's own clock.

    It proves nothing about who opens it: whoever does signs in, and sees the subscription if it is their company's.
    """
    value = unsign(PAY, token)
    if value is None:
        return None
    locale, subscription_id, until = value.split(" ")
    with reading() as session:
        found = session.get(Subscription, subscription_id)
        partner = session.get(Partner, found.partner_id) if found else None
    if partner is None or today_of(partner, clock_of(partner.clock_at)) > date.fromisoformat(until):
        return None
    return PayTarget(locale, subscription_id, in_pmc=partner.managed_in is ManagedIn.PMC)
