"""Which provider's field the browser shows. One build serves both: the page is told when it opens the field."""

import dataclasses

from actionpack_app.gateways.payments import get_payments
from actionpack_app.settings import get_settings

STRIPE, SANDBOX = "stripe", "sandbox"


@dataclasses.dataclass(frozen=True)
class CardProvider:
    """What the browser needs to hand a card over."""

    name: str = ""
    script: str = ""
    publishable_key: str = ""


def card_provider() -> CardProvider:
    """The provider of this process. Raises ProviderUnavailable where there is none."""
    name = get_payments().name
    if name != STRIPE:
        return CardProvider(name)
    settings = get_settings()
    return CardProvider(name, settings.stripe_js_url, settings.stripe_publishable_key)
