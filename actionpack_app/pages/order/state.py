"""One order: paid, waiting for its transfer, or over."""

import dataclasses
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run, run_outside
from actionpack_app.dialogs.checkout.view import OrderShown, show
from actionpack_app.dialogs.phases import LOADING, READY, argument, fields, named_in, phase_of
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.domain.orders import OPEN_STATUSES, RefundStatus
from actionpack_app.messages import _
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_moment
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.tones import TONE_OF_ORDER, TONE_OF_PROOF
from actionpack_app.messages.words import proof_status_name
from actionpack_app.routes import attachment
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView, ProofLine
from actionpack_app.services.transfers.prove import ProofForm, submit_proof
from actionpack_app.workflows.transfers import cancel

_NO_PROBLEMS = {"attachments": "", "paid_on": "", "paid_to": "", "reference": ""}


@dataclasses.dataclass(frozen=True)
class FileShown:
    """A file that was uploaded and not handed in yet."""

    id: str
    name: str


@dataclasses.dataclass(frozen=True)
class ProofShown:
    """A payment proof in words."""

    file: str
    href: str
    sent: str
    status: str
    tone: str
    reason: str


class OrderState(rx.State):
    """One order of the company."""

    phase: str = LOADING
    message: str = ""
    order: OrderShown = OrderShown()
    tone: str = "neutral"
    asking: bool = False
    busy: bool = False
    refusal: str = ""
    proofs: list[ProofShown] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    files: list[FileShown] = []  # noqa: RUF012
    problems: dict[str, str] = dict(_NO_PROBLEMS)  # noqa: RUF012
    moves: bool = False
    """Whether somebody else may move it on while it is looked at: finance, the provider, a colleague."""
    news: str = ""
    form_version: int = 0
    """Fields start afresh with it, once what they held was handed in."""

    @rx.event
    async def load(self) -> None:
        """Reads the order that the address names; a foreign one looks like a missing one."""
        wanted = named_in(self.router.url.path)
        if self.order.number != wanted:  # else only the connection came back, and what was begun stays
            self.phase, self.asking, self.files, self.problems = LOADING, False, [], dict(_NO_PROBLEMS)
        self.busy, self.refusal, self.news = False, "", ""
        try:
            self._take(await run(show_order, wanted))
        except ActionPackError as refused:
            self.phase, self.message, self.order = phase_of(refused), explain(refused), OrderShown()
        self.asking = self.asking and self.order.may_cancel

    @rx.event
    async def look(self) -> None:
        """Shows how the order has moved on since; what is being typed stays."""
        if self.phase != READY:
            return
        try:
            view = await run(show_order, self.order.number)
        except ActionPackError:
            return
        if (show(view), _proofs(view)) != (self.order, self.proofs):
            self._take(view)
            self.asking = self.asking and self.order.may_cancel
            self.news = _("The order has moved on.")

    @rx.event
    async def ask_to_cancel(self) -> None:
        """Asks whether the order shall really be cancelled."""
        self.asking, self.refusal = True, ""

    @rx.event
    async def change_asking(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the question."""
        self.asking = opened is True and self.asking

    @rx.event
    async def cancel(self) -> AsyncGenerator[None]:
        """Cancels the order while it is unpaid."""
        self.busy, self.news = True, ""
        yield
        try:
            self._take(await run_outside(cancel, self.order.number))
            self.asking = False
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    @rx.event
    async def attach(self, file_id: str, name: str) -> None:
        """The browser has uploaded a file; which one, and whether it is the person's own, is checked when it is handed in."""
        self.files = [FileShown(argument(file_id, 36), argument(name))]
        self.problems = self.problems | {"attachments": ""}

    @rx.event
    async def detach(self, file_id: str) -> None:
        """Takes the file back."""
        self.files = [file for file in self.files if file.id != file_id]

    @rx.event
    async def prove(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Hands the payment proof to finance."""
        given = fields(form)
        self.busy, self.refusal, self.news = True, "", ""
        yield
        typed = {name: argument(given.get(name), 500) for name in ("paid_on", "paid_to", "reference")}
        proof = ProofForm(attachment_id=self.files[0].id if self.files else "", **typed)
        try:
            self._take(await run(submit_proof, self.order.number, proof))
            self.files, self.problems, self.form_version = [], dict(_NO_PROBLEMS), self.form_version + 1
        except InvalidInput as refused:
            self.problems = _NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
        except ActionPackError as refused:
            self.refusal = explain(refused)
        self.busy = False

    def _take(self, view: OrderView) -> None:
        self.order, self.tone, self.phase = show(view), TONE_OF_ORDER[view.status], READY
        self.proofs, self.moves = _proofs(view), _moves(view)


def _moves(view: OrderView) -> bool:
    refunds = view.refund is not None and view.refund.status in {RefundStatus.PENDING, RefundStatus.BY_HAND}
    return view.status in OPEN_STATUSES or refunds


def _proofs(view: OrderView) -> list[ProofShown]:
    return [_shown(proof, view.time_zone) for proof in view.proofs]


def _shown(proof: ProofLine, time_zone: str) -> ProofShown:
    return ProofShown(
        file=proof.file_name,
        href=attachment(proof.file_id),
        sent=format_moment(proof.sent_at, time_zone),
        status=proof_status_name(proof.status),
        tone=TONE_OF_PROOF[proof.status],
        reason=proof.reason,
    )
