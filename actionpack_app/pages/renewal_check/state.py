"""Check renewal eligibility: what the company can renew in the Partner Membership Center."""

from collections.abc import AsyncGenerator

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, phase_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages.explain import explain
from actionpack_app.pages.renewal_check.view import (
    CheckShown,
    MembershipShown,
    PmcOrderRow,
    answers,
    show_check,
    show_membership,
    show_order,
)
from actionpack_app.services.pmc.check_renewal import EligibilityCheck, check_eligibility


class RenewalCheckState(rx.State):
    """The check, made when the page is opened and whenever somebody asks for it."""

    phase: str = LOADING
    message: str = ""
    check: CheckShown = CheckShown()
    memberships: list[MembershipShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    orders: list[PmcOrderRow] = []  # noqa: RUF012
    busy: bool = False
    answers: list[str] = []  # noqa: RUF012
    """What the last check that was asked for said: read out as it comes."""

    @rx.event
    async def load(self) -> None:
        """Reads the page's data; an answer of another day is no answer."""
        self.answers = []
        await self._read()

    @rx.event
    async def check_now(self) -> AsyncGenerator[None]:
        """Check renewal eligibility: asks the server again, and says what it found."""
        self.busy, self.answers = True, []
        yield
        found = await self._read()
        self.busy, self.answers = False, answers(found) if found else []

    async def _read(self) -> EligibilityCheck | None:
        try:
            found = await run(check_eligibility)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return None
        self.check = show_check(found)
        self.memberships = [show_membership(one, found) for one in found.memberships]
        self.orders = [show_order(order, found.time_zone) for order in found.orders]
        self.phase = READY
        return found
