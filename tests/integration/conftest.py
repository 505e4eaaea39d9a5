from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.companies import Company, company
from tests.integration.store import KINDS, Store, Templates, configure, forget


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    made = Templates(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(params=KINDS)
def store(
    request: pytest.FixtureRequest, templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """A database of its own for each test, migrated, with the sample catalogue; a demo server's environment."""
    with templates.migrated(request.param) as url:
        configure(monkeypatch, url, tmp_path / "files")
        templates.use_engine(url)
        yield Store(request.param, url, tmp_path / "files")
        forget()


@pytest.fixture
def sample(store: Store) -> Callable[[str], Company]:  # noqa: ARG001 (it needs the database)
    """Makes a copy of a sample partner, with its people signed in."""
    return company


@pytest.fixture
def fabrikam(sample: Callable[[str], Company]) -> Company:
    """Renewable since today, no saved card, four people."""
    return sample("fabrikam")


@pytest.fixture
def contoso(sample: Callable[[str], Company]) -> Company:
    """Active, renews automatically, saved card 4242, three invoices."""
    return sample("contoso")
