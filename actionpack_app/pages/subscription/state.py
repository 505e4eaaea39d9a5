"""The details of one subscription."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.checkout.state import CheckoutState
from actionpack_app.dialogs.phases import LOADING, READY, named_in, phase_of
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages.explain import explain
from actionpack_app.pages.subscription.view import (
    ActivityRow,
    BenefitRow,
    ComingRow,
    DetailsShown,
    LeftOutRow,
    OrderRow,
    ToldRow,
    show_activity,
    show_benefits,
    show_coming,
    show_details,
    show_left_out,
    show_orders,
    show_told,
)
from actionpack_app.services.subscriptions.show import show_subscription


class SubscriptionState(rx.State):
    """One subscription of the company."""

    phase: str = LOADING
    message: str = ""
    details: DetailsShown = DetailsShown()
    orders: list[OrderRow] = []  # noqa: RUF012 (a var's default; Reflex copies it)
    benefits: list[BenefitRow] = []  # noqa: RUF012
    activity: list[ActivityRow] = []  # noqa: RUF012
    told: list[ToldRow] = []  # noqa: RUF012
    coming: list[ComingRow] = []  # noqa: RUF012
    left_out: list[LeftOutRow] = []  # noqa: RUF012

    _opened_for: str = ""
    """The subscription whose checkout was opened because the address asks for it: once in a tab, reloads or not."""

    @rx.event
    async def load(self) -> AsyncGenerator[Any]:
        """Reads the subscription that the address names; a foreign one looks like a missing one.

        `?pay=1`, to which mails lead, opens the checkout once in a tab, for those who may buy. The address stays as it is:
        going elsewhere while the dialog opens loses one of the two.
        """
        wanted = named_in(self.router.url.path)
        if self.details.id != wanted:
            self.phase = LOADING
        try:
            found = await run(show_subscription, wanted)
        except ActionPackError as refused:
            self.phase, self.message, self.details = phase_of(refused), explain(refused), DetailsShown()
            return
        self.details = show_details(found)
        self.orders, self.benefits, self.activity = show_orders(found), show_benefits(found), show_activity(found)
        self.told, self.coming = show_told(found), show_coming(found)
        self.left_out = show_left_out(found)
        self.phase = READY
        if self.router.url.query_parameters.get("pay") == "1" and self._opened_for != wanted:
            self._opened_for = wanted
            if self.details.may_renew:
                yield CheckoutState.open(self.details.offer)
