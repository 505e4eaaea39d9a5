from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actionpack_app.gateways import passwords
from actionpack_app.workflows import engine
from tests.integration.buckets import bucket, bucket_server  # noqa: F401 (fixtures)
from tests.integration.companies import Company, company
from tests.integration.store import KINDS, Store, Templates, configure, forget
from tests.integration.stripe import stripe  # noqa: F401 (a fixture)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    made = Templates(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def durable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Durable work is carried all through the tests: its ids are business facts, so that tests don't meet in it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        configure(monkeypatch, f"sqlite:///{tmp_path_factory.mktemp('durable') / 'actionpack.db'}", Path("unused"))
        engine.launch("tests")
        forget()
    yield
    engine.shut_down()


@pytest.fixture(params=KINDS)
def store(
    request: pytest.FixtureRequest,
    templates: Templates,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    durable: None,  # noqa: ARG001 (it only has to run)
) -> Iterator[Store]:
    """A database of its own for each test, migrated, with the sample catalogue; a demo server's environment."""
    with templates.migrated(request.param) as url:
        configure(monkeypatch, url, tmp_path / "files")
        templates.use_engine(url)
        yield Store(request.param, url, tmp_path / "files")
        forget()


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashing costs little; what it costs is the gateway's own test."""

    def forget_hasher() -> None:
        for cached in (passwords._hasher, passwords._nobodys_hash):  # noqa: SLF001 (as a new process would start)
            cached.cache_clear()

    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "ITERATIONS", 1)
    forget_hasher()
    yield
    forget_hasher()


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
