"""The kinds of letters: where each leads, and whether it still holds when it is sent. Their words: `messages/letters.py`."""

import dataclasses
from collections.abc import Callable, Mapping

from sqlmodel import Session

from actionpack_app.domain.letters import LetterKind
from actionpack_app.models import Letter
from actionpack_app.routes import OFFERS, localized, support_request


def _always(_session: Session, _letter: Letter) -> bool:
    return True


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
}
