"""Whether this process can do its work, and how much of it there is: for load balancers, alerts and dashboards."""

import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from actionpack_app.domain.errors import ProviderUnavailable
from actionpack_app.gateways.files import files_answer
from actionpack_app.gateways.page_states import states_answer
from actionpack_app.gateways.payments import get_payments
from actionpack_app.services.figures import database_answers, figures_now
from actionpack_app.settings import SettingsError, get_settings
from actionpack_app.workflows import engine

ASKED_EVERY_SECONDS = 30.0
"""However often somebody asks us: provider and bucket have limits of their own."""


def parts() -> dict[str, bool]:
    """What the product stands on, and whether it answers."""
    database = database_answers()
    return {
        "database": database,
        "queue": database and engine.answers(),
        "states": states_answer(),
        "provider": _provider.answers(),
        "files": _files.answers(),
    }


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
    """What was said when somebody was last asked; one thread asks, others take what was said before."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._said: tuple[Any, float, bool] | None = None

    def answers(self) -> bool:
        """Whether they answered then."""
        said = self._said
        if said is not None and (self._lock.locked() or self._is_fresh(said)):
            return said[2]
        with self._lock:
            if self._said is None or not self._is_fresh(self._said):
                self._said = (get_settings(), time.monotonic(), self._ask())
            return self._said[2]

    @staticmethod
    def _is_fresh(said: tuple[Any, float, bool]) -> bool:
        return said[0] is get_settings() and time.monotonic() - said[1] < ASKED_EVERY_SECONDS


def _provider_answers() -> bool:
    try:
        get_payments().check()
    except (ProviderUnavailable, SettingsError):
        return False
    return True


_provider, _files = _Asked(_provider_answers), _Asked(files_answer)
