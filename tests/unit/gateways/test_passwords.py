"""Which passwords are taken, and what is kept of them."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD, is_built_from, personal_words
from actionpack_app.gateways import passwords
from actionpack_app.gateways.passwords import hash_password, is_outdated, matches, password_problem

GRACE = ("Grace Abbott", "grace.abbott@fabrikam.example.com", "Fabrikam")


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "required"),
        ("Xk3!pQ9z#mL", "password_short"),
        ("Xk3!pQ9z#mLw", ""),
        ("correct horse battery staple", ""),
        ("정직한 호랑이 배터리 스테이플", ""),
        ("password1234", "password_common"),
        ("1q2w3e4r5t6y", "password_common"),
        ("aaaaaaaaaaaa", "password_weak"),
        ("qwertyuiop[]", "password_weak"),
        ("            ", "password_weak"),
        ("Fabrikam-Grace-2026!", "password_personal"),
        ("abbott.fabrikam", "password_personal"),
        ("GRACE ABBOTT 1", "password_personal"),
        ("grace likes violet tractors", ""),
        ("x7 Qm " * 30, "password_long"),
    ],
)
def test_a_password_is_long_and_hard_to_guess_for_those_who_know_its_owner(password: str, problem: str) -> None:
    assert password_problem(password, GRACE) == problem


def test_what_is_personal_to_one_is_nobody_elses_business() -> None:
    assert password_problem("Fabrikam-Grace-2026!", ("Ada", "ada@contoso.example.com", "Contoso")) == ""


@given(text=st.text(max_size=300))
@settings(deadline=None)
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    problem = password_problem(text, GRACE)
    assert problem in {
        "",
        "required",
        "password_short",
        "password_long",
        "password_common",
        "password_weak",
        "password_personal",
    }
    if not problem:
        assert SHORTEST_PASSWORD <= len(unicodedata.normalize("NFC", text)) <= LONGEST_PASSWORD


@given(words=st.lists(st.text(min_size=3, max_size=12), min_size=1, max_size=4))
def test_a_password_of_personal_words_alone_is_built_from_them(words: list[str]) -> None:
    known = personal_words(words)
    assert all(is_built_from(word, known) for word in known)


def test_a_password_is_the_same_however_the_keyboard_composed_it() -> None:
    typed = "멤버십 혜택 담당자 비밀번호"
    assert matches(unicodedata.normalize("NFD", typed), hash_password(typed))


def test_only_the_password_itself_matches_and_nobodys_never() -> None:
    kept = hash_password("correct horse")
    assert kept.startswith("$argon2id$")
    assert matches("correct horse", kept)
    assert not matches("correct horse ", kept)
    assert not matches("nobody's password", None)
    assert not matches("anything", "not a hash")
    assert not matches("\ud800", kept)


def test_two_hashes_of_one_password_differ() -> None:
    assert hash_password("correct horse") != hash_password("correct horse")


def test_other_parameters_make_a_hash_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = hash_password("correct horse")
    assert not is_outdated(kept)
    monkeypatch.setattr(passwords, "ITERATIONS", passwords.ITERATIONS + 1)
    passwords._hasher.cache_clear()  # noqa: SLF001 (as a newer release would start)
    assert is_outdated(kept)
    assert matches("correct horse", kept)
    monkeypatch.undo()
    passwords._hasher.cache_clear()  # noqa: SLF001
