"""The numbers that whoever runs the servers watches, and whether what the product stands on answers."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from actionpack_app.db import reading
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.figures import Figures
from actionpack_app.services.year.sweep import backlog


def figures_now() -> dict[str, float]:
    """Numbers across all companies, by their metrics' names. Raises SQLAlchemyError."""
    due = backlog()
    with reading() as session:
        found = Figures(session)
        return {
            "actionpack_subscriptions_due": due,
            "actionpack_mails_waiting": found.mails(MailStatus.WAITING),
            "actionpack_mails_failed": found.mails(MailStatus.FAILED),
            "actionpack_reconciliation_cases_open": found.open_differences(),
            "actionpack_sessions_open": found.open_sessions(SystemClock().now()),
        }


def database_answers() -> bool:
    """Whether the database answers a query."""
    try:
        with reading() as session:
            session.connection().execute(text("SELECT 1 FROM partner LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True
