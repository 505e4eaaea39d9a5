"""Enrolling a company: a draft, which the browser's cookie finds again. The password never becomes a var."""

import functools
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import reflex as rx

from actionpack_app.auth.guard import public
from actionpack_app.auth.visit import enrolment_token, run_as_nobody, run_slowly, visitor_if_any
from actionpack_app.components.filters import Option
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields
from actionpack_app.domain.enrolment import COMPANY_FIELDS, CONTACT_FIELDS, LONGEST_TYPED, STEPS, Step, step_before
from actionpack_app.domain.errors import ActionPackError, EnrolmentIncomplete, InvalidInput, LinkOver, NotFound
from actionpack_app.gateways.places import country_in, zones_of
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.enroll.view import (
    FIELDS,
    FormShown,
    explain_end,
    show_currencies,
    show_form,
    show_zones,
)
from actionpack_app.services.enrolment.complete import accept_terms, complete_enrolment
from actionpack_app.services.enrolment.draft import Draft, Origin, go_to, keep_typed, read_draft
from actionpack_app.services.enrolment.fill_in import submit_company, submit_contact
from actionpack_app.services.enrolment.mailbox import confirm_mailbox, write_to_contact

LINKED, MEMBER, DONE, NO_COOKIE = "linked", "member", "done", "no_cookie"
"""The page's other faces: a link was opened; somebody is signed in; the company is a member; cookies are off."""
LONGEST_TOKEN = 600
_NO_PROBLEMS = dict.fromkeys((*FIELDS, "accepted", "password"), "")
LONGEST_PASSWORD_TYPED = 1024


class EnrollState(rx.State):
    """What the page shows."""

    phase: str = LOADING
    step: str = Step.COMPANY
    done: list[str] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    form: FormShown = FormShown()
    problems: dict[str, str] = dict(_NO_PROBLEMS)  # noqa: RUF012
    zones: list[Option] = []  # noqa: RUF012
    currencies: list[Option] = []  # noqa: RUF012
    sent_to: str = ""
    refusal: str = ""
    told: str = ""
    """What has gone well, such as another letter."""
    busy: bool = False
    link: str = ""
    link_end: str = ""
    """Why the link in the address leads nowhere; empty where it was good."""
    company: str = ""
    mpn_id: str = ""
    signed_in: bool = False
    ticket: str = ""

    @public
    @rx.event
    async def load(self) -> None:
        """Finds the draft again, and confirms the mailbox where the address is the link of a letter."""
        self.busy, self.refusal, self.told, self.ticket, self.problems = False, "", "", "", dict(_NO_PROBLEMS)
        self.link = argument(self.router.url.query_parameters.get("token", ""), LONGEST_TOKEN)
        if self.link:
            await self._open_link()
            return
        draft = await run_as_nobody(read_draft, self._token(), self._origin())
        visitor = visitor_if_any()
        self.signed_in = visitor is not None
        if visitor is not None and draft.partner_id != visitor.actor.partner_id:
            self.phase, self.company = MEMBER, visitor.company
        elif draft.partner_id:
            self.phase, self.company, self.mpn_id = DONE, draft.company, draft.mpn_id
        elif not self._token():
            self.phase = NO_COOKIE
        else:
            self._show(draft)

    @public
    @rx.event
    async def keep(self, field: str, text: Any) -> None:
        """Keeps what is typed into a field."""
        name = argument(field)
        if name in FIELDS and isinstance(text, str):
            await self._try(keep_typed, {name: argument(text, LONGEST_TYPED)}, self._origin())

    @public
    @rx.event
    async def choose_country(self, country: str) -> None:
        """Keeps the country, and proposes its time zone and currency."""
        if zones_of(argument(country, 2)):
            await self._try(keep_typed, {"country": argument(country, 2)}, self._origin())

    @public
    @rx.event
    async def submit_company(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Goes on to the contact."""
        self._begin()
        yield
        await self._try(submit_company, _typed(form, COMPANY_FIELDS), self._origin())
        self.busy = False

    @public
    @rx.event
    async def submit_contact(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Goes on to the mailbox; a letter is written unless one is there."""
        self._begin()
        yield
        if await self._try(submit_contact, _typed(form, CONTACT_FIELDS), self._origin()):
            await self._write_once()
        self.busy = False

    @public
    @rx.event
    async def write_again(self) -> AsyncGenerator[None]:
        """Has another letter sent."""
        self._begin()
        yield
        if await self._try(write_to_contact, self._origin()):
            self.told = _("The mail is sent once more.")
        self.busy = False

    @public
    @rx.event
    async def look(self) -> None:
        """Goes on by itself once the link was opened, here or elsewhere."""
        if self.step != Step.MAIL or not self._token():
            return
        draft = await run_as_nobody(read_draft, self._token(), self._origin())
        if draft.partner_id or draft.step is not Step.MAIL:
            await self.load()

    @public
    @rx.event
    async def accept(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Goes on to the password."""
        self._begin()
        yield
        given = fields(form)
        version = argument(given.get("version"))
        accept = functools.partial(accept_terms, accepted=bool(given.get("accepted")), version=version)
        await self._try(accept)
        self.busy = False

    @public
    @rx.event
    async def complete(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Makes the company a member, and signs its first person in."""
        password = argument(fields(form).get("password"), LONGEST_PASSWORD_TYPED)
        self._begin()
        yield
        try:
            member = await run_slowly(complete_enrolment, self._token(), password, self._origin())
            self.ticket = member.ticket
        except ActionPackError as refused:
            await self._refuse(refused)
        self.busy = False

    @public
    @rx.event
    async def go_back(self) -> None:
        """To the step before; what was typed stays."""
        if self.step in STEPS:
            self._begin()
            await self._try(go_to, step_before(Step(self.step)))
            self.busy = False

    @public
    @rx.event
    async def go_on(self) -> None:
        """From the mailbox, where it is confirmed already."""
        self._begin()
        await self._try(go_to, Step.TERMS)
        self.busy = False

    def _token(self) -> str:
        return enrolment_token(self.router.headers.raw_headers.get("cookie", ""))

    def _origin(self) -> Origin:
        languages = self.router.headers.raw_headers.get("accept-language", "")
        return Origin(self.router.session.client_ip, country_in(languages), current_locale())

    def _begin(self) -> None:
        self.busy, self.refusal, self.told, self.problems = True, "", "", dict(_NO_PROBLEMS)

    def _show(self, draft: Draft) -> None:
        self.phase, self.step, self.done = READY, draft.step, [step.value for step in draft.done]
        self.form, self.zones, self.currencies = show_form(draft), show_zones(draft), show_currencies(draft)
        self.sent_to = draft.sent_to

    async def _try(self, service: Any, *args: Any) -> bool:
        """One call for the browser's own draft; whatever is refused is told."""
        try:
            self._show(await run_as_nobody(service, self._token(), *args))
        except ActionPackError as refused:
            await self._refuse(refused)
            return False
        return True

    async def _refuse(self, refused: ActionPackError) -> None:
        draft = await run_as_nobody(read_draft, self._token(), self._origin())
        match refused:
            case InvalidInput():
                self.problems = _NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
                self.form = show_form(draft)
            case NotFound():
                await self.load()
            case EnrolmentIncomplete():
                self._show(draft)
                self.refusal = explain(refused)
            case _other:
                self.form, self.refusal = show_form(draft), explain(refused)

    async def _write_once(self) -> None:
        """One letter by itself to each address; more of them are asked for."""
        if self.step == Step.MAIL and not self.sent_to:
            await self._try(write_to_contact, self._origin())

    async def _open_link(self) -> None:
        self.link_end = ""
        try:
            is_here = await run_as_nobody(confirm_mailbox, self.link, self._token())
        except LinkOver as refused:
            self.phase, self.link_end = LINKED, explain_end(refused.end)
            return
        if is_here:
            self._show(await run_as_nobody(read_draft, self._token(), self._origin()))
        else:
            self.phase = LINKED


def _typed(form: object, names: tuple[str, ...]) -> Mapping[str, str]:
    """The fields of a form that are there; an oversized one is empty, so that it is told of."""
    given = fields(form)
    return {name: argument(given[name], LONGEST_TYPED) for name in names if name in given}
