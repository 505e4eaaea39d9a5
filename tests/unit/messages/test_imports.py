"""Changes of an import, and mails that failed, in words: in both languages, and nothing left as a code."""

from datetime import date
from decimal import Decimal

import pytest

from actionpack_app.domain.catalogue_difference import (
    AccountChange,
    BenefitChange,
    Change,
    PriceChange,
    RequirementChange,
    SellerChange,
    TaxChange,
)
from actionpack_app.domain.file_problems import ENGLISH, FileProblem
from actionpack_app.domain.imports import ImportKind
from actionpack_app.domain.letters import LetterAbout, LetterKind
from actionpack_app.domain.notices import NoticeFacts, NoticeKind
from actionpack_app.domain.offers import BankAccount, BenefitKind, Offer, TaxRule
from actionpack_app.messages import use_locale
from actionpack_app.messages.catalogue import ChangeWords, change_in_words, import_kind_name
from actionpack_app.messages.file_problems import explain_file_problem, sentences
from actionpack_app.messages.post import explain_mail_trouble, mail_title
from tests.unit.messages.test_words import in_korean

CHANGES: tuple[Change, ...] = (
    PriceChange(Offer.GOLD, "USD", 473_000, 500_000),
    PriceChange(Offer.GOLD, "KRW", None, 5_700_000),
    TaxChange("DE", TaxRule(Decimal(19), reverse_charge=True), None),
    TaxChange("KR", None, TaxRule(Decimal("10.5"), reverse_charge=False)),
    BenefitChange(Offer.SILVER, "training", "training_seats", BenefitKind.SEATS, 15, 20),
    RequirementChange(Offer.GOLD, "certified_people", None, 4),
    SellerChange("address", "One Way\nRedmond", "Two Ways"),
    AccountChange("EUR", None, BankAccount("Holder", "Bank", "DE89", "BIC")),
)
CODES = ("connection", "timeout", "auth", "tls", "folder", "address", "smtputf8", "lost", "550", "552", "554", "450", "", "new")


def words(change: Change, locale: str) -> ChangeWords:
    with use_locale(locale):
        return change_in_words(change)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_every_kind_of_change_is_said_in_both_languages(change: Change) -> None:
    english, korean = words(change, "en"), words(change, "ko")
    assert not in_korean(f"{english.group} {english.what} {english.before} {english.after}")
    assert in_korean(korean.group)
    assert in_korean(korean.what)
    assert english.before != english.after


def test_a_price_is_said_with_both_amounts_and_by_how_much_it_rises() -> None:
    said = words(CHANGES[0], "en")
    assert (said.what, said.before, said.after, said.more) == (
        "Gold competency in USD",
        "$4,730.00",
        "$5,000.00",
        "+5.7 %",
    )


def test_a_currency_in_which_nothing_was_sold_says_so() -> None:
    assert (words(CHANGES[1], "en").before, words(CHANGES[1], "ko").before) == ("not sold", "판매 안 함")


def test_the_kinds_of_files_have_names() -> None:
    for locale in ("en", "ko"):
        with use_locale(locale):
            assert len({import_kind_name(kind) for kind in ImportKind}) == len(ImportKind)


@pytest.mark.parametrize("code", CODES)
def test_every_reason_for_a_failed_mail_is_a_sentence(code: str) -> None:
    for locale in ("en", "ko"):
        with use_locale(locale):
            said = explain_mail_trouble(code)
        assert said.endswith(".")
        assert "{" not in said
        assert in_korean(said) is (locale == "ko")


def test_a_mail_is_named_after_what_it_is_about() -> None:
    about = LetterAbout(LetterKind.REQUEST_ANSWERED, {"number": "SR-1", "title": "Help"})
    assert mail_title(about, "Fabrikam") == "SR-1: there is an answer to your request"
    renewed = NoticeFacts(NoticeKind.RENEWED, Offer.GOLD, "id", start=date(2026, 6, 23), expiry=date(2027, 6, 22))
    assert "Gold competency" in mail_title(renewed, "Fabrikam")


def test_what_is_wrong_with_a_file_is_said_with_its_place_in_both_languages() -> None:
    with use_locale("en"):
        assert sentences() == dict(ENGLISH)
    with use_locale("ko"):
        assert all(in_korean(sentence) for sentence in sentences().values())
        assert explain_file_problem(FileProblem("mpn_id", "no_partner", {"value": "1"}, 3)) == "3행: mpn_id: 1 파트너가 없습니다"
    assert explain_file_problem(FileProblem("prices.gold", "no_price", {"currencies": "USD"})) == "prices.gold: no price in USD"
