"""The sample people whom demo sign-in offers; strangers may load it."""

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import unquote, urlencode

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.auth.offering import sample_people
from actionpack_app.auth.situation import Situation, pass_for
from actionpack_app.auth.visit import TYPED_COOKIE, cookie_named
from actionpack_app.dialogs.phases import LOADING, READY, argument
from actionpack_app.domain.accounts import LONGEST_EMAIL
from actionpack_app.domain.errors import NotFound, SignInRefused
from actionpack_app.domain.rights import ENGLISH_NAMES
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain, explain_provider, explain_wait
from actionpack_app.messages.problems import explain_problem
from actionpack_app.routes import HTTP_PROVIDER, HTTP_SITUATION, locale_of
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
    failed: str = ""
    """Why a person's button or a situation's link led to nothing."""
    refusal: str = ""
    provider_refusal: str = ""
    asks_code: bool = False
    """Whether the password was right, and a code is next."""
    code_problem: str = ""
    provider: str = ""
    """Where one signs in with the organization's account; empty where there is none."""
    typed: str = ""
    """The address of a refused try."""
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
        self.failed = _failure(query)
        self.refusal = _refusal(query)
        self.asks_code = query.get("code", "") in {"1", "wrong"}
        self.code_problem = explain_problem("code_wrong") if query.get("code") == "wrong" else ""
        self.provider_refusal = explain_provider(argument(query.get("provider", ""), 20))
        self.provider = self._provider()
        cookies = self.router.headers.raw_headers.get("cookie", "")
        self.typed = argument(unquote(cookie_named(TYPED_COOKIE, cookies)), LONGEST_EMAIL) if self.refusal else ""
        try:
            people = await sample_people(argument(query.get("partner", "")))
        except NotFound:
            people = []
        grouped: dict[str, list[PersonButton]] = {}
        for person in people:
            label = f"{person.company} — {ENGLISH_NAMES[person.role]}"
            company = person.company if person.partner_id else _("Desk")
            grouped.setdefault(company, []).append(PersonButton(person.id, label, person.name))
        self.companies = [CompanyButtons(company, buttons) for company, buttons in grouped.items()]
        self.phase, self.opening = READY, ""

    def _provider(self) -> str:
        told = urlencode({"locale": locale_of(self.router.url.path), "next": self.next_page})
        return f"{HTTP_PROVIDER}?{told}" if get_settings().oidc_issuer else ""


def _failure(query: Mapping[str, str]) -> str:
    match query.get("failed", ""):
        case "1":
            return _("Signing in didn't work. Please choose a person again.")
        case "jump":
            return _("This situation can't go to the day that the link names. Days are named as in the README, and lie ahead.")
        case _:
            return ""


def _refusal(query: Mapping[str, str]) -> str:
    """What became of a try with a password, by the address that it led to."""
    wait = argument(query.get("wait", ""), 6)
    if wait.isdecimal() and wait.isascii():
        return explain_wait(timedelta(seconds=int(wait)))
    if query.get("code") == "over":
        return _("The code came too late. Please sign in again.")
    return explain(SignInRefused()) if query.get("refused") == "1" else ""
