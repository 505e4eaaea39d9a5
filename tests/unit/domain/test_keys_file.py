"""A file of product keys: each broken line is named, no key ever is."""

import pytest

from actionpack_app.domain.keys_file import KeyLine, KeysFileError, parse_keys, same_key

HEAD = "benefit,product_key\n"
KEY = "AAAAA-BBBBB-CCCCC"


def broken(content: str) -> list[str]:
    with pytest.raises(KeysFileError) as refused:
        parse_keys(content, {"office"})
    return str(refused.value).splitlines()


def test_lines_are_read_without_the_spaces_around_them() -> None:
    found = parse_keys(f"\ufeff{HEAD} office , {KEY} \n\noffice,XYZ12\n", {"office"})
    assert [(line.line, line.benefit, line.product_key) for line in found] == [(2, "office", KEY), (4, "office", "XYZ12")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "line 1: the columns have to be benefit and product_key"),
        ("product_key,benefit\n", "line 1: the columns have to be benefit and product_key"),
        (f"{HEAD}windows,{KEY}\n", "line 2: benefit: the catalogue has no product keys for 'windows'"),
        (f"{HEAD}office\n", "line 2: 1 cells under 2 columns"),
        (f"{HEAD}office,\n", "line 2: product_key: 5 to 100 letters, digits and hyphens are needed"),
        (f"{HEAD}office,{'A' * 101}\n", "line 2: product_key: 5 to 100 letters, digits and hyphens are needed"),
        (f"{HEAD}office,{KEY}\noffice,aaaaabbbbbccccc\n", "line 3: product_key: it stands in line 2 already"),
    ],
)
def test_a_broken_line_is_named(content: str, reason: str) -> None:
    assert broken(content) == [reason]


def test_every_broken_line_is_named_and_no_key() -> None:
    content = f"{HEAD}windows,{KEY}\noffice,SECRET KEY ONE\noffice,{KEY}\n"
    lines = broken(content)
    assert [line.partition(":")[0] for line in lines] == ["line 2", "line 3"]
    assert "SECRET" not in "".join(lines)
    assert KEY not in repr(KeyLine(1, "office", KEY))


def test_what_is_no_csv_is_told_of() -> None:
    assert broken(f'{HEAD}office,"{KEY}')[0].startswith("line 2: this is no CSV")


def test_neither_case_nor_hyphens_make_another_key() -> None:
    assert same_key("abc-DEF-1") == same_key("ABCDEF1") != same_key("ABCDEF2")
