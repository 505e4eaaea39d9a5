"""Mails that didn't get through: the desk sees them, and has one sent again, once."""

import pytest

from actionpack_app.db import transaction
from actionpack_app.domain.errors import NotAllowed, NotFound
from actionpack_app.domain.letters import LetterAbout, LetterFacts, LetterKind, Recipient
from actionpack_app.domain.mails import Trouble
from actionpack_app.domain.notices import NoticeFacts, NoticeKind
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import COMPANY_ROLES, Right, Role, the_product
from actionpack_app.models import ActivityEntry, Letter, NoticeDelivery
from actionpack_app.models.mails import MailStatus
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.letters.write import write_letter
from actionpack_app.services.notices.tell import tell
from actionpack_app.services.post.browse import MailLine, list_mails
from actionpack_app.services.post.send_again import send_again
from actionpack_app.workflows.mails import send_due
from tests.integration.companies import Company
from tests.integration.desk import actions, finance, operator
from tests.integration.post import MailServer, use_server
from tests.integration.rows import all_of, at_once, copy_of, of, store_rows
from tests.integration.shopping import bought, reviewed_by_card

AGENT = Role.SUPPORT_AGENT
FAILED, NONE = MailStatus.FAILED, MailStatus.NONE


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, store: object) -> MailServer:  # noqa: ARG001 (its environment comes first)
    return use_server(monkeypatch)


def tell_of(company: Company, kind: NoticeKind) -> None:
    held = company.holds()
    about = NoticeFacts(
        kind=kind,
        offer=Offer.ACTION_PACK,
        subscription_id=held.id,
        start=held.term.start,
        expiry=held.term.expiry,
        until=held.term.last_renewal_day,
    )
    with transaction() as session:
        tell(session, the_product(company.id), about, f"{kind}:{company.id}", company.clock)


def refused(company: Company, server: MailServer, kind: NoticeKind = NoticeKind.WINDOW_OPEN) -> list[MailLine]:
    """What nobody at the other end takes."""
    tell_of(company, kind)
    server.to_recipients = ["550 No such user"] * 9
    with server.running():
        send_due()
    server.to_recipients = []
    return listed()


def listed(trouble: Trouble = Trouble.FAILED) -> list[MailLine]:
    return list(list_mails(operator(AGENT), trouble, 1).page.rows)


def test_a_mail_that_was_refused_for_good_is_listed_with_who_and_why(contoso: Company, server: MailServer) -> None:
    lines = refused(contoso, server)
    assert {line.email for line in lines} == {contoso.person(role).email for role in (Role.GLOBAL_ADMIN, Role.BILLING_ADMIN)}
    line = lines[0]
    assert (line.company, line.mpn_id) == (contoso.made.name, contoso.made.mpn_id)
    assert isinstance(line.about, NoticeFacts)
    assert line.about.kind is NoticeKind.WINDOW_OPEN
    assert (line.error, line.tries) == ("550", 1)
    assert list_mails(operator(AGENT), Trouble.FAILED, 1).counts == {Trouble.FAILED: 2, Trouble.RETRIED: 0}


def test_one_that_is_tried_again_by_itself_stands_in_the_other_list(contoso: Company, server: MailServer) -> None:
    tell_of(contoso, NoticeKind.RENEWED)
    send_due()  # nobody listens
    assert listed() == []
    assert {line.error for line in listed(Trouble.RETRIED)} == {"connection"}
    assert server.taken == []


def test_sent_again_it_reaches_its_reader_once_and_stands_in_the_partners_activity(contoso: Company, server: MailServer) -> None:
    line, other = refused(contoso, server, NoticeKind.RENEWED)
    send_again(operator(AGENT), line.key)
    with server.running():
        send_due()
        send_due()
    assert server.recipients == [line.email]
    assert [row.key for row in listed()] == [other.key]
    entry = of(ActivityEntry, contoso)[-1]
    assert (entry.action, entry.person_id) == ("mail_sent_again", operator(AGENT).person_id)
    assert entry.details == {"mail": "renewed"}  # no name: the entry outlives the person's erasure
    assert entry.subscription_id == contoso.holds().id


def test_a_second_click_finds_nothing_to_send(contoso: Company, server: MailServer) -> None:
    line = refused(contoso, server)[0]
    send_again(operator(AGENT), line.key)
    with pytest.raises(NotFound):
        send_again(operator(AGENT), line.key)
    assert actions(contoso).count("mail_sent_again") == 1


def test_two_operators_at_the_same_moment_send_it_once(contoso: Company, server: MailServer) -> None:
    line = refused(contoso, server)[0]
    agents = [operator(AGENT), operator(Role.DESK_ADMIN, name="Dana")] * 2
    done = at_once([lambda who=who: send_again(who, line.key) for who in agents])
    assert sorted(isinstance(one, NotFound) for one in done) == [False, True, True, True]
    assert actions(contoso).count("mail_sent_again") == 1


def test_what_no_longer_holds_is_laid_aside_when_it_is_sent_again(fabrikam: Company, server: MailServer) -> None:
    """Renewed meanwhile: nobody needs the reminder any more, also where a test clock stands still."""
    line = refused(fabrikam, server)[0]
    bought(fabrikam, reviewed_by_card(fabrikam))
    send_again(operator(AGENT), line.key)
    with server.running():
        send_due()
    kept = {".".join(row.key_of_mail): row.mail_status for row in all_of(NoticeDelivery)}
    assert kept[line.key] is NONE
    assert line.email not in [mail["To"] for mail in server.taken if "window" in str(mail["Subject"]).lower()]


def test_one_that_is_refused_again_is_listed_again(contoso: Company, server: MailServer) -> None:
    line = refused(contoso, server, NoticeKind.RENEWED)[0]
    send_again(operator(AGENT), line.key)
    server.to_recipients = ["552 Full"]
    with server.running():
        send_due()
    (again,) = [row for row in listed() if row.key == line.key]
    assert (again.error, again.tries) == ("552", 2)
    send_again(operator(AGENT), again.key)


def a_letter(company: Company, key: str = "answer:1") -> None:
    to = Recipient("Somebody", "somebody@example.com", "en")
    facts = LetterFacts(LetterKind.REQUEST_ANSWERED, to, company.made.name, {"number": "SR-1", "title": "Help"})
    with transaction() as session:
        write_letter(session, facts, key, company.id)


def test_letters_stand_in_the_same_list_and_are_sent_again_the_same_way(contoso: Company, server: MailServer) -> None:
    a_letter(contoso)
    server.to_recipients = ["550 No such user"]
    with server.running():
        send_due()
    (line,) = listed()
    assert line.reader == "Somebody"
    assert line.about == LetterAbout(LetterKind.REQUEST_ANSWERED, {"number": "SR-1", "title": "Help"})
    send_again(operator(AGENT), line.key)
    with server.running():
        send_due()
    assert server.recipients == ["somebody@example.com"]
    assert of(ActivityEntry, contoso)[-1].details == {"mail": "letter"}


def test_both_kinds_are_paged_together(contoso: Company) -> None:
    a_letter(contoso)
    (letter,) = all_of(Letter)
    store_rows(*(copy_of(letter, id=f"l{n:02d}", key=f"l{n}", mail_status=FAILED, tries=20, error="550") for n in range(20)))
    tell_of(contoso, NoticeKind.RENEWED)
    for row in all_of(NoticeDelivery):
        row.mail_status = FAILED
        store_rows(row)
    failed = 20 + sum(row.mail_status is FAILED for row in all_of(NoticeDelivery))
    agent = operator(AGENT)
    pages = [list_mails(agent, Trouble.FAILED, n).page for n in range(1, 1 + -(-failed // PAGE_SIZE))]
    keys = [line.key for page in pages for line in page.rows]
    assert len(keys) == len(set(keys)) == pages[0].total == failed


@pytest.mark.parametrize("key", ["", ".", "nothing", "a.b", "a.b.c", "x" * 500, "' OR 1=1 --", "\x00", "\ud83d."], ids=ascii)
@pytest.mark.usefixtures("store")
def test_a_mail_that_nobody_could_have_named_is_not_found(key: str) -> None:
    with pytest.raises(NotFound):
        send_again(operator(AGENT), key)


@pytest.mark.parametrize("role", [role for role in Role if role not in {AGENT, Role.DESK_ADMIN}])
def test_nobody_else_sees_or_sends_them(fabrikam: Company, server: MailServer, role: Role) -> None:
    line = refused(fabrikam, server)[0]
    actor = fabrikam.person(role) if role in COMPANY_ROLES else finance()
    calls = [
        lambda: list_mails(actor, Trouble.FAILED, 1),
        lambda: send_again(actor, line.key),
        lambda: send_again(actor, "nothing"),
    ]
    for call in calls:
        with pytest.raises(NotAllowed) as turned_away:
            call()
        assert turned_away.value.right is Right.DESK_LOOKUP
    assert line.key in {row.key for row in listed()}
