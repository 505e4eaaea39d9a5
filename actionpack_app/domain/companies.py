"""What a company is called and where it is, as its invoices say it; what of it can be changed, and how long each part may be."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class CompanyDetails:
    """What people of the company may change. Country, currency and time zone stay: terms and books rest on them."""

    legal_name: str
    address_line: str
    city: str
    postal_code: str
    tax_id: str
    billing_email: str


MOST = {"legal_name": 120, "address_line": 200, "city": 100, "postal_code": 20, "tax_id": 32, "billing_email": 254}
"""Characters, by field, in the order of the form."""

OPTIONAL = frozenset({"postal_code", "tax_id"})

NOTHING = "–"
"""How an entry of the activity writes a side that was, or is, empty."""


def changed_fields(before: CompanyDetails, after: CompanyDetails) -> tuple[str, ...]:
    """The fields whose values differ, in the order of the form."""
    return tuple(field for field in MOST if getattr(before, field) != getattr(after, field))
