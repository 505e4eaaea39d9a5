"""Files that the desk imports: uploaded, previewed, confirmed."""

from sqlmodel import Session, col, delete, select

from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.models import DataImport, Person
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import Page, page_of


class Imports:
    """Imports of the desk. Raises NotAllowed for anybody who isn't an admin of it."""

    def __init__(self, session: Session, actor: Actor) -> None:
        if not actor.may(Right.DESK_ADMIN):
            raise NotAllowed(Right.DESK_ADMIN)
        self._session = session
        self._actor = actor

    def keep(self, uploaded: DataImport) -> None:
        """Keeps the actor's file to be previewed; what they uploaded before and never confirmed goes."""
        mine = (col(DataImport.person_id) == self._actor.person_id, col(DataImport.confirmed_at).is_(None))
        self._session.exec(delete(DataImport).where(*mine))
        self._session.add(uploaded)

    def pending(self, import_id: str, *, lock: bool = False) -> DataImport:
        """A file that the actor uploaded and hasn't confirmed. Raises NotFound."""
        query = select(DataImport).where(
            DataImport.id == findable(import_id),
            DataImport.person_id == self._actor.person_id,
            col(DataImport.confirmed_at).is_(None),
        )
        found = self._session.exec(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise NotFound(import_id)
        return found

    def confirmed(self, number: int) -> Page[DataImport]:
        """What was imported, the newest first."""
        query = select(DataImport).where(col(DataImport.confirmed_at).is_not(None))
        return page_of(self._session, query, (col(DataImport.confirmed_at).desc(), col(DataImport.id)), number)

    def names(self, person_ids: set[str]) -> dict[str, str]:
        """Operators' names by id."""
        people = self._session.exec(select(Person).where(col(Person.id).in_(person_ids)))
        return {person.id: person.name for person in people}
