"""The dialog's state: the conditions of one action."""

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import argument
from actionpack_app.dialogs.why_not.view import ConditionShown, show_condition
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages.explain import explain
from actionpack_app.messages.words import action_name, benefit_name, offer_name
from actionpack_app.services.eligibility.conditions import read_conditions


class WhyNotState(rx.State):
    """What one action depends on."""

    is_open: bool = False
    refusal: str = ""
    action: str = ""
    """The action and the offer that it is about, in words."""
    possible: bool = False
    conditions: list[ConditionShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)

    @rx.event
    async def ask(self, action: str, thing: str) -> None:
        """Opens the dialog with the conditions of an action on an offer, a subscription or an order."""
        self.is_open, self.refusal, self.action, self.possible, self.conditions = True, "", "", False, []
        try:
            found = await run(read_conditions, argument(action), argument(thing))
        except ActionPackError as refused:
            self.refusal = explain(refused)
            return
        about = [benefit_name(found.benefit)] if found.benefit else []
        named = (action_name(found.action, renews=found.offer in found.held), *about, offer_name(found.offer))
        self.action = " · ".join(named)
        self.conditions = [show_condition(condition, found) for condition in found.conditions]
        self.possible = all(condition.met for condition in found.conditions)

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog."""
        if not opened:
            self.is_open = False

    @rx.event
    async def close(self) -> None:
        """Closes the dialog."""
        self.is_open = False
