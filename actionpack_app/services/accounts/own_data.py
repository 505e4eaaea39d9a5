"""What is kept of somebody, for themselves."""

from typing import Any

from sqlmodel import Session

from actionpack_app.db import reading
from actionpack_app.domain.proof import check_proved
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Person
from actionpack_app.repositories.partners import People
from actionpack_app.repositories.personal import PersonalData


def own_data(actor: Actor) -> dict[str, Any]:
    """The rows by table, with instants in UTC, and without what would open something. Raises ProofNeeded."""
    check_proved(actor)
    with reading() as session:
        return data_about(session, People(session, actor).me())


def data_about(session: Session, person: Person) -> dict[str, Any]:
    """The same of anybody, for who may ask."""
    return {"made_at": SystemClock().now().isoformat()} | PersonalData(session, person).gathered()
