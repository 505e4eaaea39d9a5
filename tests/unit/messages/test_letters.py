"""Letters in words: every kind, whole, in both languages."""

import pytest

from actionpack_app.domain.approvals import ApprovalStatus
from actionpack_app.domain.letters import LetterKind
from actionpack_app.messages import use_locale
from actionpack_app.messages.approval_page import Said, asking_page, telling_page
from actionpack_app.messages.approvals import TONE_OF_APPROVAL, approval_status_name
from actionpack_app.messages.letters import in_words
from actionpack_app.routes import LOCALES
from tests.unit.messages.test_words import in_korean

APPROVAL = {
    "number": "ORD-2026-000001",
    "offer": "gold",
    "amount_minor": "473000",
    "currency": "USD",
    "by": "Grace Abbott",
    "until": "2026-07-22",
}
FACTS: list[tuple[LetterKind, dict[str, str]]] = [
    (LetterKind.APPROVAL_REQUESTED, {**APPROVAL, "message": "Please."}),
    (LetterKind.APPROVAL_REQUESTED, {**APPROVAL, "message": ""}),
    (LetterKind.APPROVAL_DECIDED, {**APPROVAL, "status": "approved", "reason": "", "subscription": ""}),
    (LetterKind.APPROVAL_DECIDED, {**APPROVAL, "status": "declined", "reason": "Too early.", "subscription": "s"}),
]
EVIL = '<img src=x onerror="alert(1)"> & "x"'


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("kind", "facts"), FACTS)
def test_a_letter_of_an_approval_says_all_of_it(kind: LetterKind, facts: dict[str, str], locale: str) -> None:
    with use_locale(locale):
        words = in_words(kind, facts, "Henry Blake", "Fabrikam")
    said = (words.title, words.greeting, *words.lines, words.action, words.why)
    assert all(text and "{" not in text for text in said)
    whole = "\n".join(said)
    for part in (
        "4,730.00",
        "ORD-2026-000001" if locale == "en" or "승인" in whole else "",
        facts["by"],
        facts.get("reason", ""),
    ):
        assert part in whole
    assert in_korean(whole) is (locale == "ko")


@pytest.mark.parametrize("status", ApprovalStatus)
def test_every_status_of_an_approval_has_a_name_and_a_tone(status: ApprovalStatus) -> None:
    for locale in LOCALES:
        with use_locale(locale):
            assert in_korean(approval_status_name(status)) is (locale == "ko")
    assert status in TONE_OF_APPROVAL


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_behind_a_mail_escapes_what_people_typed(locale: str) -> None:
    said = Said(EVIL, (EVIL,), ((EVIL, EVIL),), "/en/approvals")
    with use_locale(locale):
        pages = (asking_page(said, typed=EVIL, problem=EVIL), telling_page(said))
    for page in pages:
        assert "<img" not in page
        assert page.startswith(f'<!doctype html><html lang="{locale}">')
    assert pages[0].count("<form") == 2
    assert "<form" not in pages[1]
