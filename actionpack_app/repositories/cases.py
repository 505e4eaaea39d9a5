"""What the desk has to settle about the actor's company."""

from sqlmodel import Session, col, select

from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Case
from actionpack_app.models.cases import CaseStatus


class Cases:
    """Cases about one company; the desk's own view of all of them is another one."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    def open_one(self, kind: CaseKind) -> Case | None:
        """One of this kind that somebody still has to settle."""
        query = select(Case).where(Case.partner_id == self._actor.partner_id, Case.kind == kind, Case.status == CaseStatus.OPEN)
        return self._session.exec(query.order_by(col(Case.id)).limit(1)).first()
