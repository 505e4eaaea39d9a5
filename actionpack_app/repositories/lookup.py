"""Companies as the desk looks them up, across all of them."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from actionpack_app.db import insert_into
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.orders import OrderStatus
from actionpack_app.domain.rights import Actor, Right, Role
from actionpack_app.models import (
    CreditNote,
    Invoice,
    Notice,
    NoticeDelivery,
    Order,
    Partner,
    PartnerLook,
    Person,
    Subscription,
    SupportRequest,
)
from actionpack_app.models.partners import searched
from actionpack_app.repositories.keys import findable
from actionpack_app.repositories.pages import PAGE_SIZE, Page, begins_with, contains, page_of

NUMBERED: tuple[Any, ...] = (Order, Invoice, CreditNote, SupportRequest)
_NUMBER = re.compile(r"[A-Z]{2,4}-[0-9]{4}-[0-9]{1,9}")
NOTED_EVERY = timedelta(hours=1)


class LookUp:
    """All companies. Raises NotAllowed for anybody who may not look them up."""

    def __init__(self, session: Session, actor: Actor) -> None:
        if not actor.may(Right.DESK_LOOKUP):
            raise NotAllowed(Right.DESK_LOOKUP)
        self._session = session
        self._actor = actor
        self._companies = select(Partner).where(col(Partner.mpn_id).is_not(None))

    def find(self, text: str, number: int) -> Page[Partner]:
        """Companies by the beginning of their name, tax ID or somebody's address, or by a number of theirs; all for no text.

        Where no name begins so, addresses are looked through without their @ too; then names that have it within: that
        looks at every name, which is quick enough for once.
        """
        found = self._page(self._found_by(text), number)
        if found.total == 0 and text and "@" not in text:
            found = self._page(self._with_address(text), number)
        if found.total == 0 and text:
            found = self._page(self._companies.where(contains(Partner.search_name, searched(text))), number)
        return found

    def get(self, partner_id: str) -> Partner:
        """One company, that of a reset sample too. Raises NotFound."""
        found = self._session.get(Partner, findable(partner_id))
        if found is None:
            raise NotFound(partner_id)
        return found

    def subscriptions(self, partner_ids: set[str]) -> list[Subscription]:
        """What these companies hold: subscriptions that aren't closed."""
        query = select(Subscription).where(col(Subscription.partner_id).in_(partner_ids), col(Subscription.closed_on).is_(None))
        return list(self._session.exec(query.order_by(col(Subscription.offer))))

    def partner_of_document(self, number: str) -> str:
        """Whose invoice or credit note it is. Raises NotFound."""
        for table in (Invoice, CreditNote):
            owner = self._session.exec(select(table.partner_id).where(table.number == findable(number))).one_or_none()
            if owner is not None:
                return owner
        raise NotFound(number)

    def orders(self, partner_id: str, number: int) -> Page[Order]:
        """A company's orders, the newest first; drafts are nobody's history."""
        query = select(Order).where(Order.partner_id == partner_id, Order.status != OrderStatus.DRAFT)
        return page_of(self._session, query, (col(Order.created_at).desc(), col(Order.number).desc()), number)

    def requests(self, partner_id: str, made_by: Role | None, number: int) -> Page[SupportRequest]:
        """A company's support requests, or those that people with one role made, the last touched first."""
        query = select(SupportRequest).where(SupportRequest.partner_id == partner_id)
        if made_by is not None:
            people = select(Person.id).where(Person.partner_id == partner_id, Person.role == made_by)
            query = query.where(col(SupportRequest.created_by).in_(people))
        newest = (col(SupportRequest.updated_at).desc(), col(SupportRequest.number).desc())
        return page_of(self._session, query, newest, number)

    def notices(self, partner_id: str, role: Role, number: int) -> Page[Notice]:
        """What people with a role were told, the newest first."""
        people = select(Person.id).where(Person.partner_id == partner_id, Person.role == role)
        told = select(NoticeDelivery.notice_id).where(col(NoticeDelivery.person_id).in_(people))
        query = select(Notice).where(Notice.partner_id == partner_id, col(Notice.id).in_(told))
        return page_of(self._session, query, (col(Notice.at).desc(), col(Notice.key).desc()), number)

    def was_noted(self, partner_id: str, now: datetime) -> bool:
        """Whether the actor's look at a company was noted within the last hour."""
        noted = self._session.get(PartnerLook, (self._actor.person_id, partner_id))
        return noted is not None and noted.noted_at > now - NOTED_EVERY

    def note(self, partner_id: str, now: datetime) -> bool:
        """Notes the actor's look at a company; False where it was noted within the last hour, by another tab too."""
        values = {"person_id": self._actor.person_id, "partner_id": partner_id, "noted_at": now}
        statement = insert_into(self._session, PartnerLook).values(**values)
        statement = statement.on_conflict_do_update(
            index_elements=["person_id", "partner_id"],
            set_={"noted_at": now},
            where=col(PartnerLook.noted_at) <= now - NOTED_EVERY,
        )
        return self._session.connection().execute(statement.returning(col(PartnerLook.person_id))).first() is not None

    def _found_by(self, text: str) -> SelectOfScalar[Partner]:
        if not text:
            return self._companies
        if "@" in text:
            return self._with_address(text)
        if _NUMBER.fullmatch(text.upper()):
            return self._companies.where(Partner.id == self._owner_of(text.upper()))
        folded, tax_id = searched(text), "".join(text.upper().split())
        return self._companies.where(
            or_(
                begins_with(self._session, col(Partner.search_name), folded),
                begins_with(self._session, col(Partner.tax_id), tax_id),
                Partner.mpn_id == text,
            )
        )

    def _with_address(self, text: str) -> SelectOfScalar[Partner]:
        people = or_(*(begins_with(self._session, Person.email, address) for address in sorted({text, text.lower()})))
        return self._companies.where(col(Partner.id).in_(select(Person.partner_id).where(people)))

    def _owner_of(self, number: str) -> str:
        """Whose order, invoice, credit note or request has this number; nobody's is empty."""
        for table in NUMBERED:
            owner = self._session.exec(select(table.partner_id).where(table.number == number)).one_or_none()
            if owner is not None:
                return str(owner)
        return ""

    def _page(self, query: SelectOfScalar[Partner], number: int) -> Page[Partner]:
        """Counted by a question of its own: there may be a hundred thousand."""
        ids = query.with_only_columns(col(Partner.id)).subquery()
        total = self._session.exec(select(func.count()).select_from(ids)).one()
        last = max(1, -(-total // PAGE_SIZE))
        number = min(max(1, number), last)
        ordered = query.order_by(col(Partner.search_name), col(Partner.id))
        return Page(tuple(self._session.exec(ordered.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))), number, last, total)
