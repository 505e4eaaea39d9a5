"""The dialog's state: the refund verdict of one subscription."""

import dataclasses

import reflex as rx

from actionpack_app.auth.visit import run
from actionpack_app.dialogs.phases import argument
from actionpack_app.domain.errors import ActionPackError
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_date
from actionpack_app.messages.payments import explain_refund_bar
from actionpack_app.messages.words import offer_name
from actionpack_app.routes import SUPPORT_NEW, localized, support_request
from actionpack_app.services.support.ask import CancellationStart, start_cancellation


@dataclasses.dataclass(frozen=True)
class VerdictShown:
    """Whether money comes back, in words."""

    offer: str = ""
    due: bool = False
    due_text: str = ""
    bars: list[str] = dataclasses.field(default_factory=list)
    request_href: str = ""
    open_request: str = ""


class CancellationState(rx.State):
    """One subscription's verdict."""

    is_open: bool = False
    refusal: str = ""
    verdict: VerdictShown = VerdictShown()

    @rx.event
    async def ask(self, subscription_id: str) -> None:
        """Opens the dialog with the verdict."""
        self.is_open, self.refusal, self.verdict = True, "", VerdictShown()
        try:
            self.verdict = _shown(await run(start_cancellation, argument(subscription_id)))
        except ActionPackError as refused:
            self.refusal = explain(refused)

    @rx.event
    async def change_open(self, opened: bool) -> None:  # noqa: FBT001 (Radix hands it over so)
        """Closes the dialog."""
        if not opened:
            self.is_open = False

    @rx.event
    async def close(self) -> None:
        """Closes the dialog."""
        self.is_open = False


def _shown(start: CancellationStart) -> VerdictShown:
    locale = current_locale()
    form = f"{localized(locale, SUPPORT_NEW)}?cancel={start.subscription_id}"
    return VerdictShown(
        offer=offer_name(start.offer),
        due=start.verdict.due,
        due_text=_due_text(start),
        bars=[explain_refund_bar(bar) for bar in start.verdict.bars],
        request_href=support_request(locale, start.open_request) if start.open_request else form,
        open_request=start.open_request,
    )


def _due_text(start: CancellationStart) -> str:
    if start.verdict.until is None or not start.verdict.due:
        return ""
    return _("A refund is due if you ask by {until}.").format(until=format_date(start.verdict.until))
