"""An enrolment in words."""

import dataclasses

from actionpack_app.components.filters import Option
from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.enrolment import Step
from actionpack_app.messages import _
from actionpack_app.messages.places import currency_name, zone_name
from actionpack_app.services.enrolment.draft import Draft


@dataclasses.dataclass(frozen=True)
class FormShown:
    """The fields, as they were typed."""

    name: str = ""
    address_line: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = ""
    tax_id: str = ""
    time_zone: str = ""
    currency: str = ""
    locale: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


FIELDS = tuple(field.name for field in dataclasses.fields(FormShown))


def show_form(draft: Draft) -> FormShown:
    """What the fields hold."""
    return FormShown(**{field: draft.typed.get(field, "") for field in FIELDS})


def show_zones(draft: Draft) -> list[Option]:
    """The time zones of the chosen country."""
    return [Option(zone, zone_name(zone)) for zone in draft.zones]


def show_currencies(draft: Draft) -> list[Option]:
    """The currencies in which the offers have prices."""
    return [Option(currency, currency_name(currency)) for currency in draft.currencies]


def step_names() -> tuple[tuple[str, str], ...]:
    """What the steps are called."""
    return (
        (Step.COMPANY, _("Company")),
        (Step.CONTACT, _("Contact")),
        (Step.MAIL, _("Email address")),
        (Step.TERMS, _("Terms")),
        (Step.PASSWORD, _("Password")),
    )


def explain_end(end: LinkEnd) -> str:
    """Why the link of a letter leads nowhere any more."""
    return {
        LinkEnd.UNKNOWN: _("This link isn't whole, or isn't one of ours. Please open it from the mail once more."),
        LinkEnd.USED: _("This enrollment is finished: the company is a member. Sign in with your email address."),
        LinkEnd.REVOKED: _("Another email address was entered meanwhile. Please use the link in the newest mail."),
        LinkEnd.EXPIRED: _("This link has expired. Have the mail sent once more where you began to enroll."),
    }[end]
