"""A subscription's dates for calendar programs, behind a signed address that needs no session."""

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import the_product
from actionpack_app.gateways.clock import clock_of
from actionpack_app.gateways.signing import unsign
from actionpack_app.messages import use_locale
from actionpack_app.messages.words import offer_name
from actionpack_app.models import Partner, Subscription
from actionpack_app.services.calendar.write import write_calendar
from actionpack_app.services.membership.standing import read_membership
from actionpack_app.services.subscriptions.show import CALENDAR


def calendar_file(token: str) -> bytes:
    """Expiry and what comes next, in the partner's language. Raises NotFound."""
    subscription_id = unsign(CALENDAR, token)
    if subscription_id is None:
        raise NotFound("calendar")
    with reading() as session:
        row = session.get(Subscription, subscription_id)
        partner = session.get(Partner, row.partner_id) if row else None
        if row is None or partner is None:
            raise NotFound("calendar")
        reader = the_product(partner.id)
        membership = read_membership(session, reader, clock_of(partner.clock_at))
        with use_locale(partner.locale):
            return write_calendar(session, reader, membership, [row], offer_name(row.offer), is_read_again=False)
