"""An invitation, for whoever comes with its link. Passwords never become vars: they pass through an event's argument."""

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import quote, urlencode

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.auth.visit import run_as_nobody, run_slowly
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields
from actionpack_app.domain.accounts import LONGEST_NAME, LinkEnd
from actionpack_app.domain.errors import AccountExists, ActionPackError, InvalidInput, LinkOver
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain, explain_link
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.words import role_meaning, role_name
from actionpack_app.routes import HTTP_PROVIDER, locale_of
from actionpack_app.services.people.accept import InvitationView, accept_invitation, open_invitation
from actionpack_app.settings import get_settings

OVER = "over"
NO_PROBLEMS = {"name": "", "password": ""}
LONGEST_TOKEN = 600
LONGEST_TYPED = 1024


@dataclasses.dataclass(frozen=True)
class InvitationShown:
    """An invitation in words."""

    company: str = ""
    role: str = ""
    meaning: str = ""
    name: str = ""
    email: str = ""


class InvitationState(rx.State):
    """What the page shows."""

    phase: str = LOADING
    shown: InvitationShown = InvitationShown()
    over: str = ""
    advice: str = ""
    has_account: bool = False
    """Where the invitation was accepted, signing in is next."""
    problems: dict[str, str] = dict(NO_PROBLEMS)  # noqa: RUF012 (a var's default; Reflex copies it)
    refusal: str = ""
    busy: bool = False
    ticket: str = ""
    query: str = ""
    provider: str = ""
    """Where one accepts with the organization's account; empty where there is none."""

    @public
    @rx.event
    async def load(self) -> None:
        """Reads the invitation that the address names."""
        token = self._token()
        self.query = quote(f"?token={token}")
        told = urlencode({"locale": locale_of(self.router.url.path), "invitation": token})
        self.provider = f"{HTTP_PROVIDER}?{told}" if get_settings().oidc_issuer else ""
        self.busy, self.refusal, self.ticket = False, "", ""
        try:
            found = await run_as_nobody(open_invitation, token)
        except LinkOver as refused:
            self._end(refused.end)
            return
        self.shown, self.phase = _shown(found), READY

    @public
    @rx.event
    async def accept(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Makes the account; what was typed stays in the fields where something is wrong."""
        given = fields(form)
        name, password = argument(given.get("name"), LONGEST_TYPED), argument(given.get("password"), LONGEST_TYPED)
        self.busy, self.refusal, self.problems = True, "", dict(NO_PROBLEMS)
        yield
        try:
            client = self.router.session.client_ip
            self.ticket = await run_slowly(accept_invitation, self._token(), name, password, client)
        except LinkOver as refused:
            self._end(refused.end)
        except InvalidInput as refused:
            self.problems = NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
        except AccountExists:
            self.refusal = _(
                "This address can't be used for an account here. Please ask whoever invited you to invite another address of yours."
            )
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    def _token(self) -> str:
        return argument(self.router.url.query_parameters.get("token", ""), LONGEST_TOKEN)

    def _end(self, end: LinkEnd) -> None:
        self.phase, self.over, self.has_account = OVER, explain_link(end), end is LinkEnd.USED
        self.advice = (
            _("Your account is there: sign in with your password.")
            if end is LinkEnd.USED
            else ""
            if end is LinkEnd.UNKNOWN
            else _("Please ask whoever invited you to invite you again.")
        )


def _shown(found: InvitationView) -> InvitationShown:
    return InvitationShown(
        company=found.company or _("the desk of Partner Center"),
        role=role_name(found.role),
        meaning=role_meaning(found.role),
        name=found.name[:LONGEST_NAME],
        email=found.email,
    )
