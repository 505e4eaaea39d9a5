"""The sample people whom demo sign-in offers; strangers may load it."""

import dataclasses

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.auth.offering import sample_people
from actionpack_app.dialogs.phases import LOADING, READY, argument
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Role

ENGLISH_ROLES = {
    Role.GLOBAL_ADMIN: "Global admin",
    Role.PARTNER_ADMIN: "MPN partner admin",
    Role.BILLING_ADMIN: "Billing admin",
    Role.USER: "User",
    Role.SUPPORT_AGENT: "Support agent",
    Role.FINANCE: "Finance",
    Role.DESK_ADMIN: "Desk admin",
}
"""Accessible names are English on both languages' pages, so that one script signs in on either (product, § 7)."""


@dataclasses.dataclass(frozen=True)
class PersonButton:
    """One button."""

    id: str
    label: str
    name: str


@dataclasses.dataclass(frozen=True)
class CompanyButtons:
    """A company and its people."""

    company: str
    people: list[PersonButton]


class SignInState(rx.State):
    """What the sign-in page shows."""

    phase: str = LOADING
    companies: list[CompanyButtons] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    next_page: str = ""
    failed: bool = False

    @public
    @rx.event
    async def load(self) -> None:
        """Lists the sample people, or those of the copy that the address names."""
        query = self.router.url.query_parameters
        self.next_page = argument(query.get("next", ""))
        self.failed = query.get("failed") == "1"
        try:
            people = await sample_people(argument(query.get("partner", "")))
        except NotFound:
            people = []
        grouped: dict[str, list[PersonButton]] = {}
        for person in people:
            label = f"{person.company} — {ENGLISH_ROLES[person.role]}"
            grouped.setdefault(person.company, []).append(PersonButton(person.id, label, person.name))
        self.companies = [CompanyButtons(company, buttons) for company, buttons in grouped.items()]
        self.phase = READY
