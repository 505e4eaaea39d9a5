"""Whether the product can do its work."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from actionpack_app.db import reading


def database_answers() -> bool:
    """Whether the database answers a query."""
    try:
        with reading() as session:
            session.connection().execute(text("SELECT 1 FROM partner LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True
