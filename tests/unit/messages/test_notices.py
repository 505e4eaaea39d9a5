"""Where a notice leads, and how urgent it looks."""

import dataclasses
from datetime import date

import pytest

from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import CANCELLED, NoticeFacts, NoticeKind
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import use_locale
from actionpack_app.messages.notices import in_words, leads_to, tone_of
from actionpack_app.routes import LOCALES


def facts(kind: NoticeKind, **more: object) -> NoticeFacts:
    known = NoticeFacts(kind, Offer.ACTION_PACK, "sub-1", date(2026, 6, 23), date(2027, 6, 22))
    return dataclasses.replace(known, **more)  # type: ignore[arg-type]


def test_a_notice_leads_to_the_order_that_it_names() -> None:
    assert leads_to(facts(NoticeKind.RENEWED, order_number="ORD-1"), "en") == "/en/orders/ORD-1"
    assert leads_to(facts(NoticeKind.EXPIRES_IN_30), "ko") == "/ko/subscriptions/sub-1"


def test_a_refused_charge_leads_to_where_it_can_be_paid() -> None:
    assert leads_to(facts(NoticeKind.CHARGE_FAILED, order_number="ORD-1"), "en") == "/en/subscriptions/sub-1"


def test_an_order_that_awaits_its_transfer_is_shown_not_renewed_again() -> None:
    waiting = facts(NoticeKind.WINDOW_CLOSING, order_number="ORD-1")
    assert in_words(waiting).action == "Show the order"
    assert leads_to(waiting, "en") == "/en/orders/ORD-1"
    assert in_words(facts(NoticeKind.WINDOW_CLOSING)).action == "Renew subscription"


def test_what_asks_for_something_looks_more_urgent_than_news() -> None:
    assert tone_of(facts(NoticeKind.EXPIRES_IN_15, renews=True)) == "info"
    assert tone_of(facts(NoticeKind.EXPIRES_IN_15)) == "warn"
    assert tone_of(facts(NoticeKind.CHARGE_FAILED)) == "danger"
    assert tone_of(facts(NoticeKind.RENEWED)) == "ok"


def test_a_cancellation_says_what_goes_back_and_asks_for_nothing() -> None:
    amount = Money(47_500, "USD")
    told = facts(NoticeKind.RENEWAL_OFF, reason=CANCELLED, until=date(2026, 7, 1), amount=amount, invoice_number="CN-2026-000001")
    words = in_words(told)
    assert words.title == "Microsoft Action Pack Subscription is cancelled"
    assert words.lines == (
        "It ended on 1 Jul 2026, and so did its benefits.",
        "$475.00 is on its way back to you; the credit note is CN-2026-000001.",
    )
    assert not told.is_optional


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_words_a_tone_and_somewhere_to_go(kind: NoticeKind, locale: str) -> None:
    with use_locale(locale):
        words = in_words(facts(kind))
    assert all((words.title, *words.lines, words.action))
    assert tone_of(facts(kind)) in {"neutral", "ok", "warn", "danger", "info"}
    assert leads_to(facts(kind), locale).startswith(f"/{locale}/")
