"""The kinds of letters: where each leads, and whether it still holds when it is sent. Their words: `messages/letters.py`."""

import dataclasses
from collections.abc import Callable, Mapping

from sqlmodel import Session

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.letters import LetterKind
from actionpack_app.models import Letter
from actionpack_app.routes import APPROVALS, OFFERS, approval_by_mail, localized, subscription, support_request
from actionpack_app.services.approvals.by_mail import approval_token, still_asked


def _always(_session: Session, _letter: Letter) -> bool:
    return True


def _decided(locale: str, facts: Mapping[str, str]) -> str:
    """An approved order is paid where its subscription is, or among the offers."""
    if facts["status"] != ApprovalStatus.APPROVED:
        return localized(locale, APPROVALS)
    return f"{subscription(locale, facts['subscription'])}?pay=1" if facts["subscription"] else localized(locale, OFFERS)


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """How letters of one kind are sent."""

    leads_to: Callable[[str, Mapping[str, str]], str]
    """From the locale and the facts to an address of ours; whatever has to be signed is signed here, when it is sent."""
    holds: Callable[[Session, Letter], bool] = _always
    """False for what nobody needs any more, such as an invitation that was taken back."""


KINDS: dict[LetterKind, Kind] = {
    LetterKind.REQUEST_ANSWERED: Kind(lambda locale, facts: support_request(locale, facts["number"])),
    LetterKind.INVITED_FROM_PMC: Kind(lambda locale, _facts: localized(locale, OFFERS)),
    LetterKind.APPROVAL_REQUESTED: Kind(
        lambda _locale, facts: approval_by_mail(approval_token(facts["approval"], facts["person"])), still_asked
    ),
    LetterKind.APPROVAL_DECIDED: Kind(_decided),
}
