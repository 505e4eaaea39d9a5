"""What docs/security.md names is there, and no requirement of the standard is left out or told twice."""

import ast
import functools
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(
    r"`((?:(?:actionpack_app|bench|docs|tests)/[\w./-]*|(?:[\w.-]+/)?[\w.-]+\.(?:py|md|lock)|Makefile|\.gitignore))((?:::\w+)*)`"
)
MOST = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""OWASP ASVS 5.0.0: how many requirements of the levels 1 and 2 each section of a chapter has; they come first in it."""
IN_ALL = 253


def required() -> list[str]:
    return [
        f"{chapter}.{section}.{number}"
        for chapter, sections in MOST.items()
        for section, most in enumerate(sections, 1)
        for number in range(1, most + 1)
    ]


@functools.cache
def _tests_in(file: Path) -> frozenset[str]:
    """The names of functions and classes, and of a class's own functions."""
    found: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(f"::{node.name}")
        if isinstance(node, ast.ClassDef):
            found |= {f"::{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return frozenset(found)


def test_every_file_and_every_test_that_is_named_is_there() -> None:
    named = {(path, test) for path, test in NAMED.findall(DOCUMENT)}
    assert len(named) > 100
    assert sorted(path for path, _test in named if not (ROOT / path).exists()) == []
    assert sorted(path + test for path, test in named if test and test not in _tests_in(ROOT / path)) == []
    assert DOCUMENT.count("::test_") == sum("::test_" in test for _path, test in NAMED.findall(DOCUMENT))


def test_every_requirement_stands_in_it_once() -> None:
    assert len(required()) == IN_ALL
    assert re.findall(r"v5\.0\.0-([\d.]+\d)", DOCUMENT) == required()


def test_whatever_is_not_wholly_held_has_its_reason() -> None:
    states = re.findall(r"^\| v5\.0\.0-([\d.]+) \|[^|]+\| ([a-z ]+) \|", DOCUMENT, re.MULTILINE)
    assert {state for _number, state in states} == {"held", "partly", "not", "not applicable"}
    assert [number for number, _state in states] == required()
    told = re.findall(r"^\| ([\d.]+) [^|]+\| (partly|not) \| [^|]+ \|$", DOCUMENT, re.MULTILINE)
    assert told == [(number, state) for number, state in states if state in {"partly", "not"}]
