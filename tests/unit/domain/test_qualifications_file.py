"""Reading a file of qualifications: every broken line is named, by its number and the reason."""

import contextlib
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionpack_app.domain.competencies import LEVELS, CompetencyState
from actionpack_app.domain.offers import Offer, Requirement
from actionpack_app.domain.qualifications_file import (
    IMPORTED_STATES,
    NAME_MAX,
    Qualification,
    QualificationsError,
    parse_qualifications,
)

NEEDS = {
    Offer.SILVER: (Requirement("certified_people", 2), Requirement("customer_references", 3)),
    Offer.GOLD: (Requirement("certified_people", 4), Requirement("passed_assessments", 2)),
}
HEAD = "mpn_id,competency,level,state,certified_people,customer_references,passed_assessments\n"
GOOD = "1357924,Data analytics,silver,started,1,2,\n"

thorough = settings(deadline=None, max_examples=200)


def reasons(lines: str, head: str = HEAD) -> dict[int, str]:
    _good, problems = parse_qualifications(head + lines, NEEDS)
    return {problem.line: problem.reason for problem in problems}


def refused(content: str) -> str:
    with pytest.raises(QualificationsError) as broken:
        parse_qualifications(content, NEEDS)
    return str(broken.value)


def test_a_line_says_which_competency_how_far_and_how_much() -> None:
    found, problems = parse_qualifications(HEAD + GOOD, NEEDS)
    progress = {"certified_people": 1, "customer_references": 2, "passed_assessments": 0}
    assert found == [Qualification(2, "1357924", "Data analytics", Offer.SILVER, CompetencyState.STARTED, progress)]
    assert problems == []


def test_what_a_file_does_not_tell_of_is_not_there() -> None:
    found, _ = parse_qualifications("state,level,competency,mpn_id\nat_risk,silver,Cloud,1357924\n", NEEDS)
    assert found[0].progress == {"certified_people": 0, "customer_references": 0}


def test_what_spreadsheets_add_does_no_harm() -> None:
    spread = "\ufeff" + HEAD.replace("\n", "\r\n") + '1357924, "Data, analytics" ,silver,started,1,2,\r\n,,,,,,\r\n\r\n'
    spread = spread.replace(', "Data, analytics" ,', ',"Data, analytics",')
    found, problems = parse_qualifications(spread, NEEDS)
    assert [(line.name, line.progress["certified_people"]) for line in found] == [("Data, analytics", 1)]
    assert problems == []


@pytest.mark.parametrize(("line", "reason"), [
    ("135792,Data,silver,started,1,2,0", "mpn_id: '135792' is not seven digits"),
    ("１３５７９２４,Data,silver,started,1,2,0", "is not seven digits"),
    ("1357924,,silver,started,1,2,0", "competency: a name"),
    (f"1357924,{'x' * (NAME_MAX + 1)},silver,started,1,2,0", "competency: a name"),
    ("1357924,a\x00b,silver,started,1,2,0", "competency: a name"),
    ("1357924,Data,platinum,started,1,2,0", "level: 'platinum' is none of silver, gold"),
    ("1357924,Data,action_pack,started,1,2,0", "level: 'action_pack' is none of silver, gold"),
    ("1357924,Data,silver,active,2,3,0", "state: 'active' is none of started, qualified, at_risk"),
    ("1357924,Data,silver,started,-1,2,0", "certified_people: '-1' is not a number"),
    ("1357924,Data,silver,started,1.5,2,0", "certified_people: '1.5' is not a number"),
    ("1357924,Data,silver,started,999999,2,0", "certified_people: '999999' is not a number"),
    ("1357924,Data,silver,started,1,2", "6 cells under 7 columns"),
    ("1357924,Data,silver,qualified,2,2,0", "qualified, but not enough of customer_references"),
])  # fmt: skip
def test_a_broken_line_is_named_by_its_number_and_the_reason(line: str, reason: str) -> None:
    found = reasons(GOOD + line + "\n")
    assert list(found) == [3]
    assert reason in found[3]


def test_all_broken_lines_are_named_at_once() -> None:
    assert list(reasons("1,a,silver,started,,,\n" + GOOD + "2,a,silver,started,,,\n")) == [2, 4]


def test_the_same_competency_twice_is_a_mistake() -> None:
    assert reasons(GOOD + GOOD) == {3: "the same competency stands in line 2"}
    assert reasons(GOOD + GOOD.replace("silver", "gold")) == {}


@pytest.mark.parametrize(("content", "reason"), [
    ("", "line 1: the column mpn_id is missing"),
    (HEAD.replace("state,", ""), "line 1: the column state is missing"),
    (HEAD.replace("passed_assessments", "medals"), "line 1: the column 'medals' is no requirement of the catalogue"),
    (HEAD.replace("passed_assessments", "level"), "line 1: the column level stands there twice"),
    (HEAD + '1357924,"Data,silver', "this is no CSV"),
])  # fmt: skip
def test_wrong_columns_end_the_reading(content: str, reason: str) -> None:
    assert reason in refused(content)


NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=NAME_MAX)


@st.composite
def written(draw: st.DrawFn) -> list[Qualification]:
    """Lines that keep the rules."""
    keys = draw(st.lists(st.tuples(st.from_regex("[0-9]{7}", fullmatch=True), NAMES, st.sampled_from(LEVELS)), unique=True))
    amounts = st.fixed_dictionaries({key: st.integers(4, 1000) for key in HEAD.strip().split(",")[4:]})
    return [
        Qualification(number, mpn_id, name, level, draw(st.sampled_from(IMPORTED_STATES)), draw(amounts))
        for number, (mpn_id, name, level) in enumerate(keys, start=2)
    ]


@thorough
@given(lines=written())
def test_what_was_written_is_read(lines: list[Qualification]) -> None:
    content = io.StringIO()
    table = csv.writer(content)
    columns = HEAD.strip().split(",")
    table.writerow(columns)
    for line in lines:
        table.writerow([line.mpn_id, line.name, line.level, line.state, *(line.progress[key] for key in columns[4:])])
    assert parse_qualifications(content.getvalue(), NEEDS) == (lines, [])


@thorough
@given(content=st.text(max_size=300))
def test_no_text_whatever_is_more_than_refused(content: str) -> None:
    for whole in (content, HEAD + content):
        with contextlib.suppress(QualificationsError):
            found, problems = parse_qualifications(whole, NEEDS)
            assert all(problem.line > 1 for problem in problems)
            assert len({line.line for line in found}) == len(found)
