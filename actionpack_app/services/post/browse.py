"""Mails that were given up, and those that wait to be tried again."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime

from actionpack_app.db import reading
from actionpack_app.domain.letters import LetterAbout, LetterKind
from actionpack_app.domain.mails import Trouble
from actionpack_app.domain.notices import NoticeFacts, from_plain
from actionpack_app.domain.rights import Actor
from actionpack_app.repositories.pages import Page
from actionpack_app.repositories.post import Delivered, Post, Stuck


@dataclasses.dataclass(frozen=True, slots=True)
class MailLine:
    """One mail."""

    key: str
    """By which it is sent again."""
    partner_id: str
    company: str
    mpn_id: str
    reader: str
    email: str
    about: NoticeFacts | LetterAbout
    error: str
    tries: int
    next_try_at: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class MailList:
    """One page of one of the lists, and how long both are."""

    page: Page[MailLine]
    counts: Mapping[Trouble, int]


def list_mails(actor: Actor, trouble: Trouble, page_number: int) -> MailList:
    """A page of mails that didn't get through. Raises NotAllowed."""
    with reading() as session:
        post = Post(session, actor)
        return MailList(post.page(trouble, page_number).map(_line), post.counts())


def _line(stuck: Stuck) -> MailLine:
    mail = stuck.delivery if isinstance(stuck, Delivered) else stuck.letter
    partner = stuck.partner
    return MailLine(
        key=".".join(mail.key_of_mail),
        partner_id=partner.id if partner else "",
        company=partner.name if partner else "",
        mpn_id=(partner.mpn_id or "") if partner else "",
        reader=stuck.person.name if isinstance(stuck, Delivered) else stuck.letter.to_name,
        email=stuck.person.email if isinstance(stuck, Delivered) else stuck.letter.email,
        about=_about(stuck),
        error=mail.error,
        tries=mail.tries,
        next_try_at=mail.next_try_at,
    )


def _about(stuck: Stuck) -> NoticeFacts | LetterAbout:
    if isinstance(stuck, Delivered):
        return from_plain(stuck.notice.facts)
    return LetterAbout(LetterKind(stuck.letter.kind), {name: str(value) for name, value in stuck.letter.facts.items()})
