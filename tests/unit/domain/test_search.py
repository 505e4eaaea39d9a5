"""Words to search by: whatever begins like a word of a text finds it, in every language, as it is written."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from actionpack_app.domain.search import ASKED_MOST, WORD_LENGTH, WORDS_MOST, asked_words, beyond, words_of


def finds(search: str, text: str) -> bool:
    words = words_of(text)
    return all(any(word.startswith(asked) for word in words) for asked in asked_words(search))


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("invo", "Two Invoices for one year"),
        ("YEAR two", "Two invoices for one year"),
        ("SR-2026-000012", "SR-2026-000012 Invoice"),
        ("000012", "SR-2026-000012 Invoice"),
        ("100%", "Why 100% tax"),
        ("file_name.pdf", "See file_name.pdf"),
        ("\\", "a\\b"),
        ("송장", "전자송장 문의"),
        ("문의", "송장문의드립니다"),
        ("請求", "請求書について"),
        ("STRASSE", "Straße"),
        ("ＭＰＮ", "MPN 1234567"),
        ("", "anything"),
    ],
)
def test_a_search_finds(search: str, text: str) -> None:
    assert finds(search, text)


@pytest.mark.parametrize(("search", "text"), [("voices", "invoices"), ("two three", "one two"), ("100%", "100 tax")])
def test_a_search_passes_by(search: str, text: str) -> None:
    assert not finds(search, text)


@given(st.text(max_size=120))
def test_every_title_finds_itself(text: str) -> None:
    assume(len(words_of(text)) < WORDS_MOST)
    assert finds(text, text)


@given(st.text(max_size=5000))
def test_no_text_has_more_or_longer_words_than_there_is_room_for(text: str) -> None:
    words = words_of(text)
    assert len(words) <= WORDS_MOST
    assert all(0 < len(word) <= WORD_LENGTH for word in words)
    assert len(asked_words(text)) <= ASKED_MOST


@given(st.text(min_size=1, max_size=10), st.text(max_size=10))
def test_what_begins_with_a_word_lies_between_it_and_what_is_beyond(word: str, rest: str) -> None:
    assume("\U0010ffff" not in word + rest)
    assert word <= word + rest < beyond(word)
