"""Changing the company's details: what is typed stays until it is kept, or left."""

import dataclasses
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import argument, fields, typed
from actionpack_app.domain.companies import MOST, CompanyDetails
from actionpack_app.domain.errors import ActionPackError, ChangedMeanwhile, InvalidInput
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.words import field_name
from actionpack_app.pages.company.state import CompanyState
from actionpack_app.services.company.edit import edit_company
from actionpack_app.services.company.save import save_company

NOTHING_TYPED = dict.fromkeys(MOST, "")
TYPED_MOST = 2000
"""Longer texts than can be kept stay in their field, to be shortened there."""


class CompanyDetailsState(rx.State):
    """The form of the company's details."""

    editing: bool = False
    form: dict[str, str] = dict(NOTHING_TYPED)  # noqa: RUF012 (a var's default; Reflex copies it)
    problems: dict[str, str] = dict(NOTHING_TYPED)  # noqa: RUF012
    key: str = ""
    """Drawn for each form; what is sent has to name it."""
    tax_rests_on_id: bool = False
    refusal: str = ""
    clash: list[str] = []  # noqa: RUF012
    """What somebody else has changed meanwhile."""
    saved: str = ""
    busy: bool = False
    _version: int = 0
    _started_from: dict[str, str] = {}  # noqa: RUF012

    @rx.event
    async def begin(self) -> Any:
        """Opens the form with the details as they stand."""
        self._say_nothing()
        try:
            found = await run(edit_company)
        except ActionPackError:
            return CompanyState.load  # which says who can
        self.form = dataclasses.asdict(found.details)
        self._started_from, self._version = dict(self.form), found.version
        self.tax_rests_on_id, self.key, self.editing = found.tax_rests_on_id, new_id(), True
        return None

    @rx.event
    async def stop(self) -> None:
        """Puts the form away."""
        self._say_nothing()
        self.editing, self.key = False, ""

    @rx.event
    async def keep(self, field: str, text: str) -> None:
        """Keeps what is typed into a field."""
        if argument(field) in MOST:
            self.form = {**self.form, field: typed(text, TYPED_MOST)}

    @rx.event
    async def save(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Keeps the details."""
        given = fields(form)
        if not self.key or argument(given.get("form_key")) != self.key:
            return
        self.form = {**self.form, **{field: typed(given.get(field), TYPED_MOST) for field in MOST if field in given}}
        self.busy = True
        self._say_nothing()
        yield
        try:
            await run(save_company, CompanyDetails(**self.form), self._version)
            self.saved, self.editing, self.key = _("Saved."), False, ""
            yield CompanyState.load
        except InvalidInput as refused:
            self.refusal = explain(refused)
            self.problems = NOTHING_TYPED | {field: explain_problem(code) for field, code in refused.problems.items()}
        except ChangedMeanwhile as refused:
            self.refusal, self.clash = explain(refused), show_clash(refused.now, self._started_from)
            self._version, self._started_from = refused.version, refused.now
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    def _say_nothing(self) -> None:
        self.saved, self.refusal, self.clash, self.problems = "", "", [], dict(NOTHING_TYPED)


def show_clash(now: Mapping[str, str], started_from: Mapping[str, str]) -> list[str]:
    """What somebody else has changed since the form was begun: each field with its old and new value."""
    changed = ((field, started_from.get(field, ""), value) for field, value in now.items())
    return [
        _("{field}: {change}").format(
            field=field_name(field), change=_("{before} → {after}").format(before=before or "–", after=value or "–")
        )
        for field, before, value in changed
        if before != value
    ]
