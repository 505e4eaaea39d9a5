"""Making a support request, replying to one, and what the form of a cancellation starts with."""

import contextlib
import dataclasses
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import InvalidInput, NotAllowed, NotFound, RequestClosed
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.refunds import PaidYear, RefundVerdict, refund_verdict
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.domain.status import Closing
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, StandingClock
from actionpack_app.gateways.contacts import clean, clean_lines, email_address, length_problem, phone_number
from actionpack_app.models import Partner, Subscription, SupportMessage, SupportRequest
from actionpack_app.models.support import ProblemType, RequestStatus
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.benefits import BenefitUses
from actionpack_app.repositories.counters import next_number
from actionpack_app.repositories.orders import Orders
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.request_words import put_words
from actionpack_app.repositories.subscriptions import Subscriptions
from actionpack_app.repositories.support import SupportRequests
from actionpack_app.services.membership.standing import today_of
from actionpack_app.services.support.change import change_request

TITLE_MAX, BODY_MAX, NAME_MAX = 120, 5000, 100
FILES_MAX = 5


@dataclasses.dataclass(frozen=True, slots=True)
class AskForm:
    """A new request as it was typed."""

    problem: str
    title: str
    details: str
    contact_name: str
    contact_phone: str
    contact_email: str
    subscription_id: str = ""
    asks_to_cancel: bool = False
    attachments: tuple[str, ...] = ()
    submission: str = ""
    """Drawn once per form: sending it twice makes one request."""


@dataclasses.dataclass(frozen=True, slots=True)
class CancellationStart:
    """What a partner sees before asking to cancel."""

    subscription_id: str
    offer: Offer
    verdict: RefundVerdict
    open_request: str


def start_cancellation(actor: Actor, subscription_id: str, clock: Clock) -> CancellationStart:
    """Whether a refund would be due. Raises NotAllowed, NotFound (a closed subscription can't be cancelled)."""
    if not actor.may(Right.BUY):
        raise NotAllowed(Right.BUY)
    with reading() as session:
        row = Subscriptions(session, actor).get(subscription_id)
        if row.closed_on is not None:
            raise NotFound(subscription_id)
        verdict = verdict_of(session, actor, row, clock)
        open_request = SupportRequests(session, actor).open_cancellations().get(row.id, "")
    return CancellationStart(row.id, row.offer, verdict, open_request)


def verdict_of(session: Session, actor: Actor, row: Subscription, clock: Clock) -> RefundVerdict:
    """Whether cancelling a subscription brings the money back, on the partner's own day."""
    orders = [order for order in Orders(session, actor).of_subscription(row.id) if order.status is OrderStatus.PAID]
    paid = [order.paid_at for order in orders if order.paid_at]
    used = BenefitUses(session, actor).kinds_used(row.id, row.terms_paid - 1)
    return verdict_on(Partners(session, actor).mine(), row, max(paid) if paid else None, used, clock)


def verdict_on(
    partner: Partner, row: Subscription, paid_at: datetime | None, used: frozenset[BenefitKind], clock: Clock
) -> RefundVerdict:
    """The same, once it is known when its newest order was paid and how benefits were used in its last paid term."""
    year = PaidYear(
        paid_on=today_of(partner, StandingClock(paid_at)) if paid_at else None,
        benefit_activated=bool(used & {BenefitKind.UNITS, BenefitKind.WHOLE}),
        key_viewed=BenefitKind.KEYS in used,
        became_gold=row.closing is Closing.UPGRADED,
    )
    return refund_verdict(today_of(partner, clock), year)


def ask_support(actor: Actor, form: AskForm, clock: Clock) -> str:
    """Makes a request and returns its number. Raises InvalidInput, NotAllowed, NotFound."""
    try:
        return _ask(actor, form, clock)
    except IntegrityError:  # the same form in another tab was first: its request is the one
        return _ask(actor, form, clock)


def _ask(actor: Actor, form: AskForm, clock: Clock) -> str:
    if not actor.may(Right.ASK_SUPPORT) or (form.asks_to_cancel and not actor.may(Right.BUY)):
        raise NotAllowed(Right.BUY if form.asks_to_cancel else Right.ASK_SUPPORT)
    with transaction() as session:
        requests = SupportRequests(session, actor)
        if before := requests.sent_before(form.submission):
            return before.number
        partner = Partners(session, actor).mine()
        checked = _check(form, partner.country)
        if form.subscription_id:
            row = Subscriptions(session, actor).get(form.subscription_id)
            if form.asks_to_cancel and row.closed_on is not None:
                raise NotFound(row.id)
            if form.asks_to_cancel and (open_already := requests.open_cancellations().get(row.id)):
                return open_already
        year = today_of(partner, clock).year
        request = SupportRequest(
            id=new_id(),
            number=f"SR-{year}-{next_number(session, 'support', year):06d}",
            partner_id=actor.partner_id,
            created_by=actor.person_id,
            problem=ProblemType(form.problem),
            title=checked["title"],
            contact_name=checked["contact_name"],
            contact_phone=checked["contact_phone"],
            contact_email=checked["contact_email"],
            subscription_id=form.subscription_id or None,
            asks_to_cancel=form.asks_to_cancel and bool(form.subscription_id),
            status=RequestStatus.OPEN,
            created_at=clock.now(),
            updated_at=clock.now(),
            waits_since=clock.now(),
            version=0,
        )
        requests.add(request)
        put_words(session, request, partner)
        _say(session, actor, request, checked["details"], form.submission, form.attachments, clock)
        action = "cancellation_requested" if request.asks_to_cancel else "request_made"
        Activity(session, actor).record(
            action,
            clock.now(),
            subscription_id=request.subscription_id,
            subject=request.number,
            after=request.status,
            problem=request.problem,
        )
        change_request(session, request, RequestStatus.OPEN, clock)
        return request.number


def reply(actor: Actor, number: str, body: str, attachments: tuple[str, ...], submission: str, clock: Clock) -> None:
    """Adds to the thread of an open request. Raises InvalidInput, NotFound, RequestClosed."""
    with contextlib.suppress(IntegrityError):  # the same reply in another tab was first
        _reply(actor, number, body, attachments, submission, clock)


def _reply(actor: Actor, number: str, body: str, attachments: tuple[str, ...], submission: str, clock: Clock) -> None:
    text = clean_lines(body)
    if problem := length_problem(text, BODY_MAX):
        raise InvalidInput({"reply": problem})
    if len(attachments) > FILES_MAX:
        raise InvalidInput({"reply": "too_many"})
    with transaction() as session:
        requests = SupportRequests(session, actor)
        request = requests.get(number, lock=True)
        if requests.sent_before(submission):
            return
        if request.status is RequestStatus.CLOSED:
            raise RequestClosed(number)
        before = request.status
        _say(session, actor, request, text, submission, attachments, clock)
        Activity(session, actor).record(
            "request_answered",
            clock.now(),
            subscription_id=request.subscription_id,
            subject=number,
            before=before,
            after=RequestStatus.OPEN,
        )
        change_request(session, request, RequestStatus.OPEN, clock)


def close_request(actor: Actor, number: str, clock: Clock) -> None:
    """Takes a request back: nothing more is expected of the desk. Raises NotFound, RequestClosed."""
    with transaction() as session:
        request = SupportRequests(session, actor).get(number, lock=True)
        if request.status is RequestStatus.CLOSED:
            raise RequestClosed(number)
        before = request.status
        Activity(session, actor).record(
            "request_closed",
            clock.now(),
            subscription_id=request.subscription_id,
            subject=number,
            before=before,
            after=RequestStatus.CLOSED,
        )
        change_request(session, request, RequestStatus.CLOSED, clock)


def _check(form: AskForm, country: str) -> dict[str, str]:
    title, details, name = clean(form.title), clean_lines(form.details), clean(form.contact_name)
    phone, email = clean(form.contact_phone), clean(form.contact_email)
    read_phone = phone_number(phone, country) if phone else ""
    read_email = email_address(email)
    problems = {
        "problem": "" if form.problem in set(ProblemType) else "required",
        "title": length_problem(title, TITLE_MAX),
        "details": length_problem(details, BODY_MAX),
        "contact_name": length_problem(name, NAME_MAX),
        "contact_phone": "phone" if read_phone is None else "",
        "contact_email": "" if read_email else ("email" if email else "required"),
        "attachments": "too_many" if len(form.attachments) > FILES_MAX else "",
    }
    if found := {field: code for field, code in problems.items() if code}:
        raise InvalidInput(found)
    return {
        "title": title,
        "details": details,
        "contact_name": name,
        "contact_phone": read_phone or "",
        "contact_email": read_email or "",
    }


def _say(
    session: Session, actor: Actor, request: SupportRequest, body: str, submission: str, files: tuple[str, ...], clock: Clock
) -> None:
    if not submission:
        raise NotFound("submission")
    said = SupportMessage(
        request_id=request.id, author_id=actor.person_id, body=body, submission=submission, created_at=clock.now()
    )
    SupportRequests(session, actor).say(said, list(files))
