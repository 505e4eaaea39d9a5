"""The list of approvals, and the company's rule."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, page_number, phase_of, put
from actionpack_app.dialogs.shell.state import ShellState
from actionpack_app.domain.approvals import Verdict
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.pages.approvals.view import ApprovalRow, RuleShown, show_row, show_rule
from actionpack_app.services.approvals.browse import list_approvals
from actionpack_app.services.approvals.decide import decide_approval, withdraw_approval
from actionpack_app.services.approvals.rule import set_rule


class ApprovalsState(rx.State):
    """A page of approvals."""

    phase: str = LOADING
    message: str = ""
    rows: list[ApprovalRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    rule: RuleShown = RuleShown()
    number: int = 1
    last: int = 1
    total: int = 0
    done: str = ""
    """What was just done, in a sentence."""
    refusal: str = ""
    amount_problem: str = ""
    declining: str = ""
    """The request that is being declined."""
    declining_order: str = ""
    reason_problem: str = ""
    busy: bool = False

    @rx.event
    async def load(self) -> None:
        """Reads the page. Where only the connection came back, what was begun stays."""
        self.busy, self.refusal, self.done = False, "", ""
        await self._read()

    @rx.event
    async def go(self, number: int) -> None:
        """Turns to another page."""
        self.number = page_number(number)
        await self._read()

    @rx.event
    async def save_rule(self, form: dict[str, Any]) -> None:
        """Has orders above an amount wait for approval."""
        self.amount_problem = ""
        amount = argument(fields(form).get("amount"))
        await self._try(_("Saved. Orders that were placed already stay as they are."), set_rule, amount)

    @rx.event
    async def drop_rule(self) -> None:
        """Lets all orders be paid at once again."""
        self.amount_problem = ""
        await self._try(_("Orders need no approval any more."), set_rule, None)

    @rx.event
    async def approve(self, approval_id: str) -> AsyncGenerator[Any]:
        """Approves an order."""
        said = _("Approved. Whoever asked can buy it now, and gets a mail.")
        await self._try(said, decide_approval, argument(approval_id), Verdict.APPROVE, "")
        yield ShellState.look

    @rx.event
    async def ask_to_decline(self, approval_id: str) -> None:
        """Asks why."""
        wanted = argument(approval_id)
        self.declining_order = next((row.number for row in self.rows if row.id == wanted and row.may_decide), "")
        self.declining, self.reason_problem = wanted if self.declining_order else "", ""

    @rx.event
    async def change_declining(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the question."""
        if not opened:
            self.declining = ""

    @rx.event
    async def decline(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Declines an order, with the reason."""
        self.busy, self.reason_problem = True, ""
        yield
        reason = argument(fields(form).get("reason"), 2000)
        said = _("Declined. Whoever asked gets a mail with your reason.")
        await self._try(said, decide_approval, self.declining, Verdict.DECLINE, reason)
        self.busy = False
        if not self.reason_problem:
            self.declining = ""
        yield ShellState.look

    @rx.event
    async def withdraw(self, approval_id: str) -> AsyncGenerator[Any]:
        """Takes a request back."""
        await self._try(_("Withdrawn. The order is still a draft; you can ask again."), withdraw_approval, argument(approval_id))
        yield ShellState.look

    async def _try(self, said: str, service: Any, *args: Any) -> None:
        self.refusal, self.done = "", ""
        try:
            await run(service, *args)
            self.done = said
        except InvalidInput as refused:
            self.amount_problem = explain_problem(refused.problems["amount"]) if "amount" in refused.problems else ""
            self.reason_problem = explain_problem(refused.problems["reason"]) if "reason" in refused.problems else ""
        except ActionPackError as refused:
            self.refusal = explain(refused)
        await self._read()

    async def _read(self) -> None:
        try:
            found = await run(list_approvals, self.number)
        except ActionPackError as refused:
            self.phase, self.message = phase_of(refused), explain(refused)
            return
        self.rows = [show_row(line, found.time_zone) for line in found.page.rows]
        self.number, self.last, self.total = found.page.number, found.page.last, found.page.total
        put(self, rule=show_rule(found))
        self.phase = READY
