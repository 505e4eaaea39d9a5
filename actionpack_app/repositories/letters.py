"""Letters as they are written; who sends them reads them as mails."""

from sqlmodel import Session, col

from actionpack_app.db import insert_into
from actionpack_app.models import Letter


class Letters:
    """Letters of every kind; whoever writes one has checked whose matter it is."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, letter: Letter) -> bool:
        """Stores a letter; False where its business fact has been written about already."""
        values = {name: value for name, value in letter.model_dump().items() if value is not None}
        statement = insert_into(self._session, Letter).values(**values).on_conflict_do_nothing(index_elements=["key"])
        return self._session.connection().execute(statement.returning(col(Letter.id))).first() is not None
