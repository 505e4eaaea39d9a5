"""The toolbar's state: where the company's clock stands, what happened when it was moved, and what comes."""

import contextlib
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.offering import sample_people
from actionpack_app.auth.visit import run, run_outside, visitor
from actionpack_app.dialogs.phases import argument, fields
from actionpack_app.dialogs.refresh import refresh
from actionpack_app.dialogs.staging.view import PersonChoice, StagingShown, person_choice, show_staging
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.domain.rights import ENGLISH_NAMES
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.services.samples.story import SampleStanding, my_standing
from actionpack_app.settings import get_settings
from actionpack_app.workflows.clock import jump_mine


class StagingState(rx.State):
    """The toolbar below every page of a preview."""

    exists: bool = False
    is_open: bool = False
    busy: bool = False
    refusal: str = ""
    shown: StagingShown = StagingShown()
    people: list[PersonChoice] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    me: str = ""

    @rx.event
    async def load(self) -> None:
        """Reads the clock; there is nothing to read in production, nor for a company that has enrolled: its days are today's."""
        who = visitor()
        self.exists = get_settings().has_samples and (who.clock_at is not None or not who.actor.partner_id)
        if not self.exists:
            return
        self.me, self.refusal, self.busy = who.actor.person_id, "", False
        try:
            self.people = await _people(who.actor.partner_id)
            await self._read()
        except ActionPackError:
            self.shown = StagingShown()

    @rx.event
    async def jump(self, where: str) -> AsyncGenerator[Any]:
        """Moves the company's clock; everything that falls due on the way happens."""
        self.busy, self.refusal = True, ""
        yield
        try:
            self._show(await run_outside(jump_mine, argument(where)))
            self.is_open = True
        except InvalidInput as refused:
            self.refusal = explain_problem(next(iter(refused.problems.values())))
        except ActionPackError as refused:
            self.refusal = explain(refused)
        finally:
            self.busy = False
        yield refresh(self)

    @rx.event
    async def go(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Moves the clock to the day that was typed."""
        yield StagingState.jump(argument(fields(form).get("day")))

    @rx.event
    async def toggle(self) -> Any:
        """Opens or closes what stands above the buttons."""
        self.is_open = not self.is_open
        return StagingState.look

    @rx.event
    async def look(self) -> None:
        """Reads again what comes, after something was done on the page; nobody looks while it is closed."""
        if self.exists and self.is_open:
            with contextlib.suppress(ActionPackError):
                await self._read()

    async def _read(self) -> None:
        """Where the company stands; the desk is no company, and has no clock of its own."""
        if visitor().actor.partner_id:
            self._show(await run(my_standing))
        else:
            self.shown = StagingShown()

    def _show(self, found: SampleStanding) -> None:
        self.shown = show_staging(found, visitor().actor.role, get_settings().public_url)


async def _people(partner_id: str) -> list[PersonChoice]:
    """The company's own people, who may be those of a copy; then the samples' and the desk's."""
    own = await sample_people(partner_id) if partner_id else []
    others = [person for person in await sample_people("") if person.id not in {mine.id for mine in own}]
    return [person_choice(person, ENGLISH_NAMES[person.role]) for person in (*own, *others)]
