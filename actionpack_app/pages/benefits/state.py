"""Benefits: one tab of what the company has."""

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, argument, phase_of
from actionpack_app.domain.benefits import Tab
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.roles import explain_who_uses_benefits
from actionpack_app.pages.benefits.view import LineShown, TabShown, show_ended, show_line, show_tabs
from actionpack_app.services.benefits.show import Benefits, show_benefits


class BenefitsState(rx.State):
    """What the company has, and what it can do with it."""

    phase: str = LOADING
    message: str = ""
    note: str = ""
    """What stands against using anything: the role, or that it is managed elsewhere."""
    has_any: bool = False
    tabs: list[TabShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    tab: str = Tab.SOFTWARE
    lines: list[LineShown] = []  # noqa: RUF012
    ended: list[str] = []  # noqa: RUF012

    @rx.event
    async def load(self) -> None:
        """Reads the page's data."""
        await self._read()

    @rx.event
    async def choose_tab(self, tab: str) -> None:
        """Shows what stands under a tab, as it is now."""
        self.tab = argument(tab)
        await self._read()

    async def _read(self) -> None:
        try:
            found = await run(show_benefits)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        if self.tab not in found.tabs:
            self.tab = Tab.SOFTWARE
        self.note, self.has_any = _note(found), bool(found.lines)
        self.tabs, self.ended = show_tabs(found), [show_ended(ended) for ended in found.ended]
        self.lines = [show_line(line) for line in found.lines if line.granted.grant.tab == self.tab]
        self.phase = READY


def _note(found: Benefits) -> str:
    if found.managed_elsewhere:
        return _("Your memberships are still managed in the Partner Membership Center. You can look at them here.")
    return "" if found.may_use else explain_who_uses_benefits()
