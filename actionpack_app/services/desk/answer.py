"""The desk answers a request, notes something for itself, closes it, or opens it again."""

import contextlib
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from actionpack_app.db import transaction
from actionpack_app.domain.errors import CancellationUndecided, InvalidInput, NotAllowed, NotFound, RequestClosed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.contacts import clean_lines, length_problem
from actionpack_app.models import SupportMessage, SupportRequest
from actionpack_app.models.support import RequestStatus
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.request_desk import RequestDesk
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.services.desk.at_work import at_work
from actionpack_app.services.letters.answer import write_of_answer
from actionpack_app.services.support.ask import BODY_MAX, FILES_MAX
from actionpack_app.services.support.change import change_at_desk, change_request


def answer_request(actor: Actor, number: str, body: str, attachments: Sequence[str], submission: str) -> None:
    """Adds to the thread, and has the request's contact told by a letter. Twice the same submission is one answer.

    Raises: NotAllowed, NotFound, InvalidInput, RequestClosed.
    """
    _check_right(actor)
    text = _written(body, "reply")
    if len(attachments) > FILES_MAX:
        raise InvalidInput({"reply": "too_many"})
    with contextlib.suppress(IntegrityError):  # the same answer in another tab was first
        _answer(actor, number, text, list(attachments), submission)


def _answer(actor: Actor, number: str, text: str, attachments: list[str], submission: str) -> None:
    with transaction() as session:
        desk = RequestDesk(session, actor)
        request = desk.get(number, lock=True)
        if desk.sent_before(submission):
            return
        if request.status is RequestStatus.CLOSED:
            raise RequestClosed(number)
        acting, clock, _partner = at_work(session, actor, request.partner_id)
        SupportRequests(session, acting).say(_message(actor, request, text, submission, clock), attachments)
        write_of_answer(session, acting, request, submission)
        _put(session, acting, request, RequestStatus.ANSWERED, "request_answered", clock)


def note_request(actor: Actor, number: str, body: str, submission: str) -> None:
    """Adds a note that only the desk reads, to a closed request too. Raises NotAllowed, NotFound, InvalidInput."""
    _check_right(actor)
    text = _written(body, "note")
    with contextlib.suppress(IntegrityError), transaction() as session:
        desk = RequestDesk(session, actor)
        request = desk.get(number, lock=True)
        if desk.sent_before(submission):
            return
        _acting, clock, _partner = at_work(session, actor, request.partner_id)
        note = _message(actor, request, text, submission, clock)
        note.internal = True
        session.add(note)
        change_at_desk(session, request)


def close_at_desk(actor: Actor, number: str) -> None:
    """Nothing more is to be done. Raises NotAllowed, NotFound, RequestClosed, CancellationUndecided."""
    _turn(actor, number, RequestStatus.CLOSED)


def reopen_request(actor: Actor, number: str) -> None:
    """A closed request waits for the desk again. Raises NotAllowed, NotFound, RequestClosed, CancellationUndecided."""
    _turn(actor, number, RequestStatus.OPEN)


def _turn(actor: Actor, number: str, to: RequestStatus) -> None:
    _check_right(actor)
    with transaction() as session:
        request = RequestDesk(session, actor).get(number, lock=True)
        if request.asks_to_cancel:
            raise CancellationUndecided(number)
        if (request.status is RequestStatus.CLOSED) is (to is RequestStatus.CLOSED):
            raise RequestClosed(number)
        acting, clock, _partner = at_work(session, actor, request.partner_id)
        action = "request_closed" if to is RequestStatus.CLOSED else "request_reopened"
        _put(session, acting, request, to, action, clock)


def _put(session: Session, acting: Actor, request: SupportRequest, status: RequestStatus, action: str, clock: Clock) -> None:
    Activity(session, acting).record(
        action,
        clock.now(),
        subscription_id=request.subscription_id,
        subject=request.number,
        before=request.status,
        after=status,
    )
    change_request(session, request, status, clock, by_desk=True)


def _check_right(actor: Actor) -> None:
    if not actor.may(Right.DESK_REQUESTS):
        raise NotAllowed(Right.DESK_REQUESTS)


def _written(body: str, field: str) -> str:
    text = clean_lines(body)
    if problem := length_problem(text, BODY_MAX):
        raise InvalidInput({field: problem})
    return text


def _message(actor: Actor, request: SupportRequest, text: str, submission: str, clock: Clock) -> SupportMessage:
    if not submission:
        raise NotFound("submission")
    return SupportMessage(
        request_id=request.id, author_id=actor.person_id, body=text, submission=submission, created_at=clock.now()
    )
