"""A forgotten password: first the mail, then, with its link, the new one."""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import quote

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.auth.visit import run_as_nobody, run_slowly
from actionpack_app.dialogs.phases import LOADING, argument, fields
from actionpack_app.domain.accounts import LONGEST_EMAIL
from actionpack_app.domain.errors import ActionPackError, InvalidInput, LinkOver
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.services.accounts.reset_password import ask_reset, check_reset, reset_password

ASK, SENT, CHOOSE = "ask", "sent", "choose"
NO_PROBLEMS = {"email": "", "password": ""}
LONGEST_TOKEN = 600
LONGEST_TYPED = 1024


class NewPasswordState(rx.State):
    """What the page shows."""

    phase: str = LOADING
    refusal: str = ""
    problems: dict[str, str] = dict(NO_PROBLEMS)  # noqa: RUF012 (a var's default; Reflex copies it)
    busy: bool = False
    ticket: str = ""
    email: str = ""
    """Whose password it is, as the link tells."""
    query: str = ""

    @public
    @rx.event
    async def load(self) -> None:
        """Asks for the address, or, with a good link, for the new password."""
        token = self._token()
        self.query = quote(f"?token={token}") if token else ""
        self.busy, self.refusal, self.problems, self.ticket = False, "", dict(NO_PROBLEMS), ""
        self.phase = CHOOSE if token else ASK
        if token:
            try:
                self.email = await run_as_nobody(check_reset, token)
            except LinkOver as refused:
                self.phase, self.refusal = ASK, explain(refused)

    @public
    @rx.event
    async def ask(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Has the link sent; the same is said whether or not there is an account."""
        email = argument(fields(form).get("email"), LONGEST_EMAIL).strip()
        self.busy, self.refusal, self.problems = True, "", dict(NO_PROBLEMS)
        yield
        try:
            await run_as_nobody(ask_reset, email, self.router.session.client_ip)
            self.phase = SENT
        except ActionPackError as refused:
            self._refuse(refused)
        self.busy = False

    @public
    @rx.event
    async def choose(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Sets the new password."""
        password = argument(fields(form).get("password"), LONGEST_TYPED)
        self.busy, self.refusal, self.problems = True, "", dict(NO_PROBLEMS)
        yield
        try:
            self.ticket = await run_slowly(reset_password, self._token(), password, self.router.session.client_ip)
        except LinkOver as refused:
            self.phase, self.refusal = ASK, explain(refused)
        except ActionPackError as refused:
            self._refuse(refused)
        self.busy = False

    def _token(self) -> str:
        return argument(self.router.url.query_parameters.get("token", ""), LONGEST_TOKEN)

    def _refuse(self, refused: ActionPackError) -> None:
        if isinstance(refused, InvalidInput):
            self.problems = NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
        else:
            self.refusal = explain(refused)
