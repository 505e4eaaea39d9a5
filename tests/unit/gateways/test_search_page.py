import pytest

from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.gateways.payments.stripe import StripePayments


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("sk_live_abc", "https://dashboard.stripe.com/search?query="),
        ("rk_live_abc", "https://dashboard.stripe.com/search?query="),
        ("sk_test_abc", "https://dashboard.stripe.com/test/search?query="),
    ],
)
def test_records_are_looked_at_where_the_key_belongs(key: str, page: str) -> None:
    provider = StripePayments(key, "", "https://api.stripe.com")
    assert provider.search_page == page
    provider.close()


def test_the_sandbox_has_no_pages_to_show() -> None:
    assert SandboxPayments.search_page == ""
