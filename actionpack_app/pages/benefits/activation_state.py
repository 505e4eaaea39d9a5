"""Activate: the warning, then the deed."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.benefits.asked import how_many_of, thing_of
from actionpack_app.pages.benefits.state import BenefitsState
from actionpack_app.pages.benefits.view import ToUseShown, show_to_use
from actionpack_app.services.benefits.activate import activate_benefit
from actionpack_app.services.benefits.prepare import prepare_benefit


class ActivationState(rx.State):
    """One benefit that is to be activated."""

    is_open: bool = False
    busy: bool = False
    done: bool = False
    refusal: str = ""
    problem: str = ""
    """What is wrong with the amount."""
    benefit: ToUseShown = ToUseShown()
    _submission: str = ""
    """Drawn when the dialog opens: confirming it twice activates nothing twice."""

    @rx.event
    async def ask(self, thing: str) -> None:
        """Opens the dialog with what activating means."""
        self.is_open, self.busy, self.done, self.refusal, self.problem = True, False, False, "", ""
        self.benefit, self._submission = ToUseShown(), new_id()
        try:
            self.benefit = show_to_use(await run(prepare_benefit, *thing_of(thing)))
        except ActionPackError as refused:
            self.refusal = explain(refused)

    @rx.event
    async def activate(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Activates it, and says so."""
        self.busy, self.problem = True, ""
        yield
        self.busy = False
        thing = thing_of(self.benefit.thing)
        try:
            await run(activate_benefit, *thing, how_many_of(form), self._submission)
            self.benefit = show_to_use(await run(prepare_benefit, *thing))
            self.done = True
        except InvalidInput as refused:
            self.problem = explain_problem(refused.problems.get("how_many", ""))
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
