"""What was typed, checked: the facts of a company and of its contact, or what is wrong with each field."""

import dataclasses
from collections.abc import Mapping

from actionpack_app.domain.enrolment import LONGEST
from actionpack_app.domain.errors import InvalidInput
from actionpack_app.domain.offers import Catalogue, Offer
from actionpack_app.gateways.contacts import clean, email_address, length_problem, phone_number
from actionpack_app.gateways.places import zones_of
from actionpack_app.gateways.tax_ids import tax_id_of
from actionpack_app.routes import LOCALES
from actionpack_app.services.accounts.create import login_of

Typed = Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A company as it enrols."""

    name: str
    address_line: str
    city: str
    postal_code: str
    country: str
    tax_id: str
    tax_key: str | None
    """None without a tax ID, which some companies have none of."""
    time_zone: str
    currency: str
    locale: str


@dataclasses.dataclass(frozen=True, slots=True)
class ContactFacts:
    """Who enrols it, and becomes its first Global admin."""

    name: str
    email: str
    login: str
    phone: str


def currencies_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Those in which every offer has a price and a transfer can be received."""
    priced = {currency for _offer, currency in catalogue.prices}
    whole = {currency for currency in priced if all((offer, currency) in catalogue.prices for offer in Offer)}
    return tuple(sorted(whole & set(catalogue.seller.accounts)))


def check_company(typed: Typed, catalogue: Catalogue) -> CompanyFacts:
    """Raises InvalidInput with everything that is wrong."""
    given = {field: clean(typed.get(field, "")) for field in LONGEST}
    problems = {field: length_problem(given[field], LONGEST[field]) for field in ("name", "address_line", "city")}
    problems["postal_code"] = "too_long" if len(given["postal_code"]) > LONGEST["postal_code"] else ""
    zones = zones_of(given["country"])
    problems["country"] = "" if zones else "choose"
    problems["time_zone"] = "" if not zones or given["time_zone"] in zones else "choose"
    problems["currency"] = "" if given["currency"] in currencies_of(catalogue) else "choose"
    problems["locale"] = "" if given["locale"] in LOCALES else "choose"
    tax_id = tax_id_of(given["tax_id"], given["country"]) if given["tax_id"] and zones else None
    if given["tax_id"] and zones and (tax_id is None or len(tax_id.written) > LONGEST["tax_id"]):
        problems["tax_id"] = "tax_id"
    _refuse(problems)
    kept = {field: given[field] for field in ("name", "address_line", "city", "postal_code", "country")}
    chosen = {field: given[field] for field in ("time_zone", "currency", "locale")}
    return CompanyFacts(**kept, **chosen, tax_id=tax_id.written if tax_id else "", tax_key=tax_id.key if tax_id else None)


def check_contact(typed: Typed) -> ContactFacts:
    """Raises InvalidInput with everything that is wrong."""
    given = {field: clean(typed.get(field, "")) for field in LONGEST}
    email, phone = given["contact_email"], given["contact_phone"]
    problems = {"contact_name": length_problem(given["contact_name"], LONGEST["contact_name"])}
    problems["contact_email"] = length_problem(email, LONGEST["contact_email"]) or ("" if login_of(email) else "email")
    number = phone_number(phone, given["country"]) if phone else ""
    problems["contact_phone"] = "phone" if number is None or len(phone) > LONGEST["contact_phone"] else ""
    _refuse(problems)
    return ContactFacts(given["contact_name"], email_address(email) or email, login_of(email), number or "")


def _refuse(problems: Mapping[str, str]) -> None:
    if found := {field: problem for field, problem in problems.items() if problem}:
        raise InvalidInput(found)
