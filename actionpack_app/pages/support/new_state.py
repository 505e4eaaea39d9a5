"""A new support request: empty, or pre-filled for a cancellation."""

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run, visitor
from actionpack_app.dialogs.files import FileWaiting, with_file, without_file
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, phase_of
from actionpack_app.domain.errors import ActionPackError, InvalidInput, NotAllowed
from actionpack_app.domain.rights import Right
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.words import PROBLEMS, offer_name
from actionpack_app.routes import SUPPORT_NEW, localized, support_request
from actionpack_app.services.membership.overview import overview
from actionpack_app.services.support.ask import BODY_MAX, AskForm, ask_support, start_cancellation

_NO_PROBLEMS = {
    "problem": "", "title": "", "details": "", "contact_name": "", "contact_phone": "", "contact_email": "", "attachments": ""
}  # fmt: skip
TYPED = ("title", "details", "contact_name", "contact_phone", "contact_email")


@dataclasses.dataclass(frozen=True)
class FormShown:
    """What the form holds."""

    problem: str = ""
    title: str = ""
    details: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    subscription_id: str = ""


@dataclasses.dataclass(frozen=True)
class SubscriptionChoice:
    """A subscription that a request can be about."""

    id: str
    name: str


class NewRequestState(rx.State):
    """The form of a new request."""

    phase: str = LOADING
    message: str = ""
    form: FormShown = FormShown()
    problems: dict[str, str] = dict(_NO_PROBLEMS)  # noqa: RUF012 (a var's default; Reflex copies it)
    subscriptions: list[SubscriptionChoice] = []  # noqa: RUF012
    files: list[FileWaiting] = []  # noqa: RUF012
    cancels: str = ""
    """The offer to be cancelled, in words; empty for any other request."""
    version: str = ""
    """Drawn once per form; fields start afresh with it."""
    here: str = ""
    refusal: str = ""
    busy: bool = False
    _started_for: str = ""

    @rx.event
    async def load(self) -> None:
        """Starts a form for what the address asks; the same address again finds what was typed."""
        query = self.router.url.query_parameters
        cancel, kind = argument(query.get("cancel", "")), argument(query.get("type", ""))
        self.here = localized(current_locale(), SUPPORT_NEW) + (f"?{self.router.url.query}" if self.router.url.query else "")
        try:
            if not visitor().actor.may(Right.ASK_SUPPORT):
                raise NotAllowed(Right.ASK_SUPPORT)
            found = await run(overview)
            self.subscriptions = [SubscriptionChoice(held.id, offer_name(held.offer)) for held in found.subscriptions]
            if self._started_for != f"{cancel}:{kind}" or not self.version:
                await self._start(cancel, kind)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.phase = READY

    @rx.event
    async def choose_problem(self, problem: str) -> None:
        """Says what the request is about."""
        if argument(problem) in PROBLEMS:
            self.form = dataclasses.replace(self.form, problem=problem)

    @rx.event
    async def choose_subscription(self, subscription_id: str) -> None:
        """Says which subscription it is about, or none."""
        if not self.cancels:
            self.form = dataclasses.replace(self.form, subscription_id=argument(subscription_id))

    @rx.event
    async def keep(self, field: str, text: str) -> None:
        """Keeps what is typed into a field."""
        if argument(field) in TYPED:
            self.form = dataclasses.replace(self.form, **{field: argument(text, BODY_MAX * 2)})

    @rx.event
    async def attach(self, file_id: str, name: str) -> None:
        """Takes note of an uploaded file; whose it is, is checked when the request is sent."""
        self.files = with_file(self.files, file_id, name)

    @rx.event
    async def detach(self, file_id: str) -> None:
        """Leaves a file out."""
        self.files = without_file(self.files, file_id)

    @rx.event
    async def submit(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Sends the request and shows it."""
        given = fields(form)
        typed = {field: argument(given.get(field), BODY_MAX * 2) for field in TYPED if field in given}
        self.form = dataclasses.replace(self.form, **typed)
        self.busy, self.refusal, self.problems = True, "", dict(_NO_PROBLEMS)
        yield
        asked = AskForm(
            **dataclasses.asdict(self.form),
            asks_to_cancel=bool(self.cancels),
            attachments=tuple(file.id for file in self.files),
            submission=self.version,
        )
        self.busy = False
        try:
            number = await run(ask_support, asked)
        except InvalidInput as refused:
            self.problems = _NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
            self.refusal = explain(refused)
            return
        except ActionPackError as refused:
            self.refusal = explain(refused)
            return
        self.version = ""
        yield rx.redirect(support_request(current_locale(), number))

    async def _start(self, cancel: str, kind: str) -> None:
        who = visitor().actor
        self.form = FormShown(problem=kind if kind in PROBLEMS else "", contact_name=who.name, contact_email=who.email)
        self.cancels, self.files, self.problems, self.refusal = "", [], dict(_NO_PROBLEMS), ""
        if cancel:
            start = await run(start_cancellation, cancel)
            self.cancels = offer_name(start.offer)
            self.form = dataclasses.replace(
                self.form,
                problem="billing",
                title=_("Cancel {offer}").format(offer=self.cancels),
                details=_("Please cancel this subscription."),
                subscription_id=start.subscription_id,
            )
        self._started_for, self.version = f"{cancel}:{kind}", new_id()
