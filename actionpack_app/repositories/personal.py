"""Whatever is kept of a person: gathered for them, and replaced by a pseudonym when they are erased.

Invoices stay as they were issued, as tax law asks (product, § 5). Threads of support requests stay as the company's
correspondence, without whom to reach; files stay with them. The activity keeps who did what, under the pseudonym.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, and_, col, delete, func, or_, select, update

from actionpack_app.domain.accounts import pseudonym, pseudonymous_address
from actionpack_app.models import (
    ActivityEntry,
    Approval,
    Attachment,
    BenefitUse,
    Credential,
    DataImport,
    Enrolment,
    Invitation,
    Letter,
    LoginSession,
    Notice,
    NoticeDelivery,
    Order,
    PartnerLook,
    PaymentProof,
    Person,
    ProfileLogo,
    ProviderLink,
    RecoveryCode,
    RequestRead,
    SecondFactor,
    SupportMessage,
    SupportRequest,
)
from actionpack_app.models.mails import MailStatus

_SIGNS_IN_WITH = (Credential, SecondFactor, RecoveryCode, ProviderLink, LoginSession, PartnerLook, RequestRead)
"""Rows that are of no use without their person."""

_SECRET = {"token_hash", "password_hash", "sealed", "fingerprint", "submission", "mail_token_hash"}
"""What isn't data about somebody but opens something."""
_NOT_ABOUT_ANYBODY = {"content"}
"""Of imports: prices, or what companies qualify for."""


class PersonalData:
    """The rows about one person."""

    def __init__(self, session: Session, person: Person) -> None:
        self._session = session
        self._person = person
        self._login = person.email.casefold()
        self._name, self._email = pseudonym(person.id), pseudonymous_address(person.id)

    def gathered(self) -> dict[str, list[dict[str, Any]]]:
        """All of it, by table."""
        me = self._person.id
        return {
            "person": _plain([self._person]),
            "accounts": self._rows(Credential, Credential.person_id == me),
            "second_factors": self._rows(SecondFactor, SecondFactor.person_id == me),
            "provider_accounts": self._rows(ProviderLink, ProviderLink.person_id == me),
            "sessions": self._rows(LoginSession, LoginSession.person_id == me),
            "invitations": self._rows(Invitation, or_(col(Invitation.person_id) == me, col(Invitation.invited_by) == me)),
            "support_requests": self._rows(SupportRequest, SupportRequest.created_by == me),
            "support_messages": self._rows(SupportMessage, SupportMessage.author_id == me),
            "files": self._rows(Attachment, Attachment.uploaded_by == me),
            "orders": self._rows(Order, Order.created_by == me),
            "approvals": self._rows(Approval, self._of_company(Approval, self._did(Approval.requested_by, Approval.decided_by))),
            "payment_proofs": self._rows(PaymentProof, self._of_company(PaymentProof, PaymentProof.uploaded_by == me)),
            "benefits": self._rows(BenefitUse, self._of_company(BenefitUse, self._did(BenefitUse.person_id, BenefitUse.used_by))),
            "logos": self._rows(ProfileLogo, self._of_company(ProfileLogo, ProfileLogo.uploaded_by == me)),
            "requests_read": self._rows(RequestRead, RequestRead.person_id == me),
            "partners_looked_at": self._rows(PartnerLook, PartnerLook.person_id == me),
            "imports": self._rows(DataImport, DataImport.person_id == me),
            "notices": self._rows(NoticeDelivery, NoticeDelivery.person_id == me),
            "letters": self._rows(Letter, self._mailed(Letter)),
            "activity": self._rows(ActivityEntry, ActivityEntry.person_id == me),
        }

    def erase(self, now: datetime) -> None:
        """Replaces what names the person by a pseudonym, everywhere at once."""
        known_at = self._person.email
        self._forget_mails()
        self._forget_words()
        self._forget_contacts(known_at)
        self._forget_draft()
        for table in _SIGNS_IN_WITH:
            self._session.exec(delete(table).where(col(table.person_id) == self._person.id))
        person = self._person
        person.name, person.email, person.erased_at, person.active = self._name, self._email, now, False
        person.mail_locale, person.reminder_mails, person.last_sign_in_at = None, False, None
        person.feed_version = -abs(person.feed_version)
        self._session.flush()  # the trigger lets go only of what belongs to somebody who was erased
        mine = col(ActivityEntry.person_id) == person.id
        self._session.exec(update(ActivityEntry).where(mine, col(ActivityEntry.address) != "").values(address=""))

    def _forget_words(self) -> None:
        """Notices and letters say who did something, and whose account they are about, at whatever address they went to."""
        instead = {self._person.name: self._name, self._person.email: self._email, self._login: self._email}
        for table in (Letter, Notice):
            for row in self._session.exec(select(table).where(self._of_company(table))):
                if isinstance(row, Letter) and row.facts.get("person") == self._person.id:
                    instead[row.email] = self._email
                    row.to_name, row.email = self._name, self._email
                    row.mail_status = MailStatus.NONE if row.mail_status is MailStatus.WAITING else row.mail_status
                if instead.keys() & set(row.facts.values()):
                    row.facts = {key: instead.get(value, value) for key, value in row.facts.items()}

    def _forget_mails(self) -> None:
        for table, changed in ((Letter, {"to_name": self._name}), (NoticeDelivery, {})):
            mine = self._mailed(table)
            waits = col(table.mail_status) == MailStatus.WAITING
            self._session.exec(update(table).where(mine, waits).values(mail_status=MailStatus.NONE))
            self._session.exec(update(table).where(mine).values(email=self._email, **changed))
        invited = or_(col(Invitation.person_id) == self._person.id, self._of_company(Invitation, Invitation.login == self._login))
        over = func.coalesce(Invitation.revoked_at, Invitation.accepted_at, Invitation.created_at)
        changed = {"name": self._name, "email": self._email, "login": self._email, "revoked_at": over}
        self._session.exec(update(Invitation).where(invited).values(**changed))

    def _forget_contacts(self, known_at: str) -> None:
        contact = {"contact_name": self._name, "contact_email": self._email, "contact_phone": ""}
        for table in (SupportRequest, Order):
            named = self._of_company(table, func.lower(col(table.contact_email)) == known_at.lower())
            theirs = or_(col(table.created_by) == self._person.id, named)
            self._session.exec(update(table).where(theirs, col(table.contact_email) != "").values(**contact))

    def _forget_draft(self) -> None:
        """The enrolment of the company keeps what was accepted, not who typed it."""
        contact = {"contact_name": self._name, "contact_email": self._email, "contact_phone": ""}
        for draft in self._session.exec(select(Enrolment).where(col(Enrolment.verified_login) == self._login)):
            draft.typed = draft.typed | {key: contact[key] for key in draft.typed if key in contact}
            draft.verified_login, draft.letter_login = self._email, self._email

    def _did(self, *columns: Any) -> Any:
        return or_(*(col(column) == self._person.id for column in columns))

    def _mailed(self, table: type[Letter | NoticeDelivery]) -> Any:
        if table is NoticeDelivery:
            return col(NoticeDelivery.person_id) == self._person.id
        return self._of_company(Letter, func.lower(Letter.email) == self._login)

    def _of_company(self, table: Any, condition: Any = None) -> Any:
        mine = col(table.partner_id) == self._person.partner_id if self._person.partner_id else col(table.partner_id).is_(None)
        return mine if condition is None else and_(mine, condition)

    def _rows(self, table: type[SQLModel], condition: Any) -> list[dict[str, Any]]:
        return _plain(self._session.exec(select(table).where(condition)))


def _plain(rows: Iterable[SQLModel]) -> list[dict[str, Any]]:
    return [row.model_dump(mode="json", exclude=_SECRET | _NOT_ABOUT_ANYBODY) for row in rows]
