"""One call as an operation sees it."""

from dataclasses import dataclass

from tests.payment_peer.forms import Form


@dataclass(frozen=True)
class Call:
    """`id` is the one in the path; `browser` says that it came with the publishable key; `address` is ours."""

    form: Form
    id: str = ""
    browser: bool = False
    path: str = ""
    address: str = ""
