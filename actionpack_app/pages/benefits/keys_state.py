"""Get keys: the warning, then the keys. They are in the page only while the dialog shows them."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.domain.errors import ActionPackError, InvalidInput, KeysUnreadable, NoKeysLeft
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.benefits.asked import how_many_of, thing_of
from actionpack_app.pages.benefits.state import BenefitsState
from actionpack_app.pages.benefits.view import KeyShown, ToUseShown, show_keys, show_to_use
from actionpack_app.services.benefits.prepare import prepare_benefit
from actionpack_app.services.benefits.view_keys import view_keys_again, view_new_keys


class KeysState(rx.State):
    """The product keys of one benefit."""

    is_open: bool = False
    busy: bool = False
    refusal: str = ""
    ask_support: bool = False
    """Whether only support can help."""
    problem: str = ""
    """What is wrong with the amount."""
    benefit: ToUseShown = ToUseShown()
    keys: list[KeyShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    _submission: str = ""
    """Drawn when the dialog opens: confirming it twice claims nothing twice."""

    @rx.event
    async def ask(self, thing: str) -> None:
        """Opens the dialog with the warning."""
        self._put_away()
        self.is_open, self._submission = True, new_id()
        try:
            self.benefit = show_to_use(await run(prepare_benefit, *thing_of(thing)))
        except ActionPackError as refused:
            self.refusal = explain(refused)

    @rx.event
    async def view_new(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Claims new keys and shows all."""
        self.busy, self.refusal, self.ask_support, self.problem = True, "", False, ""
        yield
        self.busy = False
        try:
            asked = (*thing_of(self.benefit.thing), how_many_of(form), self._submission)
            self.keys = show_keys(await run(view_new_keys, *asked))
        except InvalidInput as refused:
            self.problem = explain_problem(refused.problems.get("how_many", ""))
        except ActionPackError as refused:
            self._refuse(refused)
        yield BenefitsState.load

    @rx.event
    async def view_again(self) -> None:
        """Shows those that were viewed before."""
        self.refusal, self.ask_support = "", False
        try:
            self.keys = show_keys(await run(view_keys_again, *thing_of(self.benefit.thing)))
        except ActionPackError as refused:
            self._refuse(refused)

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog, and forgets the keys."""
        if opened is not True:
            self._put_away()

    @rx.event
    async def close(self) -> None:
        """Closes the dialog, and forgets the keys."""
        self._put_away()

    def _refuse(self, refused: ActionPackError) -> None:
        self.refusal, self.ask_support = explain(refused), isinstance(refused, NoKeysLeft | KeysUnreadable)

    def _put_away(self) -> None:
        self.is_open, self.busy, self.refusal, self.ask_support, self.problem = False, False, "", False, ""
        self.benefit, self.keys, self._submission = ToUseShown(), [], ""
