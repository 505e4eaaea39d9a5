"""The sample people whom demo sign-in offers; strangers may load it."""

import dataclasses

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.auth.offering import sample_people
from actionpack_app.auth.situation import Situation, pass_for
from actionpack_app.dialogs.phases import LOADING, READY, argument
from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import ENGLISH_NAMES
from actionpack_app.routes import HTTP_SITUATION, locale_of
from actionpack_app.settings import get_settings


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
    opening: str = ""
    """Where the situation that the address names is opened; the page goes there by itself."""

    @public
    @rx.event
    async def load(self) -> None:
        """Lists the sample people, or those of the copy that the address names; or opens the situation that it names."""
        query = self.router.url.query_parameters
        if get_settings().has_samples and (who := argument(query.get("as", ""))):
            locale = locale_of(self.router.url.path)
            situation = Situation(who, argument(query.get("jump", "")), locale, argument(query.get("next", "")))
            self.opening = f"{HTTP_SITUATION}?token={pass_for(situation)}"
            return
        self.next_page = argument(query.get("next", ""))
        self.failed = query.get("failed") == "1"
        try:
            people = await sample_people(argument(query.get("partner", "")))
        except NotFound:
            people = []
        grouped: dict[str, list[PersonButton]] = {}
        for person in people:
            label = f"{person.company} — {ENGLISH_NAMES[person.role]}"
            grouped.setdefault(person.company, []).append(PersonButton(person.id, label, person.name))
        self.companies = [CompanyButtons(company, buttons) for company, buttons in grouped.items()]
        self.phase, self.opening = READY, ""
