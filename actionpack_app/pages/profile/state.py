"""Writing the business profile: what is typed stays, whatever happens, until it is kept."""

import dataclasses
import re
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run, run_outside
from actionpack_app.components.profile import ProfileShown, show_profile_face
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, phase_of, typed
from actionpack_app.domain.errors import ActionPackError, ChangedMeanwhile, InvalidInput, NotFound
from actionpack_app.domain.profiles import LOCATIONS_MAX, Profile
from actionpack_app.gateways.chance import new_id
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.profile.view import (
    NO_PROBLEMS,
    PARTS,
    TYPED,
    TYPED_MOST,
    FormShown,
    PlaceTyped,
    StandingShown,
    new_place,
    place_sent,
    places_of,
    show_clash,
    show_standing,
    typed_profile,
    with_problems,
)
from actionpack_app.routes import logo
from actionpack_app.services.profile.check import checked
from actionpack_app.services.profile.publish import publish_profile, unpublish_profile
from actionpack_app.services.profile.save import fields_of, save_profile
from actionpack_app.services.profile.show import ProfileAtWork, show_profile

_LOGO_ID = re.compile(r"[0-9a-f-]{36}")


class ProfileState(rx.State):
    """The form, its preview, and whether customers see it."""

    phase: str = LOADING
    message: str = ""
    form: FormShown = FormShown()
    places: list[PlaceTyped] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    problems: dict[str, str] = dict(NO_PROBLEMS)  # noqa: RUF012
    standing: StandingShown = StandingShown()
    key: str = ""
    """Drawn for each form; fields start afresh with it, and what is sent has to name it."""
    saved: str = ""
    refusal: str = ""
    clash: list[str] = []  # noqa: RUF012
    """What somebody else has changed meanwhile."""
    busy: bool = False
    previewing: bool = False
    preview: ProfileShown = ProfileShown()
    taking_back: bool = False
    _version: int = 0
    _started_from: dict[str, str] = {}  # noqa: RUF012
    _country: str = ""
    _touched: bool = False

    @rx.event
    async def load(self) -> None:
        """Reads the profile; where something was typed already, it stays."""
        self.busy, self.saved, self.previewing, self.taking_back = False, "", False, False
        try:
            found = await run(show_profile)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        if not self._touched or not self.key:
            self._start(found)
        self.standing, self.phase = show_standing(found), READY

    @rx.event
    async def keep(self, field: str, text: str) -> None:
        """Keeps what is typed into a field."""
        if argument(field) in TYPED and typed(text, TYPED_MOST) != getattr(self.form, field):
            self.form = dataclasses.replace(self.form, **{field: typed(text, TYPED_MOST)})
            self._touch()

    @rx.event
    async def keep_place(self, key: str, part: str, text: str) -> None:
        """Keeps what is typed into a field of a location."""
        if argument(part) in PARTS and argument(key) in {place.key for place in self.places}:
            changed = {part: typed(text, TYPED_MOST)}
            self.places = [dataclasses.replace(place, **changed) if place.key == key else place for place in self.places]
            self._touch()

    @rx.event
    async def add_place(self) -> None:
        """One more location, to be filled in."""
        if len(self.places) < LOCATIONS_MAX and self.key:
            self.places = [*self.places, new_place(self._country)]
            self._touch()

    @rx.event
    async def remove_place(self, key: str) -> None:
        """Leaves a location out."""
        self.places = [place for place in self.places if place.key != argument(key)]
        self._touch()

    @rx.event
    async def move_place(self, key: str, up: bool) -> None:  # noqa: FBT001 (a button's own value)
        """Has a location shown before or after its neighbour."""
        at = next((number for number, place in enumerate(self.places) if place.key == argument(key)), None)
        if at is None:
            return
        to, places = at - 1 if up is True else at + 1, list(self.places)
        if 0 <= to < len(places):
            places[at], places[to] = places[to], places[at]
            self.places = places
            self._touch()

    @rx.event
    async def take_logo(self, logo_id: str, name: str) -> None:
        """Takes note of an uploaded logo; whose it is, is checked when the profile is saved."""
        if _LOGO_ID.fullmatch(argument(logo_id)):
            self.form = dataclasses.replace(self.form, logo_id=logo_id, logo=logo(logo_id))
            self._touch()

    @rx.event
    async def drop_logo(self) -> None:
        """Goes on without a logo."""
        self.form = dataclasses.replace(self.form, logo_id="", logo="")
        self._touch()

    @rx.event
    async def save(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Keeps the draft."""
        given = fields(form)
        if not self.key or argument(given.get("form_key")) != self.key:
            return
        sent = {field: typed(given.get(field), TYPED_MOST) for field in TYPED if field in given}
        self.form = dataclasses.replace(self.form, **sent)
        self.places = [place_sent(place, given) for place in self.places]
        self.busy = True
        yield
        if await self._save():
            self.saved = _("The draft is saved.")
        self.busy = False

    @rx.event
    async def publish(self, key: str) -> AsyncGenerator[None]:
        """Keeps the draft, and shows it to customers."""
        if not self.key or argument(key) != self.key:
            return
        self.busy = True
        yield
        if await self._save() and await self._change(publish_profile):
            self.saved = _("Published. Customers see it now.")
        self.busy = False

    @rx.event
    async def ask_to_take_back(self) -> None:
        """Asks whether the profile shall really be taken back."""
        self.taking_back = self.standing.published

    @rx.event
    async def change_taking_back(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the question."""
        if opened is False:
            self.taking_back = False

    @rx.event
    async def take_back(self) -> None:
        """Customers see nothing any more; only once it was asked."""
        if self.taking_back and await self._change(unpublish_profile):
            self.saved = _("Customers don't see it any more. The draft is still here.")
        self.taking_back = False

    @rx.event
    async def show_preview(self) -> None:
        """What customers would see of what is typed now."""
        self._say_nothing()
        try:
            self.preview = show_profile_face(checked(self._typed(), self._country))
            self.previewing = True
        except InvalidInput as refused:
            self._mark(refused)

    @rx.event
    async def change_previewing(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the preview."""
        if opened is False:
            self.previewing = False

    async def _save(self) -> bool:
        self._say_nothing()
        try:
            kept = await run_outside(save_profile, self._typed(), self._version)
            found = await run(show_profile)
        except InvalidInput as refused:
            self._mark(refused)
        except ChangedMeanwhile as refused:
            self.refusal, self.clash = explain(refused), show_clash(refused, self._started_from)
            self._version, self._started_from = refused.version, refused.now
        except NotFound:
            self.refusal = _("The logo isn't kept any more, as it was replaced meanwhile. Please choose one again.")
        except ActionPackError as refused:
            self.refusal = explain(refused)
        else:
            if kept == self._typed():
                self._begin_from(found)
            else:  # its normal form is another one: the fields show it
                self._start(found)
            self.standing = show_standing(found)
            return True
        return False

    async def _change(self, service: Any) -> bool:
        try:
            await run_outside(service)  # which deletes a logo's file
            self.standing = show_standing(await run(show_profile))
        except InvalidInput as refused:
            self._mark(refused)
        except ActionPackError as refused:
            self.refusal = explain(refused)
        else:
            return True
        return False

    def _start(self, found: ProfileAtWork) -> None:
        draft = found.draft
        self.form = FormShown(
            **{field: getattr(draft, field) for field in TYPED},
            logo_id=draft.logo_id,
            logo=logo(draft.logo_id) if draft.logo_id else "",
        )
        self.places, self.key = places_of(draft), new_id()
        self._say_nothing()
        self._begin_from(found)

    def _begin_from(self, found: ProfileAtWork) -> None:
        self._version, self._country, self._touched = found.version, found.country, False
        self._started_from = fields_of(found.draft)

    def _typed(self) -> Profile:
        return typed_profile(self.form, self.places)

    def _mark(self, refused: InvalidInput) -> None:
        self.refusal = explain(refused)
        self.problems = NO_PROBLEMS | {
            field: explain_problem(code) for field, code in refused.problems.items() if field in NO_PROBLEMS
        }
        self.places = with_problems(self.places, refused.problems)

    def _say_nothing(self) -> None:
        self.saved, self.refusal, self.clash, self.problems = "", "", [], dict(NO_PROBLEMS)
        self.places = with_problems(self.places, {})

    def _touch(self) -> None:
        self._touched, self.saved = True, ""
