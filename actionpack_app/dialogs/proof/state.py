"""What somebody began, kept until they have proved who they are. Passwords pass through and never become vars."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import quote

import reflex as rx

from actionpack_app.auth.guard import handler_named
from actionpack_app.auth.visit import run, run_slowly, visitor
from actionpack_app.dialogs.phases import argument, fields
from actionpack_app.domain.accounts import LONGEST_CODE, Means
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.services.accounts.second_factor import show_second_factor
from actionpack_app.services.sessions.prove import prove_by_password

LONGEST_TYPED = 1024
LONGEST_NAME = 400
NO_PROBLEMS = {"password": "", "code": ""}
OWN_EVENTS = ".actionpack_app___"


class ProofState(rx.State):
    """The dialog."""

    is_open: bool = False
    by_password: bool = True
    with_code: bool = False
    here: str = ""
    """The page, for coming back to it from the identity provider."""
    problems: dict[str, str] = dict(NO_PROBLEMS)  # noqa: RUF012 (a var's default; Reflex copies it)
    refusal: str = ""
    busy: bool = False
    _begun: tuple[str, dict[str, Any]] | None = None
    """The event that waits, and its arguments."""

    @rx.event
    async def ask(self, event: str, payload: dict[str, Any]) -> None:
        """Asks for a proof, before an event goes on. Whoever names another event gets no further with it than by sending it."""
        self._begun = (argument(event, LONGEST_NAME), dict(fields(payload)))
        self.is_open, self.busy, self.refusal, self.problems = True, False, "", dict(NO_PROBLEMS)
        self.by_password = visitor().means is not Means.PROVIDER
        self.here = quote(self.router.url.path)
        self.with_code = (await run(show_second_factor)).is_on

    @rx.event
    async def prove(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Takes the password, and goes on with what was begun."""
        given = fields(form)
        password, code = argument(given.get("own-password"), LONGEST_TYPED), argument(given.get("own-code"), LONGEST_CODE)
        self.busy, self.refusal, self.problems = True, "", dict(NO_PROBLEMS)
        yield
        who, begun = visitor(), self._begun
        try:
            await run_slowly(prove_by_password, who.actor, who.session_hash, password, code)
            self.is_open, self._begun = False, None
        except InvalidInput as refused:
            self.problems = NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False
        if not self.is_open and begun is not None and (goes_on := event_of(*begun)) is not None:
            yield goes_on

    @rx.event
    async def come_back(self) -> Any:
        """After the page was loaded anew: goes on with what was begun where the proof was given elsewhere, or forgets it."""
        self.is_open, begun, self._begun = False, self._begun, None
        return event_of(*begun) if begun is not None and visitor().actor.proved else None

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog, and forgets what was begun."""
        if not opened:
            self.is_open, self._begun = False, None


def event_of(name: str, payload: Mapping[str, Any]) -> Any:
    """An event of ours as it was sent; None where nothing is called so, or takes such arguments."""
    handler = handler_named(name) if OWN_EVENTS in name and not name.endswith(".setvar") else None
    if handler is None or not payload.keys() <= set(list(handler.get_parameters())[1:]):
        return None
    return handler(**payload)
