"""Whether this process can do its work, and how much of it there is: for load balancers, alerts and dashboards."""

import threading
import time
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from actionpack_app.domain.errors import ProviderUnavailable
from actionpack_app.gateways.payments import get_payments
from actionpack_app.services.figures import database_answers, figures_now
from actionpack_app.settings import SettingsError
from actionpack_app.workflows import engine

PROVIDER_ASKED_EVERY_SECONDS = 30.0
"""However often somebody asks us: the provider has limits of its own."""


def parts() -> dict[str, bool]:
    """What the product stands on, and whether it answers."""
    database = database_answers()
    return {"database": database, "queue": database and engine.answers(), "provider": _provider.answers()}


def all_figures() -> dict[str, float]:
    """Every figure that can be had now; without the database, that it can't be reached."""
    standing = parts()
    found: dict[str, float] = {f"actionpack_up_{name}": float(answers) for name, answers in standing.items()}
    try:
        if standing["database"]:
            found |= figures_now()
        if standing["queue"]:
            found["actionpack_work_pending"] = engine.backlog()
    except SQLAlchemyError:
        found["actionpack_up_database"] = 0.0
    return found


class _Asked:
    """The provider's last answer; one thread asks, others take what was said before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said: tuple[Any, float, bool] | None = None

    def answers(self) -> bool:
        """Whether the provider answered when it was last asked."""
        said = self._said
        if said is not None and (self._lock.locked() or self._is_fresh(said)):
            return said[2]
        with self._lock:
            if self._said is None or not self._is_fresh(self._said):
                self._said = (get_payments(), time.monotonic(), _answers())
            return self._said[2]

    @staticmethod
    def _is_fresh(said: tuple[Any, float, bool]) -> bool:
        return said[0] is get_payments() and time.monotonic() - said[1] < PROVIDER_ASKED_EVERY_SECONDS


def _answers() -> bool:
    try:
        get_payments().check()
    except (ProviderUnavailable, SettingsError):
        return False
    return True


_provider = _Asked()
