"""Rules of the house that no other tool holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from actionpack_app.actionpack_app import PAGES, app
from actionpack_app.routes import LOCALES
from scripts import messages

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "actionpack_app"


def sources() -> Iterator[tuple[Path, str]]:
    for file in sorted(SOURCE.rglob("*.py")):
        yield file, file.read_text(encoding="utf-8")


def test_only_one_file_asks_what_time_it_is() -> None:
    askers = [
        str(file.relative_to(SOURCE))
        for file, text in sources()
        if re.search(r"datetime\.now\(|date\.today\(|time\.time\(", text)
    ]
    assert askers == ["gateways/clock.py"]


def test_only_one_file_draws_ids_and_secrets() -> None:
    drawers = [str(file.relative_to(SOURCE)) for file, text in sources() if re.search(r"uuid\.uuid|secrets\.|random\.", text)]
    assert drawers == ["gateways/chance.py", "kept_key.py"]


def test_every_text_has_its_korean() -> None:
    assert messages.problems() == []


def test_every_page_exists_in_both_languages() -> None:
    routes = set(app._unevaluated_pages)  # noqa: SLF001
    for route, *_rest in PAGES:
        for locale in LOCALES:
            assert f"{locale}{route}" in routes


def test_every_setting_is_documented() -> None:
    names = set(re.findall(r'environment(?:\.get\(|, )"([A-Z_]+)"', (SOURCE / "settings.py").read_text(encoding="utf-8")))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert names
    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []


def test_every_window_says_what_goes_wrong_behind_it() -> None:
    """The design page's windows have nothing behind them."""
    bare = [
        str(file.relative_to(SOURCE))
        for file, text in sources()
        if re.search(r"components\.dialogs import|components import .*\bdialogs\b", text)
    ]
    assert bare == ["dialogs/shell/troubles.py", "pages/design/faces.py"]


def test_alembic_stays_a_plain_folder() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists(), "it would shadow the library of that name"


@pytest.mark.parametrize(
    "name",
    [
        "requirements.lock",
        "requirements-dev.lock",
        "requirements-bucket.lock",
        "reflex.lock/bun.lock",
        "bench/lighthouse/bun.lock",
    ],
)
def test_lock_files_name_no_address(name: str) -> None:
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_every_journey_has_its_tests_named_and_every_named_test_is_there() -> None:
    table = (ROOT / "docs" / "journeys.md").read_text(encoding="utf-8")
    rows = {cells[1].split()[0]: cells for line in table.splitlines() if (cells := line.split("|")) and line.startswith("| J")}
    assert list(rows) == [f"J{number}" for number in range(1, 21)]
    for folder, column in (("e2e/journeys", 2), ("integration", 3)):
        for cells in rows.values():
            named = re.findall(r"`(test_\w+\.py)`", cells[column])
            assert named, cells[1]
            assert [name for name in named if not (ROOT / "tests" / folder / name).exists()] == []
