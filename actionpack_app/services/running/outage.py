"""What is no fault of ours or of anybody's at the page: the database, or the store of page states, can't be reached."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from actionpack_app.gateways.page_states import is_stores_error
from actionpack_app.services.running.presence import beat

_READ_ONLY = "25006"
"""PostgreSQL's code for a database that takes nothing, as one does that became a standby."""


def is_outage(exception: BaseException) -> bool:
    """Whether something failed because of an outage, and will go well again afterwards."""
    return is_stores_error(exception) or isinstance(exception, NoConnection) or _is_databases(exception)


def books_take(executor_id: str) -> bool:
    """Whether the database takes this process's sign of life. Blocks for as long as the database makes it wait."""
    try:
        beat(executor_id)
    except Exception as failed:
        if is_outage(failed):
            return False
        raise
    return True


def _is_databases(exception: BaseException) -> bool:
    if isinstance(exception, OperationalError | InterfaceError):
        return True
    if not isinstance(exception, DBAPIError):
        return False
    return exception.connection_invalidated or getattr(exception.orig, "sqlstate", "") == _READ_ONLY
