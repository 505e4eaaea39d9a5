"""Letters: mails to one person that aren't notices; they travel the same way."""

from collections.abc import Callable

import pytest

from actionpack_app.db import transaction
from actionpack_app.domain.letters import LetterFacts, LetterKind, Recipient
from actionpack_app.models import Letter, SupportRequest
from actionpack_app.models.mails import MailStatus
from actionpack_app.services.desk.decide_cancellation import decline_cancellation
from actionpack_app.services.letters.write import write_letter
from actionpack_app.workflows.mails import send_due
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, change, finance
from tests.integration.post import MailServer, both_parts, use_server
from tests.integration.rows import all_of


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, store: object) -> MailServer:  # noqa: ARG001 (its environment comes first)
    return use_server(monkeypatch)


def answered(company: Company) -> str:
    """The desk declines a request to cancel."""
    number = asks_to_cancel(company)
    decline_cancellation(finance(), number, "<b>Not</b> possible any more.")
    return number


def test_whoever_asked_is_written_to_once_the_desk_has_answered(contoso: Company, server: MailServer) -> None:
    number = answered(contoso)
    with server.running():
        assert send_due() == 1
        assert send_due() == 0
    message = server.taken[0]
    plain, html = both_parts(message)
    asked = next(request for request in all_of(SupportRequest) if request.number == number)
    assert server.recipients == [asked.contact_email]
    assert number in str(message["Subject"])
    for part in (plain, html):
        assert f"/en/support/{number}" in part
        assert "possible any more" not in part  # what was said stands behind the sign-in


def test_a_korean_company_reads_korean(sample: Callable[[str], Company], server: MailServer) -> None:
    number = answered(sample("proseware"))
    with server.running():
        assert send_due() == 1
    plain, _html = both_parts(server.taken[0])
    assert f"/ko/support/{number}" in plain
    assert "요청" in plain


def test_one_business_fact_is_written_about_once(contoso: Company) -> None:
    facts = LetterFacts(
        LetterKind.REQUEST_ANSWERED, Recipient("", "who@example.com", "en"), "Contoso", {"number": "1", "title": "t"}
    )
    with transaction() as session:
        first = write_letter(session, facts, "twice", contoso.id)
        again = write_letter(session, facts, "twice", contoso.id)
    assert (first, again) == (True, False)
    assert len(all_of(Letter)) == 1


def test_a_letter_that_nobody_takes_is_tried_again(contoso: Company, server: MailServer) -> None:
    answered(contoso)
    assert send_due() == 0
    assert [(row.mail_status, row.error, row.tries) for row in all_of(Letter)] == [(MailStatus.WAITING, "connection", 1)]
    change(Letter, all_of(Letter)[0].id, next_try_at=all_of(Letter)[0].written_at)
    with server.running():
        assert send_due() == 1
    assert [row.mail_status for row in all_of(Letter)] == [MailStatus.SENT]
