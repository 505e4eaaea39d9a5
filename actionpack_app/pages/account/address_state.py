"""The address that somebody signs in with: another one is asked for, and taken once its mail was read."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.guard import wants_proof
from actionpack_app.auth.visit import run, visitor
from actionpack_app.dialogs.phases import argument, fields
from actionpack_app.domain.accounts import LONGEST_EMAIL
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.routes import NEW_ADDRESS_TOKEN
from actionpack_app.services.account.show import show_account
from actionpack_app.services.accounts.change_address import address_of_link, ask_new_address, confirm_address

NONE, IDLE, ASKING, SENT, CONFIRM = "", "idle", "asking", "sent", "confirm"
LONGEST_TOKEN = 1200


class AddressState(rx.State):
    """The card."""

    step: str = NONE
    current: str = ""
    typed: str = ""
    coming: str = ""
    """The address that waits to be taken."""
    problem: str = ""
    refusal: str = ""
    done: str = ""
    busy: bool = False

    @rx.event
    async def load(self) -> None:
        """Reads the address; with the link of a mail, asks whether to take the new one."""
        self.typed, self.problem, self.refusal, self.done, self.busy = "", "", "", "", False
        await self._read()
        if token := self._token():
            try:
                self.coming, self.step = await run(address_of_link, token), CONFIRM
            except ActionPackError as refused:
                self.refusal = explain(refused)

    @wants_proof
    @rx.event
    async def begin(self) -> None:
        """Asks for the new address."""
        self.typed, self.problem, self.refusal, self.done, self.step = "", "", "", "", ASKING

    @wants_proof
    @rx.event
    async def ask(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Has a mail sent to it."""
        self.typed = argument(fields(form).get("new-email"), LONGEST_EMAIL).strip()
        self.busy, self.problem, self.refusal = True, "", ""
        yield
        try:
            await run(ask_new_address, self.typed)
            self.coming, self.step = self.typed, SENT
        except InvalidInput as refused:
            self.problem = explain_problem(refused.problems["email"])
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    @wants_proof
    @rx.event
    async def confirm(self) -> None:
        """Takes the new one."""
        self.refusal = ""
        try:
            taken = await run(confirm_address, visitor().session_hash, self._token())
            self.done = _("You sign in with {email} from now on, and are signed out everywhere else.").format(email=taken)
        except ActionPackError as refused:
            self.refusal = explain(refused)
        await self._read()

    @rx.event
    async def leave(self) -> None:
        """Puts away what was begun."""
        self.problem, self.refusal = "", ""
        await self._read()

    async def _read(self) -> None:
        found = await run(show_account)
        self.current, self.step = found.email, IDLE if found.has_password else NONE

    def _token(self) -> str:
        return argument(self.router.url.query_parameters.get(NEW_ADDRESS_TOKEN, ""), LONGEST_TOKEN)
