"""Codes at sign-in: turned on with an app's first code, turned off with one; recovery codes are shown once."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.guard import wants_proof
from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import argument, fields
from actionpack_app.domain.accounts import LONGEST_CODE
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_count
from actionpack_app.messages.problems import explain_problem
from actionpack_app.services.accounts.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    new_codes,
    show_second_factor,
    turn_off_second_factor,
)

NONE, OFF, BEGUN, CODES, ON, ENDING = "", "off", "begun", "codes", "on", "ending"


class SecondFactorState(rx.State):
    """The card."""

    step: str = NONE
    left: str = ""
    secret: str = ""
    picture: str = ""
    codes: list[str] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    problem: str = ""
    refusal: str = ""
    done: str = ""
    busy: bool = False

    @rx.event
    async def load(self) -> None:
        """Reads how it stands; what was begun or shown before is put away."""
        self._put_away()
        await self._read()

    @wants_proof
    @rx.event
    async def begin(self) -> None:
        """Shows what an app takes up."""
        self._put_away()
        try:
            app = await run(begin_second_factor)
        except ActionPackError as refused:
            self.refusal = explain(refused)
            await self._read()
            return
        self.secret, self.picture, self.step = app.secret, app.picture, BEGUN

    @wants_proof
    @rx.event
    async def confirm(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Turns it on with the app's first code."""
        async for _step in self._with_code(form, confirm_second_factor):
            yield

    @wants_proof
    @rx.event
    async def renew(self) -> None:
        """Makes new recovery codes, and shows them."""
        self._put_away()
        try:
            self.codes, self.step = list(await run(new_codes)), CODES
        except ActionPackError as refused:
            self.refusal = explain(refused)

    @wants_proof
    @rx.event
    async def ask_to_end(self) -> None:
        """Asks for a code before it is turned off."""
        self.problem, self.refusal, self.done, self.step = "", "", "", ENDING

    @wants_proof
    @rx.event
    async def end(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Turns it off."""
        async for _step in self._with_code(form, turn_off_second_factor):
            yield

    @rx.event
    async def leave(self) -> None:
        """Puts away what is shown."""
        self._put_away()
        await self._read()

    async def _with_code(self, form: object, service: Any) -> AsyncGenerator[None]:
        code = argument(fields(form).get("app-code"), LONGEST_CODE)
        self.busy, self.problem, self.refusal = True, "", ""
        yield
        try:
            codes = await run(service, code)
            self._put_away()
            if codes:
                self.codes, self.step = list(codes), CODES
            else:
                self.done = _("Codes at sign-in are off.")
                await self._read()
        except InvalidInput as refused:
            self.problem = explain_problem(refused.problems["code"])
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    async def _read(self) -> None:
        found = await run(show_second_factor)
        self.step = (ON if found.is_on else OFF) if found.is_possible else NONE
        self.left = _("Recovery codes left: {count}").format(count=format_count(found.codes_left))

    def _put_away(self) -> None:
        self.secret, self.picture, self.codes, self.problem, self.refusal, self.done = "", "", [], "", "", ""
        self.busy = False
