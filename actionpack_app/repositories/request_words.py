"""Finding requests by words, as fast among many as among few.

The rarest word of a search leads to its requests; the others are looked up for each of those. Where no word is rare, the
list is walked in its order instead, as every few rows is one that fits.
"""

from typing import Any

from sqlalchemy import and_, delete, exists
from sqlmodel import Session, col, select

from actionpack_app.domain.search import asked_words, beyond, words_of
from actionpack_app.models import Partner, RequestWord, SupportRequest
from actionpack_app.repositories.pages import told

RARE = 500
"""A word is rare with up to so many requests."""
WALKED_MOST = 75
"""So many rows of a list that is walked are counted: each needs a look-up."""


class RequestWords:
    """Words of requests: a company's, without the desk's own ones, or with `partner_id` empty everybody's."""

    def __init__(self, session: Session, partner_id: str) -> None:
        self._session = session
        self._scope: tuple[Any, ...] = ()
        if partner_id:
            self._scope = (RequestWord.partner_id == partner_id, col(RequestWord.of_company).is_(False))

    def conditions(self, text: str) -> tuple[list[Any], bool]:
        """What a request has to fulfil to be found, and whether its own id leads there: then no other index should."""
        words = asked_words(text)
        rare = {word: ids for word in words if len(ids := self._requests(word)) <= RARE}
        if not rare:
            return [self._has(word) for word in words], False
        rarest = min(rare, key=lambda word: len(rare[word]))
        return [col(SupportRequest.id).in_(rare[rarest]), *(self._has(word) for word in words if word != rarest)], True

    def _requests(self, word: str) -> list[str]:
        query = select(RequestWord.request_id).where(*self._scope, *_begins(word)).limit(told(2 * RARE + 1))
        return list(dict.fromkeys(self._session.exec(query)))

    def _has(self, word: str) -> Any:
        of_company = () if not self._scope else (col(RequestWord.of_company).is_(False),)
        same = col(RequestWord.request_id) == col(SupportRequest.id)
        return exists().where(and_(same, *of_company, *_begins(word)))


def put_words(session: Session, request: SupportRequest, partner: Partner) -> None:
    """Has a new request found by its number and title, and at the desk by its company."""
    for of_company, text in ((False, f"{request.number} {request.title}"), (True, words_of_company(partner))):
        for word in sorted(words_of(text)):
            session.add(RequestWord(request_id=request.id, of_company=of_company, word=word, partner_id=partner.id))


def put_words_of_company(session: Session, partner: Partner) -> None:
    """After a company has changed its name: its requests are found by the new one."""
    session.execute(delete(RequestWord).where(col(RequestWord.partner_id) == partner.id, col(RequestWord.of_company).is_(True)))
    words = sorted(words_of(words_of_company(partner)))
    for request_id in session.exec(select(SupportRequest.id).where(SupportRequest.partner_id == partner.id)).all():
        session.add_all(RequestWord(request_id=request_id, of_company=True, word=word, partner_id=partner.id) for word in words)


def words_of_company(partner: Partner) -> str:
    """By what of a company the desk finds its requests."""
    return f"{partner.name} {partner.mpn_id or ''}"


def _begins(word: str) -> tuple[Any, Any]:
    return col(RequestWord.word) >= word, col(RequestWord.word) < beyond(word)
