"""The dialog's state. The order in the database is the truth; this shows it, and forgets nothing that it holds."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run, run_outside, still_signed_in
from actionpack_app.dialogs.card_entry.provider import CardProvider, card_provider
from actionpack_app.dialogs.checkout.approval_view import WAITING
from actionpack_app.dialogs.checkout.outcome import Outcome, outcome_of
from actionpack_app.dialogs.checkout.view import OrderShown, show
from actionpack_app.dialogs.phases import argument, fields
from actionpack_app.dialogs.refresh import refresh
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.messages.explain import explain
from actionpack_app.messages.payments import explain_decline
from actionpack_app.services.approvals.decide import withdraw_approval
from actionpack_app.services.approvals.request import request_approval
from actionpack_app.services.orders.fill_in import choose_method, go_back, keep_typed, submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows.cards import save_card
from actionpack_app.workflows.pay import answer_challenge, buy, confirmed, give_up, resume

_FIELDS = ("method", "card", "contact_name", "contact_phone", "contact_email", "po_number", "approval_message")
_NO_PROBLEMS: dict[str, str] = dict.fromkeys(_FIELDS, "")

LOOKS_FOR_SECONDS = 1.0
FOLLOWS_EVERY_SECONDS = 1.0
FOLLOWS_TIMES = 900
"""A quarter of an hour; after that, Check again or a reload looks on."""


class CheckoutState(rx.State):
    """One checkout at a time in a tab; other tabs and browsers find the same order."""

    is_open: bool = False
    busy: bool = False
    order: OrderShown = OrderShown()
    provider: CardProvider = CardProvider()
    alert: str = ""
    card_refusal: str = ""
    still_a_draft: bool = False
    """Said in the review to whoever comes back to it: a Buy pressed just before may never have reached us."""
    problems: dict[str, str] = dict(_NO_PROBLEMS)  # noqa: RUF012 (a var's default; Reflex copies it)
    number: str = rx.SessionStorage("", name="checkout")
    """The order that this tab had open: a reload comes back to it, even after the server was restarted."""
    _offer: Offer = Offer.ACTION_PACK
    _reviewed: Money | None = None
    """The total that the review showed; a total from the browser would prove nothing."""
    _following: str = ""
    """The order that is being followed: one follower a tab is enough."""

    @rx.event
    async def open(self, offer: str) -> Any:
        """Opens the dialog for an offer: the order that is under way, or a new draft."""
        return await self._begin(offer, in_pmc=False)

    @rx.event
    async def open_in_pmc(self, offer: str) -> Any:
        """Opens it for a renewal in the Partner Membership Center."""
        return await self._begin(offer, in_pmc=True)

    async def _begin(self, offer: str, *, in_pmc: bool) -> list[Any]:
        """Opens it, and returns what comes next: after a refusal, the page behind is loaded again, which offered too much."""
        self._clear()
        self.is_open = True
        try:
            view = await run(open_checkout, Offer(argument(offer) or "unknown"), in_pmc=in_pmc)
            if view.status is OrderStatus.PROCESSING:  # its answer may have come while nobody looked
                view = await run_outside(resume, view.number, patience=LOOKS_FOR_SECONDS)
            self._take(view)
        except ValueError:
            self.is_open = False
        except ActionPackError as refused:
            self.order = OrderShown(step="refused")
            self.alert = explain(refused)
            return refresh(self)
        return [CheckoutState.follow] if self._is_waiting() else []

    @rx.event
    async def restore(self) -> AsyncGenerator[Any]:
        """After a reload: the same order where it stood, if it still asks for something."""
        number = argument(self.number)
        if not number:
            return
        try:
            found = await run_outside(resume, number)
        except ActionPackError:
            self.number, self.is_open = "", False
            return
        over = found.status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED}
        unfinished = found.status in {OrderStatus.DRAFT, OrderStatus.PROCESSING}
        if over:
            self._leave()
        elif self.is_open or unfinished:
            under_way, self.is_open, self.busy, self._following = self.busy, True, False, ""
            self._take(found)
            self.still_a_draft = found.status is OrderStatus.DRAFT and not (under_way or self.alert)
        if self._is_waiting():
            yield CheckoutState.follow

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog; the draft stays for the next time."""
        if not opened:
            self._leave()

    @rx.event
    async def close(self) -> None:
        """Closes the dialog."""
        self._leave()

    @rx.event
    async def choose_card_payment(self, card_id: str = "") -> None:
        """Pays by a saved card, or by a new one."""
        await self._try(choose_method, self.order.number, PaymentMethod.CARD, argument(card_id) or None)

    @rx.event
    async def choose_transfer(self) -> None:
        """Pays by bank transfer."""
        await self._try(choose_method, self.order.number, PaymentMethod.TRANSFER, None)

    @rx.event
    async def keep(self, field: str, text: str) -> None:
        """Keeps what was typed into a field, so that nothing is lost with the tab."""
        try:
            await run(keep_typed, self.order.number, argument(field), argument(text, 2000))
        except ActionPackError as refused:
            self.alert = explain(refused)

    @rx.event
    async def submit(self, form: dict[str, Any]) -> AsyncGenerator[None]:
        """Submit, for a saved card or a bank transfer."""
        given = fields(form)
        typed = {field: argument(given.get(field), 2000) for field in ("contact_name", "contact_phone", "contact_email")}
        self.problems = dict(_NO_PROBLEMS)
        yield  # what is wrong still is wrong anew, and is said again
        await self._try(submit_details, self.order.number, typed)

    @rx.event
    async def submit_card(self, token: str) -> AsyncGenerator[None]:
        """Submit, for a new card: what names it comes from the browser, its number stays there."""
        self.busy, self.alert, self.card_refusal = True, "", ""
        yield
        try:
            self._take(await run_outside(save_card, self.order.number, argument(token)))
        except ActionPackError as refused:
            self.card_refusal = explain(refused)
        self.busy = False

    @rx.event
    async def refuse_card(self, code: str) -> None:
        """The provider refused a card in the browser, before we heard of it; without a code, what it said before is over."""
        self.card_refusal = explain_decline(argument(code, 64)) if code else ""

    @rx.event
    async def back(self) -> None:
        """Back to the payment method, with everything that was typed."""
        await self._try(go_back, self.order.number)

    @rx.event(background=True)
    async def buy(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Buy: charges a card at once, or places the order by bank transfer. A slow provider holds nothing else up."""
        given = fields(form)
        async with self:
            number, offer, reviewed = self.order.number, self._offer, self._reviewed
            if reviewed is None or self.busy:
                return
            self.busy, self.alert, self.still_a_draft = True, "", False
        outcome = await outcome_of(run_outside, number, offer, buy, number, reviewed, argument(given.get("po_number"), 2000))
        async with self:
            self.busy = False
            self._apply(outcome)
            waits, done = self._is_waiting(), self.order.step in {"paid", "transfer"}
        if waits:
            yield CheckoutState.follow
        if done:
            yield refresh(self)

    @rx.event
    async def request_approval(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Asks a second admin to approve what was reviewed; the dialog follows what they say."""
        given = fields(form)
        if self._reviewed is None or self.busy:
            return
        self.busy, self.alert = True, ""
        yield
        typed = [argument(given.get(field), 2000) for field in ("po_number", "approval_message")]
        await self._try(request_approval, self.order.number, self._reviewed, *typed)
        self.busy = False
        yield [*refresh(self), CheckoutState.follow]

    @rx.event
    async def withdraw_approval(self) -> AsyncGenerator[Any]:
        """Takes the request back, so that the order can be changed, or asked about again."""
        self.alert = ""
        try:
            await run(withdraw_approval, self.order.approval.id)
        except ActionPackError as refused:
            self.alert = explain(refused)
        if self.order.number:
            alert = self.alert
            await self._try(show_order, self.order.number)
            self.alert = alert
            yield refresh(self)

    @rx.event(background=True)
    async def follow(self) -> AsyncGenerator[Any]:
        """Shows what becomes of an order that somebody else is at work on, as long as the dialog is open."""
        async with self:
            number = self.order.number
            if self._following == number or not self._is_waiting():
                return
            self._following = number
            asked = self.order.approval.face == WAITING
        for _look in range(FOLLOWS_TIMES):
            await asyncio.sleep(FOLLOWS_EVERY_SECONDS)
            view = await run(show_order, number) if await still_signed_in() else None
            async with self:
                if view is None or not self.is_open or self.order.number != number or self._following != number:
                    break
                if show(view) != self.order:
                    self._take(view)
                if not self._is_waiting():
                    break
        async with self:
            self._following = "" if self._following == number else self._following
            answered = asked and self.order.approval.face != WAITING
            done = self.is_open and self.order.number == number and (answered or self.order.step in {"paid", "transfer"})
        if done:
            yield refresh(self)

    @rx.event
    async def authenticate(self, complete: bool) -> AsyncGenerator[Any]:  # noqa: FBT001 (a button's own value)
        """The sandbox's authentication, completed or failed."""
        async for step in self._end_asking(run, answer_challenge, complete=complete is True):
            yield step

    @rx.event
    async def answered(self) -> AsyncGenerator[Any]:
        """The cardholder has answered the bank, well or not: the provider knows."""
        self._apply(await outcome_of(run_outside, self.order.number, self._offer, confirmed, self.order.number))
        if self.order.step == "paid":
            yield refresh(self)

    @rx.event
    async def give_up(self) -> AsyncGenerator[Any]:
        """Ends a payment that waits for the bank, to pay in another way."""
        async for step in self._end_asking(run_outside, give_up):
            yield step

    async def _end_asking(self, reach: Any, service: Any, **given: Any) -> AsyncGenerator[Any]:
        if not self.order.needs_authentication:
            return  # the second click of a double one: the first has ended the question
        self.busy = True
        yield
        self._apply(await outcome_of(reach, self.order.number, self._offer, service, self.order.number, **given))
        self.busy = False
        if self.order.step == "paid":
            yield refresh(self)

    async def _try(self, service: Any, *args: Any, **kwargs: Any) -> None:
        """Calls a service that returns the order, and shows the order or the refusal; what was said of a card is over."""
        self.card_refusal = ""
        self._apply(await outcome_of(run, self.order.number, self._offer, service, *args, **kwargs))

    def _apply(self, outcome: Outcome) -> None:
        if outcome.view is not None:
            self._take(outcome.view)
        if outcome.alert:
            self.alert = outcome.alert
        if outcome.problems:
            self.problems = _NO_PROBLEMS | outcome.problems

    def _take(self, view: OrderView) -> None:
        self.order = show(view)
        self.provider = card_provider()
        self.number = view.number
        self._reviewed, self._offer = view.total, view.offer
        self.still_a_draft = False
        self.alert = self.order.decline if self.order.step == "review" else ""
        self.problems = dict(_NO_PROBLEMS)

    def _is_waiting(self) -> bool:
        """Whether what comes next comes from somebody else: the provider, another tab, or a second admin."""
        order = self.order
        account_to_come = order.step == "transfer" and order.matched and order.reference == ""
        approval_to_come = order.step == "review" and order.approval.face == WAITING
        return self.is_open and (order.step == "paying" or account_to_come or approval_to_come)

    def _leave(self) -> None:
        self.is_open = False
        self.number = ""

    def _clear(self) -> None:
        self.busy, self.alert, self.card_refusal = False, "", ""
        self.order, self.problems, self._reviewed = OrderShown(), dict(_NO_PROBLEMS), None
