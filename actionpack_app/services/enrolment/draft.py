"""A draft: what was typed so far, kept with every field, and how far its person may go."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from actionpack_app.db import reading, transaction
from actionpack_app.domain.enrolment import DRAFT_LIVES, LONGEST, LONGEST_TYPED, TERMS_VERSION, Step, within_reach
from actionpack_app.domain.errors import EnrolmentIncomplete, InvalidInput, NotFound
from actionpack_app.domain.offers import Catalogue
from actionpack_app.domain.throttle import ENROLMENTS_FROM_ADDRESS
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.contacts import clean
from actionpack_app.gateways.places import currency_of, zones_of
from actionpack_app.models import Enrolment, Partner
from actionpack_app.repositories.accounts import Tries
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.enrolments import Enrolments
from actionpack_app.routes import DEFAULT_LOCALE
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.enrolment.check import check_company, check_contact, currencies_of
from actionpack_app.services.sessions.open import hash_of


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """What the page shows of an enrolment; of one that hasn't begun, too."""

    step: Step
    done: frozenset[Step]
    typed: Mapping[str, str]
    currencies: tuple[str, ...]
    zones: tuple[str, ...]
    """Of the country that is chosen."""
    sent_to: str
    """The mailbox that a letter was sent to, if it still is the contact's."""
    terms_version: str
    """What was accepted; empty before."""
    partner_id: str = ""
    """Whom it became; empty before."""
    mpn_id: str = ""
    company: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Whence somebody comes who enrols: what a draft starts with, and what tries are counted by."""

    address: str = ""
    """The network address."""
    country: str = ""
    """What the browser's languages point to; empty where they don't."""
    locale: str = DEFAULT_LOCALE


def read_draft(token: str, origin: Origin) -> Draft:
    """The draft of a browser; an empty one where it has none yet, with what its languages let expect."""
    with reading() as session:
        found = Enrolments(session, SystemClock().now()).of_token(hash_of(token)) if token else None
        catalogue = current_catalogue(session)
        if found is None:
            return show_draft(_new("", beginning(origin, catalogue), SystemClock().now()), catalogue)
        partner = session.get(Partner, found.partner_id) if found.partner_id else None
        return show_draft(found, catalogue, partner)


def keep_typed(token: str, typed: Mapping[str, str], origin: Origin) -> Draft:
    """Keeps fields as they were typed, and begins a draft with the first. Another country suggests its zone and currency.

    Raises NotFound (no token, or completed already), TooManyTries (many drafts from one network address).
    """
    with transaction() as session:
        catalogue = current_catalogue(session)
        draft = open_draft(session, token, origin, catalogue)
        put_typed(draft, typed, catalogue)
        return show_draft(draft, catalogue)


def go_to(token: str, step: Step) -> Draft:
    """Back to an earlier step, or on to one that is open. Raises NotFound."""
    with transaction() as session:
        catalogue = current_catalogue(session)
        draft = existing_draft(session, token)
        draft.step = within_reach(step, done_steps(draft, catalogue))
        return show_draft(draft, catalogue)


def discard_draft(token: str) -> None:
    """Takes the draft of a browser away; what was completed stays."""
    with transaction() as session:
        drafts = Enrolments(session, SystemClock().now())
        found = drafts.of_token(hash_of(token), lock=True)
        if found is not None and found.completed_at is None:
            drafts.discard(found)


def forget_expired_drafts() -> int:
    """Takes away drafts that nobody went on with."""
    with transaction() as session:
        return Enrolments(session, SystemClock().now()).forget_expired()


def open_draft(session: Session, token: str, origin: Origin, catalogue: Catalogue) -> Enrolment:
    """The browser's own draft, ours until the transaction ends; begun if need be. Raises NotFound, TooManyTries."""
    if not token:
        raise NotFound("enrolment")
    now = SystemClock().now()
    drafts = Enrolments(session, now)
    if drafts.of_token(hash_of(token)) is None:
        Tries(session, now).take(ENROLMENTS_FROM_ADDRESS, "enrolment from", origin.address)
        drafts.add(_new(hash_of(token), beginning(origin, catalogue), now))
    return existing_draft(session, token)


def existing_draft(session: Session, token: str) -> Enrolment:
    """The browser's own draft, ours until the transaction ends; it lives on. Raises NotFound for none, or a completed one."""
    now = SystemClock().now()
    found = _found(Enrolments(session, now).of_token(hash_of(token), lock=True) if token else None)
    found.updated_at, found.expires_at = now, now + DRAFT_LIVES
    return found


def seen_draft(session: Session, token: str) -> Enrolment:
    """The same, to look at: it keeps nobody waiting. Raises NotFound."""
    return _found(Enrolments(session, SystemClock().now()).of_token(hash_of(token)) if token else None)


def _found(draft: Enrolment | None) -> Enrolment:
    if draft is None or draft.completed_at is not None:
        raise NotFound("enrolment")
    return draft


def put_typed(draft: Enrolment, typed: Mapping[str, str], catalogue: Catalogue) -> None:
    """Keeps what was typed; where the country is another one, its zone and currency take the place of the old one's."""
    kept = dict(typed_of(draft))
    before = kept.get("country", "")
    kept |= {field: clean(text)[:LONGEST_TYPED] for field, text in typed.items() if field in LONGEST}
    country = kept.get("country", "")
    if country != before and zones_of(country):
        kept |= suggested(country, catalogue)
    draft.typed = kept


def beginning(origin: Origin, catalogue: Catalogue) -> dict[str, str]:
    """What a draft starts with."""
    likely = {"country": origin.country, **suggested(origin.country, catalogue)} if zones_of(origin.country) else {}
    return {"locale": origin.locale, "currency": currency_of("", currencies_of(catalogue)), **likely}


def suggested(country: str, catalogue: Catalogue) -> dict[str, str]:
    """What a company of a country most likely wants."""
    return {"time_zone": zones_of(country)[0], "currency": currency_of(country, currencies_of(catalogue))}


def typed_of(draft: Enrolment) -> dict[str, str]:
    """The fields of a draft."""
    return {str(field): str(text) for field, text in draft.typed.items()}


def done_steps(draft: Enrolment, catalogue: Catalogue) -> frozenset[Step]:
    """What is done, by what is there: nothing that was done once counts when its field has changed since."""
    typed = typed_of(draft)
    login = login_of(typed.get("contact_email", ""))
    done = {
        Step.COMPANY: _passes(lambda: check_company(typed, catalogue)),
        Step.CONTACT: _passes(lambda: check_contact(typed)),
        Step.MAIL: bool(login) and draft.verified_login == login,
        Step.TERMS: draft.terms_version == TERMS_VERSION and draft.terms_accepted_at is not None,
        Step.PASSWORD: draft.completed_at is not None,
    }
    return frozenset(step for step, is_done in done.items() if is_done)


def require(draft: Enrolment, catalogue: Catalogue, *steps: Step) -> None:
    """Raises EnrolmentIncomplete, with the first of these steps that isn't done."""
    done = done_steps(draft, catalogue)
    for step in steps:
        if step not in done:
            raise EnrolmentIncomplete(step)


def show_draft(draft: Enrolment, catalogue: Catalogue, partner: Partner | None = None) -> Draft:
    """A draft as the page shows it."""
    typed, done = typed_of(draft), done_steps(draft, catalogue)
    email = typed.get("contact_email", "")
    return Draft(
        step=within_reach(draft.step, done),
        done=done,
        typed=typed,
        currencies=currencies_of(catalogue),
        zones=zones_of(typed.get("country", "")),
        sent_to=email if draft.letter_login and draft.letter_login == login_of(email) else "",
        terms_version=draft.terms_version if Step.TERMS in done else "",
        partner_id=draft.partner_id or "",
        mpn_id=partner.mpn_id or "" if partner else "",
        company=partner.name if partner else "",
    )


def _new(token_hash: str, typed: dict[str, str], now: datetime) -> Enrolment:
    return Enrolment(
        id=new_id(),
        token_hash=token_hash,
        typed=typed,
        step=Step.COMPANY,
        created_at=now,
        updated_at=now,
        expires_at=now + DRAFT_LIVES,
    )


def _passes(check: Callable[[], object]) -> bool:
    try:
        check()
    except InvalidInput:
        return False
    return True
