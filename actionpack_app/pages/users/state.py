"""The company's people: listed, invited, given roles, deactivated."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.guard import wants_proof
from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, page_number, phase_of, refusal_of
from actionpack_app.dialogs.refresh import refresh
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.users.view import InvitationRow, PersonRow, show_invitation, show_person
from actionpack_app.services.people.browse import list_people
from actionpack_app.services.people.change import change_role, deactivate, reactivate
from actionpack_app.services.people.invite import InviteForm, invite, revoke, send_again
from actionpack_app.services.people.look_after import erase, take_codes

NOBODY = PersonRow(
    *("", "", "", "", "", "", ""),
    active=False,
    is_me=False,
    last_sign_in="",
    stays="",
    keeps_role=False,
    loses_codes=False,
    can_return=False,
)
NO_PROBLEMS = {"name": "", "email": "", "role": ""}
LONGEST_TYPED = 400


class UsersState(rx.State):
    """A page of the people and one of the invitations, and the dialog that is open."""

    phase: str = LOADING
    message: str = ""
    people: list[PersonRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    invitations: list[InvitationRow] = []  # noqa: RUF012
    zone_note: str = ""
    search: str = ""
    number: int = 1
    last: int = 1
    total: int = 0
    invitations_number: int = 1
    invitations_last: int = 1
    invitations_total: int = 0
    dialog: str = ""
    """`invite`, `role`, `deactivate`, `codes` or `erase`."""
    about: PersonRow = NOBODY
    """Whom the dialog is about."""
    problems: dict[str, str] = dict(NO_PROBLEMS)  # noqa: RUF012
    dialog_refusal: str = ""
    refusal: str = ""
    done: str = ""
    busy: bool = False

    @rx.event
    async def load(self) -> None:
        """Reads the page."""
        self.refusal, self.done, self.busy = "", "", False
        await self._read()

    @rx.event
    async def find(self, form: dict[str, Any]) -> None:
        """Searches by name and address."""
        self.search, self.number = argument(fields(form).get("search")), 1
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page of the people."""
        self.number = page_number(number)
        await self._read()

    @rx.event
    async def go_invitations(self, number: int) -> None:
        """Turns to another page of the invitations."""
        self.invitations_number = page_number(number)
        await self._read()

    @wants_proof
    @rx.event
    async def begin_inviting(self) -> None:
        """Opens the dialog."""
        self._open("invite")

    @wants_proof
    @rx.event
    async def begin_role(self, person_id: str) -> None:
        """Asks which role somebody shall have."""
        self._open("role", argument(person_id))

    @wants_proof
    @rx.event
    async def ask_to_deactivate(self, person_id: str) -> None:
        """Asks whether somebody shall really be deactivated."""
        self._open("deactivate", argument(person_id))

    @wants_proof
    @rx.event
    async def ask_to_take_codes(self, person_id: str) -> None:
        """Asks whether somebody shall really sign in without codes."""
        self._open("codes", argument(person_id))

    @wants_proof
    @rx.event
    async def ask_to_erase(self, person_id: str) -> None:
        """Asks whether somebody's data shall really be erased."""
        self._open("erase", argument(person_id))

    @rx.event
    async def change_dialog(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog."""
        if not opened:
            self.dialog = ""

    @wants_proof
    @rx.event
    async def invite(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Invites somebody by mail; what was typed stays where something is wrong."""
        given = fields(form)
        name, email, role = (argument(given.get(field), LONGEST_TYPED) for field in ("name", "email", "role"))
        async for _step in self._dialog(_("{email} was invited.").format(email=email), invite, InviteForm(name, email, role)):
            yield

    @wants_proof
    @rx.event
    async def change_role(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Gives somebody the role that was chosen; whoever changed their own sees the page, and its frame, as the new one does."""
        role, whom = argument(fields(form).get("role")), self.about
        async for _step in self._dialog(_("{name} has another role now.").format(name=whom.name), change_role, whom.id, role):
            yield
        if whom.is_me and not self.dialog:
            yield refresh(self)

    @wants_proof
    @rx.event
    async def deactivate(self) -> AsyncGenerator[None]:
        """Deactivates the person whom the dialog is about."""
        whom = self.about
        async for _step in self._dialog(_("{name} was deactivated.").format(name=whom.name), deactivate, whom.id):
            yield

    @wants_proof
    @rx.event
    async def take_codes(self) -> AsyncGenerator[None]:
        """Turns off the codes of the person whom the dialog is about."""
        whom = self.about
        async for _step in self._dialog(_("{name} signs in without codes now.").format(name=whom.name), take_codes, whom.id):
            yield

    @wants_proof
    @rx.event
    async def erase(self) -> AsyncGenerator[None]:
        """Erases the person whom the dialog is about."""
        whom = self.about
        async for _step in self._dialog(_("The personal data is erased."), erase, whom.id):
            yield

    @wants_proof
    @rx.event
    async def reactivate(self, person_id: str) -> None:
        """Lets somebody in again."""
        await self._try(_("The account is active again."), reactivate, argument(person_id))

    @wants_proof
    @rx.event
    async def send_again(self, invitation_id: str) -> None:
        """Sends an invitation once more."""
        await self._try(_("The invitation is sent again, and good for seven more days."), send_again, argument(invitation_id))

    @rx.event
    async def revoke(self, invitation_id: str) -> None:
        """Takes an invitation back."""
        await self._try(_("The invitation was taken back. Its link leads nowhere."), revoke, argument(invitation_id))

    def _open(self, dialog: str, person_id: str = "") -> None:
        self.about = next((row for row in self.people if row.id == person_id), NOBODY)
        self.problems, self.dialog_refusal, self.refusal, self.done = dict(NO_PROBLEMS), "", "", ""
        self.dialog = dialog if dialog == "invite" or self.about.id else ""

    async def _dialog(self, done: str, service: Any, *args: Any) -> AsyncGenerator[None]:
        """One change out of a dialog, which stays open where it is refused."""
        self.busy, self.problems, self.dialog_refusal = True, dict(NO_PROBLEMS), ""
        yield
        try:
            await run(service, *args)
            self.dialog, self.done, self.refusal = "", done, ""
        except InvalidInput as refused:
            self.problems = NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
        except ActionPackError as refused:
            self.dialog_refusal = explain(refused)
        self.busy = False
        await self._read()

    async def _try(self, done: str, service: Any, *args: Any) -> None:
        self.refusal = await refusal_of(run(service, *args))
        self.done = "" if self.refusal else done
        await self._read()

    async def _read(self) -> None:
        try:
            found = await run(list_people, self.search, self.number, self.invitations_number)
        except ActionPackError as refused:
            self.phase, self.message, self.dialog = phase_of(refused), explain(refused), ""
            self.people, self.invitations = [], []
            return
        people, waiting = found.people, found.invitations
        self.people = [show_person(row, found.time_zone) for row in people.rows]
        self.number, self.last, self.total = people.number, people.last, people.total
        self.invitations = [show_invitation(row, found.time_zone) for row in waiting.rows]
        self.invitations_number, self.invitations_last, self.invitations_total = waiting.number, waiting.last, waiting.total
        self.zone_note = _("Times are those of your company's time zone: {zone}.").format(zone=found.time_zone)
        self.phase = READY
