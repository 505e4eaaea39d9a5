"""Notices as mails: every kind, in both languages, whole and harmless."""

import re
from datetime import date
from html import escape, unescape

import pytest

from actionpack_app.domain.money import Money
from actionpack_app.domain.notices import NoticeFacts, NoticeKind
from actionpack_app.domain.offers import Offer
from actionpack_app.messages import use_locale
from actionpack_app.messages.mails import Letter, Links, Reader, letter, unsubscribe_page
from actionpack_app.messages.notices import in_words
from actionpack_app.routes import LOCALES

LINKS = Links("https://example.com/go?a=1&b=2", "https://example.com/account")
STOPPABLE = Links(LINKS.action, LINKS.preferences, "https://example.com/stop")
EVIL = '<img src=x onerror="alert(1)"> & Söhne'
_HREF = re.compile(r'href="([^"]*)"')


def facts(kind: NoticeKind) -> NoticeFacts:
    return NoticeFacts(
        kind=kind,
        offer=Offer.GOLD,
        subscription_id="subscription",
        start=date(2026, 6, 23),
        expiry=date(2027, 6, 22),
        amount=Money(473000, "USD"),
        until=date(2027, 7, 22),
        reason="card_declined" if kind is NoticeKind.CHARGE_FAILED else "",
        order_number="O-1",
        invoice_number="INV-2026-000001",
    )


def written(kind: NoticeKind, locale: str, links: Links = LINKS, name: str = "Grace Abbott") -> Letter:
    with use_locale(locale):
        return letter(facts(kind), Reader(name, "Fabrikam", "1234567"), links)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_both_parts_say_all_of_the_notice(kind: NoticeKind, locale: str) -> None:
    mail = written(kind, locale)
    with use_locale(locale):
        words = in_words(facts(kind))
    assert mail.subject == words.title
    for part in (mail.text, unescape(mail.html)):
        for said in (words.title, *words.lines, words.action, "Grace Abbott", "Fabrikam", "1234567", LINKS.action):
            assert said in part
    assert mail.html.startswith(f'<!doctype html><html lang="{locale}">')


@pytest.mark.parametrize("kind", NoticeKind)
def test_nothing_is_loaded_and_links_lead_where_they_were_meant_to(kind: NoticeKind) -> None:
    html = written(kind, "en", STOPPABLE).html
    assert not re.search(r"<img|<script|<link|src=|url\(|@import", html)
    assert [unescape(found) for found in _HREF.findall(html)] == [STOPPABLE.action, STOPPABLE.preferences, STOPPABLE.unsubscribe]


def test_what_can_not_be_switched_off_says_so() -> None:
    assert "can't be switched off" in written(NoticeKind.RENEWED, "en").text
    assert "can't be switched off" not in written(NoticeKind.EXPIRES_IN_30, "en", STOPPABLE).text


def test_names_are_text() -> None:
    html = written(NoticeKind.RENEWED, "en", name=EVIL).html
    assert "<img" not in html
    assert escape(EVIL) in html
    for done in (True, False):
        assert "<img" not in unsubscribe_page(EVIL, done=done)
