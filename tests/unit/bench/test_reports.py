"""What a run of the benchmark keeps and tells."""

from pathlib import Path

import pytest

from bench import harness
from bench.figures import Figure, Found, Picture, at_least, at_most, times
from bench.harness import Keeper, Part, Run, measured
from bench.report import Section, row_of, write_report

FOUND = Found(
    [
        Figure("the counter", 8.0, "ms", 1.0),
        Figure("a read", 11.0, "ms", 1.375, times(1.5)),
        Figure("a write", 40.0, "ms", 5.0, times(3.0)),
        Figure("memory", 700.0, "MB", None, at_most(800.0), "at rest"),
        Figure("renewals", 60.0, "a second", None, at_least(50.0)),
    ],
    [Picture("medians", "Medians", "ms", ["counter", "read"], {"median": [8.0, None]})],
    ["A word."],
)


def part(name: str = "clicks") -> Part:
    return Part(name, "Clicks", "What it is.", lambda _run: FOUND)


def run(folder: Path) -> Run:
    return Run(folder, quick=True, tell=lambda _text, _share: None)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "KEPT", tmp_path / "kept")


def test_a_target_is_about_the_value_or_the_ratio_and_at_most_or_at_least() -> None:
    assert [figure.met for figure in FOUND.figures] == [None, True, False, True, True]


def test_a_line_says_figure_ratio_target_and_whether_it_is_met() -> None:
    assert row_of(FOUND.figures[2]) == ("a write", "40 ms", "5.00 ×", "≤ 3 ×", "**no**")
    assert row_of(FOUND.figures[3]) == ("memory (at rest)", "700 MB", "", "≤ 800 MB", "yes")
    assert row_of(FOUND.figures[4])[3:] == ("≥ 50 a second", "yes")


def test_what_a_part_found_out_comes_back_as_it_was_at_the_same_commit() -> None:
    Keeper("one", quick=False).keep(part(), FOUND)
    assert Keeper("one", quick=False).kept(part()) == FOUND


def test_another_commit_another_part_or_a_quick_run_begins_anew() -> None:
    Keeper("one", quick=False).keep(part(), FOUND)
    assert Keeper("two", quick=False).kept(part()) is None
    assert Keeper("one", quick=True).kept(part()) is None
    assert Keeper("one", quick=False).kept(part("loads")) is None


def test_where_one_part_is_measured_anew_the_others_say_at_which_commit_they_were() -> None:
    Keeper("one", quick=False).keep(part(), FOUND)
    found = Keeper("two", quick=False).kept(part(), older=True)
    assert found is not None
    assert found.figures == FOUND.figures
    assert found.words == ["A word.", "Measured at one, before this report's commit."]
    assert Keeper("one", quick=False).kept(part(), older=True) == FOUND


def test_a_fresh_run_forgets_what_was_kept() -> None:
    keeper = Keeper("one", quick=False)
    keeper.keep(part(), FOUND)
    keeper.forget()
    assert keeper.kept(part()) is None


def test_a_part_that_breaks_is_told_and_measured_again_the_next_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def breaks(_run: Run) -> Found:
        raise RuntimeError("no server")

    found = measured(Part("loads", "Loads", "", breaks), run(tmp_path))
    assert found.failed == "RuntimeError: no server"
    assert "no server" in capsys.readouterr().err
    keeper = Keeper("one", quick=False)
    keeper.keep(part(), found)
    assert keeper.kept(part()) is None


def test_a_report_names_what_is_not_met_and_what_broke_and_draws_its_pictures(tmp_path: Path) -> None:
    page = tmp_path / "report.md"
    broken = Section("loads", "First load", "", Found(failed="RuntimeError: no server"))
    write_report(page, "Measured", "About.", [Section("clicks", "Clicks", "What it is.", FOUND), broken])
    text = page.read_text(encoding="utf-8")
    assert "3 of 4 targets are met." in text
    assert "not met: clicks, a write: 5.00 × (≤ 3 ×)" in text
    assert "failed: first load: RuntimeError: no server" in text
    assert "![Medians](report/clicks-medians.svg)" in text
    drawn = (tmp_path / "report" / "clicks-medians.svg").read_text(encoding="utf-8")
    assert "Medians" in drawn
    assert "<script" not in drawn


def test_a_picture_is_the_same_for_the_same_figures(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_report(tmp_path / f"{name}.md", "Measured", "", [Section("clicks", "Clicks", "", FOUND)])
    one, two = (tmp_path / name / "clicks-medians.svg" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
