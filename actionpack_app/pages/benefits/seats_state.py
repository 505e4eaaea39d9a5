"""Assign user: who has a seat, and who gets one."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import argument, fields
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.benefits.asked import thing_of
from actionpack_app.pages.benefits.state import BenefitsState
from actionpack_app.pages.benefits.view import CandidateShown, SeatShown, ToUseShown, show_people, show_to_use
from actionpack_app.services.benefits.prepare import prepare_benefit
from actionpack_app.services.benefits.seats import assign_seat, take_seat_back


class SeatsState(rx.State):
    """The seats of one benefit."""

    is_open: bool = False
    busy: bool = False
    refusal: str = ""
    problem: str = ""
    """What is wrong with the choice of a person."""
    said: str = ""
    """What was done last."""
    benefit: ToUseShown = ToUseShown()
    seats: list[SeatShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    candidates: list[CandidateShown] = []  # noqa: RUF012
    version: int = 0
    """Counts what was done: the choice starts afresh with it."""

    @rx.event
    async def ask(self, thing: str) -> None:
        """Opens the dialog with who has a seat."""
        self.is_open, self.busy, self.benefit, self.seats, self.candidates = True, False, ToUseShown(), [], []
        self.refusal, self.problem, self.said = "", "", ""
        try:
            await self._read(*thing_of(thing))
        except ActionPackError as refused:
            self.refusal = explain(refused)

    @rx.event
    async def assign(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Gives the chosen person a seat."""
        self.busy, self.refusal, self.problem, self.said = True, "", "", ""
        yield
        self.busy = False
        thing, person = thing_of(self.benefit.thing), argument(fields(form).get("person"))
        try:
            await run(assign_seat, *thing, person)
            self.said = _("The seat is assigned.")
            await self._read(*thing)
        except InvalidInput as refused:
            self.problem = explain_problem(refused.problems.get("person", ""))
        except ActionPackError as refused:
            self.refusal = explain(refused)
        yield BenefitsState.load

    @rx.event
    async def take_back(self, seat_id: str) -> AsyncGenerator[Any]:
        """Ends somebody's seat."""
        self.refusal, self.problem, self.said = "", "", ""
        try:
            await run(take_seat_back, argument(seat_id))
            self.said = _("The seat is free again.")
            await self._read(*thing_of(self.benefit.thing))
        except ActionPackError as refused:
            self.refusal = explain(refused)
        yield BenefitsState.load

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog."""
        if opened is not True:
            self.is_open = False

    @rx.event
    async def close(self) -> None:
        """Closes the dialog."""
        self.is_open = False

    async def _read(self, subscription_id: str, benefit: str) -> None:
        found = await run(prepare_benefit, subscription_id, benefit)
        self.benefit, self.version = show_to_use(found), self.version + 1
        self.seats, self.candidates = show_people(found)
