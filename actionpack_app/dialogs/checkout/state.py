"""The dialog's state. The order in the database is the truth; this shows it, and forgets nothing that it holds."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.checkout.view import OrderShown, show
from actionpack_app.dialogs.phases import argument, fields
from actionpack_app.dialogs.refresh import refresh
from actionpack_app.domain.errors import ActionPackError, InvalidInput, PriceChanged
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.messages.explain import explain, explain_problem
from actionpack_app.services.orders.fill_in import choose_method, go_back, keep_typed, submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.workflows.pay import answer_challenge, buy, resume, save_card

_NO_PROBLEMS = {
    "method": "", "card": "", "contact_name": "", "contact_phone": "", "contact_email": "", "po_number": ""
}  # fmt: skip


class CheckoutState(rx.State):
    """One checkout at a time in a tab; other tabs and browsers find the same order."""

    is_open: bool = False
    busy: bool = False
    order: OrderShown = OrderShown()
    alert: str = ""
    card_refusal: str = ""
    problems: dict[str, str] = dict(_NO_PROBLEMS)  # noqa: RUF012 (a var's default; Reflex copies it)
    number: str = rx.SessionStorage("", name="checkout")
    """The order that this tab had open: a reload comes back to it, even after the server was restarted."""
    _offer: Offer = Offer.ACTION_PACK
    _reviewed: Money | None = None
    """The total that the review showed; a total from the browser would prove nothing."""

    @rx.event
    async def open(self, offer: str) -> None:
        """Opens the dialog for an offer: the order that is under way, or a new draft."""
        self._clear()
        self.is_open = True
        try:
            self._take(await run(open_checkout, Offer(argument(offer) or "unknown")))
        except ValueError:
            self.is_open = False
        except ActionPackError as refused:
            self.order = OrderShown(step="refused")
            self.alert = explain(refused)

    @rx.event
    async def restore(self) -> None:
        """After a reload: the same order where it stood, if it still asks for something."""
        number = argument(self.number)
        if not number:
            return
        try:
            found = await run(resume, number)
        except ActionPackError:
            self.number, self.is_open = "", False
            return
        over = found.status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED}
        unfinished = found.status in {OrderStatus.DRAFT, OrderStatus.PROCESSING}
        if over:
            self._leave()
        elif self.is_open or unfinished:
            self.is_open, self.busy = True, False
            self._take(found)

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
        await self._quietly(keep_typed, self.order.number, argument(field), argument(text, 2000))

    @rx.event
    async def submit(self, form: dict[str, Any]) -> None:
        """Submit, for a saved card or a bank transfer."""
        given = fields(form)
        typed = {field: argument(given.get(field), 2000) for field in ("contact_name", "contact_phone", "contact_email")}
        await self._try(submit_details, self.order.number, typed)

    @rx.event
    async def submit_card(self, token: str) -> AsyncGenerator[None]:
        """Submit, for a new card: its token comes from the browser, its number stays there."""
        self.busy, self.card_refusal = True, ""
        yield
        try:
            self._take(await run(save_card, self.order.number, argument(token)))
        except ActionPackError as refused:
            self.card_refusal = explain(refused)
        self.busy = False

    @rx.event
    async def back(self) -> None:
        """Back to the payment method, with everything that was typed."""
        await self._try(go_back, self.order.number)

    @rx.event
    async def buy(self, form: dict[str, Any]) -> AsyncGenerator[Any]:
        """Buy: charges a card at once, or places the order by bank transfer."""
        given = fields(form)
        if self._reviewed is None:
            return
        self.busy, self.alert = True, ""
        yield
        await self._try(buy, self.order.number, self._reviewed, argument(given.get("po_number"), 2000))
        self.busy = False
        if self.order.step in {"paid", "transfer"}:
            yield refresh(self)

    @rx.event
    async def authenticate(self, complete: bool) -> AsyncGenerator[Any]:  # noqa: FBT001 (a button's own value)
        """The sandbox's authentication, completed or failed."""
        self.busy = True
        yield
        await self._try(answer_challenge, self.order.number, complete=complete is True)
        self.busy = False
        if self.order.step == "paid":
            yield refresh(self)

    async def _try(self, service: Any, *args: Any, **kwargs: Any) -> None:
        """Calls a service that returns the order, and shows the order or the refusal."""
        try:
            self._take(await run(service, *args, **kwargs))
        except InvalidInput as refused:
            self.problems = _NO_PROBLEMS | {field: explain_problem(code) for field, code in refused.problems.items()}
            await self._show_again()
        except PriceChanged as refused:
            self._take(await run(open_checkout, self._offer))  # with today's price and dates, to be reviewed again
            self.alert = explain(refused)
        except ActionPackError as refused:
            self.alert = explain(refused)

    async def _show_again(self) -> None:
        kept = self.problems
        self._take(await run(show_order, self.order.number))
        self.problems = kept

    async def _quietly(self, service: Any, *args: Any) -> None:
        try:
            await run(service, *args)
        except ActionPackError as refused:
            self.alert = explain(refused)

    def _take(self, view: OrderView) -> None:
        self.order = show(view)
        self.number = view.number
        self._reviewed, self._offer = view.total, view.offer
        self.alert = self.order.decline if self.order.step == "review" else ""
        self.problems = dict(_NO_PROBLEMS)

    def _leave(self) -> None:
        self.is_open = False
        self.number = ""

    def _clear(self) -> None:
        self.busy, self.alert, self.card_refusal = False, "", ""
        self.order, self.problems, self._reviewed = OrderShown(), dict(_NO_PROBLEMS), None
