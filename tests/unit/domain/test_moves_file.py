"""Reading a file of partners to be moved: every broken line is named, by its number and the reason."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.moves_file import Move, MovesError, parse_moves

HEAD = "mpn_id\n"

thorough = settings(deadline=None, max_examples=200)


def reasons(lines: str) -> dict[int, str]:
    _good, problems = parse_moves(HEAD + lines)
    return {problem.line: problem.reason for problem in problems}


def test_a_line_names_one_partner() -> None:
    assert parse_moves(HEAD + "7045829\n1357924\n") == ([Move(2, "7045829"), Move(3, "1357924")], [])
    assert parse_moves(HEAD) == ([], [])


def test_what_spreadsheets_add_does_no_harm() -> None:
    assert parse_moves('\ufeffmpn_id\r\n"7045829"\r\n\r\n 1357924 \r\n') == ([Move(2, "7045829"), Move(4, "1357924")], [])


@pytest.mark.parametrize(("line", "reason"), [
    ("704582", "mpn_id: '704582' is not seven digits"),
    ("７０４５８２９", "is not seven digits"),
    ("7045829,Litware", "2 cells under 1 column"),
    ("Litware", "mpn_id: 'Litware' is not seven digits"),
    ("1357924", "the same partner stands in line 2"),
])  # fmt: skip
def test_a_broken_line_is_named_by_its_number_and_the_reason(line: str, reason: str) -> None:
    found = reasons("1357924\n" + line + "\n")
    assert list(found) == [3]
    assert reason in found[3]


def test_all_broken_lines_are_named_at_once() -> None:
    assert list(reasons("1\n7045829\n2\n")) == [2, 4]


@pytest.mark.parametrize("content", ["", "7045829\n", "mpn_id,name\n7045829,Litware\n", "MPN ID\n7045829\n", "\n" + HEAD])
def test_without_its_one_column_there_is_nothing_to_read(content: str) -> None:
    with pytest.raises(MovesError) as broken:
        parse_moves(content)
    assert str(broken.value) == "line 1: the first line has to name the one column, mpn_id"


def test_what_is_no_csv_is_said_so() -> None:
    with pytest.raises(MovesError) as broken:
        parse_moves(HEAD + '"7045829\n')
    assert "line 2: this is no CSV" in str(broken.value)


@thorough
@given(ids=st.lists(st.from_regex("[0-9]{7}", fullmatch=True), unique=True))
def test_what_was_written_is_read(ids: list[str]) -> None:
    found, problems = parse_moves(HEAD + "".join(f"{mpn_id}\n" for mpn_id in ids))
    assert [move.mpn_id for move in found] == ids
    assert problems == []


@thorough
@given(content=st.text(max_size=300))
def test_no_text_whatever_is_more_than_refused(content: str) -> None:
    for whole in (content, HEAD + content):
        with contextlib.suppress(MovesError):
            found, problems = parse_moves(whole)
            assert all(problem.line > 1 for problem in problems)
            assert len({move.mpn_id for move in found}) == len(found)
