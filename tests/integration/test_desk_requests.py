"""The desk's queue of requests: listed, taken up, answered, noted, closed and opened again; what the partner sees of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
import sqlalchemy as sa

from actionpack_app.db import transaction
from actionpack_app.domain.desk import Assigned, Subject, Waiting
from actionpack_app.domain.errors import (
    AssignedMeanwhile,
    CancellationUndecided,
    InvalidInput,
    NotAllowed,
    NotFound,
    RequestClosed,
)
from actionpack_app.domain.rights import Actor, Right, Role
from actionpack_app.models import ActivityEntry, Letter, Partner, Person, RequestWord, SupportMessage, SupportRequest
from actionpack_app.models.support import RequestStatus
from actionpack_app.repositories.pages import COUNTED_MOST, PAGE_SIZE
from actionpack_app.repositories.request_words import put_words_of_company
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.desk.answer import answer_request, close_at_desk, note_request, reopen_request
from actionpack_app.services.desk.assign import assign
from actionpack_app.services.desk.decide_cancellation import decline_cancellation
from actionpack_app.services.desk.queue import Section, count_desk, show_desk
from actionpack_app.services.desk.requests import (
    DeskRequestLine,
    RequestFilter,
    desk_request_versions,
    list_desk_requests,
    queue_stamp,
    show_desk_request,
)
from actionpack_app.services.support.ask import close_request, reply
from actionpack_app.services.support.attach import attach, attach_at_desk
from actionpack_app.services.support.browse import (
    list_requests,
    list_stamp,
    open_attachment,
    read_request,
    request_version,
    show_request,
)
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, change, desk_admin, finance, operator, transferred
from tests.integration.requests import PDF
from tests.integration.rows import all_of, at_once, of
from tests.integration.test_support import asked

SECRET = "They are about to leave us"


def agent() -> Actor:
    """Sora, who answers requests."""
    return operator(Role.SUPPORT_AGENT, name="Sora Kim")


def colleague() -> Actor:
    """Another agent."""
    return operator(Role.SUPPORT_AGENT, "agent-2", "Paul Reyes")


def queue(actor: Actor | None = None, **narrowed: object) -> list[DeskRequestLine]:
    """The first page of the queue."""
    return list(list_desk_requests(actor or agent(), RequestFilter(**narrowed), 1).page.rows)


def numbers(**narrowed: object) -> list[str]:
    return [line.number for line in queue(**narrowed)]


def line_of(number: str) -> DeskRequestLine:
    return show_desk_request(agent(), number).line


class TestQueue:
    def test_what_waits_longest_comes_first_whoever_asks(self, fabrikam: Company, contoso: Company) -> None:
        first, second = asked(fabrikam), asked(contoso)
        change_waiting(first, hours=-30)
        change_waiting(second, hours=-50)
        lines = queue()
        assert [line.number for line in lines] == [second, first]
        assert (lines[0].company, lines[0].mpn_id) == (contoso.made.name, contoso.made.mpn_id)
        assert (lines[0].last_author, lines[0].last_by_desk) == ("Carla Mendes", False)

    def test_an_age_is_told_by_the_companys_own_clock(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        assert line_of(number).care.age == timedelta()
        change(Partner, fabrikam.id, clock_at=fabrikam.now + timedelta(days=3))
        assert line_of(number).care.age == timedelta(days=3)

    def test_a_real_companys_request_ages_as_time_goes_by(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        change(Partner, fabrikam.id, clock_at=None)
        with transaction() as session:
            session.execute(sa.text("UPDATE support_request SET waits_since = '2020-01-01 00:00:00+00'"))
        assert line_of(number).care.age > timedelta(days=365)

    def test_asking_again_makes_a_request_no_younger(self, fabrikam: Company) -> None:
        first, second = asked(fabrikam), asked(fabrikam)
        change_waiting(first, hours=-2)
        change_waiting(second, hours=-1)
        reply(fabrikam.admin, first, "Are you there?", (), "again", fabrikam.clock)
        assert numbers() == [first, second]

    def test_filters_narrow_the_queue(self, fabrikam: Company) -> None:
        waits, done, other = asked(fabrikam), asked(fabrikam), asked(fabrikam, problem="other")
        answer_request(agent(), done, "Here you are.", (), "a")
        assign(agent(), Subject.REQUEST, other, agent().person_id, "")
        assert numbers() == [waits, other]
        assert numbers(waiting=Waiting.ANSWERED) == [done]
        assert numbers(waiting=Waiting.CLOSED) == []
        assert sorted(numbers(waiting=Waiting.ALL)) == sorted([waits, done, other])
        assert numbers(problem="other") == [other]
        assert numbers(problem="weather") == [waits, other], "what is no type narrows nothing"
        assert numbers(assigned=Assigned.NOBODY) == [waits]
        assert numbers(assigned=Assigned.ME) == [other]
        assert queue(colleague(), assigned=Assigned.ME) == []

    def test_a_search_finds_number_title_company_and_mpn_id(self, fabrikam: Company, contoso: Company) -> None:
        mine, other = asked(fabrikam, title="Wrong VAT on our invoice"), asked(contoso, title="송장 문의")
        asked_for = (mine, "vat invo", "contoso", contoso.made.mpn_id, "문의", "nothing")
        found = {text: numbers(search=text) for text in asked_for}
        assert found == {
            mine: [mine],
            "vat invo": [mine],
            "contoso": [other],
            contoso.made.mpn_id: [other],
            "문의": [other],
            "nothing": [],
        }
        assert numbers(search="contoso", waiting=Waiting.CLOSED) == []

    def test_the_partners_own_search_does_not_take_the_companys_name_for_a_word(self, contoso: Company) -> None:
        asked(contoso)
        assert list_requests(contoso.admin, open_only=None, search="contoso", page_number=1).page.rows == ()

    def test_a_renamed_company_is_found_by_its_new_name(self, contoso: Company) -> None:
        number = asked(contoso)
        with transaction() as session:
            partner = session.get_one(Partner, contoso.id)
            partner.name = "Lamna Healthcare"
            put_words_of_company(session, partner)
        assert (numbers(search="lamna"), numbers(search="contoso")) == ([number], [])

    def test_a_word_that_nearly_all_have_still_finds_them(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("actionpack_app.repositories.request_words.RARE", 2)
        made = [asked(fabrikam, title=f"Invoice question {n}") for n in range(4)]
        found = asked(fabrikam, title="Invoice about tax")
        assert sorted(numbers(search="invoice")) == sorted([*made, found])
        assert numbers(search="invoice tax") == [found]
        listed = list_requests(fabrikam.admin, open_only=True, search="invoice", page_number=1).page
        assert listed.total == 5

    def test_a_long_queue_is_counted_to_a_thousand(self, fabrikam: Company, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("actionpack_app.repositories.pages.COUNTED_MOST", PAGE_SIZE)
        for _ in range(27):
            asked(fabrikam)
        page = list_desk_requests(agent(), RequestFilter(), 2).page
        assert (page.number, page.last, page.total, page.more) == (1, 1, PAGE_SIZE, True)
        assert COUNTED_MOST == 1000

    def test_each_role_counts_its_own_lists(self, fabrikam: Company) -> None:
        asked(fabrikam)
        transferred(fabrikam)
        assert (count_desk(agent()).requests, count_desk(agent()).money) == (1, {})
        assert (count_desk(finance()).requests, count_desk(finance()).money[Section.TRANSFERS]) == (None, 1)
        assert (count_desk(desk_admin()).requests, count_desk(desk_admin()).money[Section.TRANSFERS]) == (1, 1)
        with pytest.raises(NotAllowed):
            count_desk(fabrikam.admin)


class TestAnswer:
    def test_it_stands_in_the_thread_and_waits_for_the_partner(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        file = attach_at_desk(agent(), number, "answer.pdf", PDF)
        answer_request(agent(), number, "  Please try again.\nThank you. ", (file.id,), "a")
        shown = show_request(fabrikam.admin, number)
        assert shown.line.status is RequestStatus.ANSWERED
        last = shown.messages[-1]
        assert (last.author, last.by_desk, last.mine, last.body) == ("Sora Kim", True, False, "Please try again.\nThank you.")
        assert open_attachment(fabrikam.admin, file.id)[1] == open_attachment(agent(), file.id)[1] == PDF

    def test_each_answer_is_one_letter_to_the_contact(self, fabrikam: Company) -> None:
        number = asked(fabrikam, contact_email="books@fabrikam.example.com")
        for submission in ("a", "a", "b"):
            answer_request(agent(), number, "Here you are.", (), submission)
        assert [letter.email for letter in all_of(Letter)] == ["books@fabrikam.example.com"] * 2
        assert len(show_request(fabrikam.admin, number).messages) == 3

    def test_the_same_answer_sent_eight_times_at_once_is_one(self, fabrikam: Company) -> None:
        number, sora = asked(fabrikam), agent()
        assert at_once([lambda: answer_request(sora, number, "Once.", (), "a")] * 8) == [None] * 8
        assert (len(show_request(fabrikam.admin, number).messages), len(all_of(Letter))) == (2, 1)

    def test_a_reply_of_the_partners_brings_it_back_into_the_queue(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        answer_request(agent(), number, "Here you are.", (), "a")
        assert numbers() == []
        reply(fabrikam.admin, number, "It still fails.", (), "b", fabrikam.clock)
        assert numbers() == [number]
        assert line_of(number).last_by_desk is False

    def test_an_answer_needs_words_and_an_open_request(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        for body, code in (("", "required"), ("x" * 5001, "too_long")):
            with pytest.raises(InvalidInput) as refused:
                answer_request(agent(), number, body, (), "a")
            assert refused.value.problems == {"reply": code}
        close_request(fabrikam.admin, number, fabrikam.clock)
        with pytest.raises(RequestClosed):
            answer_request(agent(), number, "Too late.", (), "a")
        assert all_of(Letter) == []

    def test_only_files_meant_for_this_company_go_with_it(self, fabrikam: Company, contoso: Company) -> None:
        number, theirs = asked(fabrikam), asked(contoso)
        foreign = attach_at_desk(agent(), theirs, "answer.pdf", PDF)
        partners = attach(fabrikam.admin, "mine.pdf", PDF, fabrikam.clock)
        by_paul = attach_at_desk(colleague(), number, "answer.pdf", PDF)
        answer_request(agent(), number, "See there.", (foreign.id, partners.id, by_paul.id), "a")
        assert show_request(fabrikam.admin, number).messages[-1].attachments == ()

    def test_it_is_news_to_each_who_sees_it_until_they_have_looked(self, fabrikam: Company) -> None:
        user = fabrikam.person(Role.USER)
        number = asked(fabrikam, user)

        def unread(actor: Actor) -> bool:
            return list_requests(actor, open_only=None, search="", page_number=1).page.rows[0].unread

        assert not unread(user)
        answer_request(agent(), number, "Here you are.", (), "a")
        read_request(fabrikam.admin, number)
        assert (unread(user), unread(fabrikam.admin)) == (True, False)
        read_request(user, number)
        reply(user, number, "Thank you.", (), "b", fabrikam.clock)
        assert not unread(user)

    def test_a_decision_is_news_too(self, contoso: Company) -> None:
        number = asks_to_cancel(contoso)
        decline_cancellation(finance(), number, "A key has been viewed.")
        assert show_request(contoso.admin, number).line.unread


class TestClosing:
    def test_closed_and_opened_again(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        close_at_desk(agent(), number)
        assert show_request(fabrikam.admin, number).line.status is RequestStatus.CLOSED
        with pytest.raises(RequestClosed):
            close_at_desk(agent(), number)
        reopen_request(agent(), number)
        assert numbers() == [number]
        with pytest.raises(RequestClosed):
            reopen_request(agent(), number)

    def test_a_request_to_cancel_is_closed_by_its_decision(self, contoso: Company) -> None:
        number = asks_to_cancel(contoso)
        with pytest.raises(CancellationUndecided):
            close_at_desk(agent(), number)
        decline_cancellation(finance(), number, "A key has been viewed.")
        with pytest.raises(CancellationUndecided):
            reopen_request(desk_admin(), number)

    def test_what_the_desk_does_stands_in_the_partners_activity(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        assign(agent(), Subject.REQUEST, number, agent().person_id, "")
        answer_request(agent(), number, "Here you are.", (), "a")
        close_at_desk(agent(), number)
        reopen_request(agent(), number)
        lines = [line for line in list_activity(fabrikam.admin, ActivityFilter(), 1).page.rows if line.subject == number]
        assert [(line.action, line.who) for line in lines] == [
            ("request_reopened", "Sora Kim"),
            ("request_closed", "Sora Kim"),
            ("request_answered", "Sora Kim"),
            ("request_assigned", "Sora Kim"),
            ("request_made", "Grace Abbott"),
        ]
        assert lines[3].details == {"after": "Sora Kim"}


class TestNotes:
    def test_the_desk_reads_them_and_the_partner_never_does(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        read_request(fabrikam.admin, number)
        before = show_request(fabrikam.admin, number)
        version, stamp = request_version(fabrikam.admin, number), list_stamp(fabrikam.admin)
        page = list_requests(fabrikam.admin, open_only=None, search="", page_number=1)
        activity = list_activity(fabrikam.admin, ActivityFilter(), 1)
        note_request(agent(), number, SECRET, "n")
        assert show_desk_request(finance_of_requests(), number).messages[-1].body == SECRET
        assert show_desk_request(agent(), number).messages[-1].internal
        assert show_request(fabrikam.admin, number) == before
        assert (request_version(fabrikam.admin, number), list_stamp(fabrikam.admin)) == (version, stamp)
        assert list_requests(fabrikam.admin, open_only=None, search="", page_number=1) == page
        assert list_activity(fabrikam.admin, ActivityFilter(), 1) == activity
        assert list_requests(fabrikam.admin, open_only=None, search=SECRET, page_number=1).page.rows == ()
        assert all_of(Letter) == []
        assert [line.last_author for line in queue()] == ["Grace Abbott"]

    def test_a_file_that_stands_at_a_note_is_no_partners(self, fabrikam: Company) -> None:
        """No note has one; were it so, it would not be served."""
        number = asked(fabrikam)
        file = attach_at_desk(agent(), number, "internal.pdf", PDF)
        answer_request(agent(), number, "See there.", (file.id,), "a")
        with transaction() as session:
            session.execute(sa.update(SupportMessage).where(SupportMessage.submission == "a").values(internal=True))
        with pytest.raises(NotFound):
            open_attachment(fabrikam.admin, file.id)

    def test_one_can_be_added_after_the_closing_and_once(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        close_at_desk(agent(), number)
        for _ in range(2):
            note_request(agent(), number, SECRET, "n")
        assert len(show_desk_request(agent(), number).messages) == 2
        assert show_request(fabrikam.admin, number).line.status is RequestStatus.CLOSED

    def test_a_note_needs_words(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        with pytest.raises(InvalidInput) as refused:
            note_request(agent(), number, " ", "n")
        assert refused.value.problems == {"note": "required"}


class TestAssigning:
    def test_two_who_take_the_same_at_once_one_gets_it_and_the_other_is_told_who(self, fabrikam: Company) -> None:
        number, sora, paul = asked(fabrikam), agent(), colleague()
        outcomes = at_once([lambda a=a: assign(a, Subject.REQUEST, number, a.person_id, "") for a in (sora, paul)])
        assert outcomes.count(None) == 1
        (refused,) = [outcome for outcome in outcomes if outcome is not None]
        assert isinstance(refused, AssignedMeanwhile)
        assert refused.name == line_of(number).care.assigned_name
        assert refused.name == ("Sora Kim" if outcomes[0] is None else "Paul Reyes")

    def test_it_is_taken_over_handed_on_and_put_down(self, fabrikam: Company) -> None:
        number, sora, paul = asked(fabrikam), agent(), colleague()
        assign(sora, Subject.REQUEST, number, sora.person_id, "")
        assign(paul, Subject.REQUEST, number, paul.person_id, sora.person_id)
        assert line_of(number).care.assigned_name == "Paul Reyes"
        assign(paul, Subject.REQUEST, number, sora.person_id, paul.person_id)
        assign(sora, Subject.REQUEST, number, "", sora.person_id)
        with pytest.raises(AssignedMeanwhile) as refused:
            assign(paul, Subject.REQUEST, number, paul.person_id, sora.person_id)
        assert refused.value.name == ""
        entries = [entry for entry in of(ActivityEntry, fabrikam) if entry.action == "request_assigned"]
        assert [entry.details for entry in entries] == [
            {"after": "Sora Kim"},
            {"before": "Sora Kim", "after": "Paul Reyes"},
            {"before": "Paul Reyes", "after": "Sora Kim"},
            {"before": "Sora Kim"},
        ]

    def test_only_who_can_look_after_it_gets_it(self, fabrikam: Company, contoso: Company) -> None:
        number, order, cancels = asked(fabrikam), transferred(fabrikam).number, asks_to_cancel(contoso)
        fiona, sora = finance(), agent()
        for to in (fiona.person_id, fabrikam.admin.person_id, "nobody-known"):
            with pytest.raises(NotFound):
                assign(sora, Subject.REQUEST, number, to, "")
        with pytest.raises(NotFound):
            assign(fiona, Subject.TRANSFER, order, sora.person_id, "")
        assign(sora, Subject.REQUEST, cancels, fiona.person_id, "")
        change(Person, sora.person_id, active=False)
        with pytest.raises(NotFound):
            assign(fiona, Subject.REQUEST, cancels, sora.person_id, fiona.person_id)

    def test_finance_takes_transfers_up_and_finds_its_own(self, fabrikam: Company, contoso: Company) -> None:
        order, cancels, fiona = transferred(fabrikam).number, asks_to_cancel(contoso), finance()
        for subject, key, section in (
            (Subject.TRANSFER, order, Section.TRANSFERS),
            (Subject.REQUEST, cancels, Section.CANCELLATIONS),
        ):
            assert show_desk(fiona, section, 1, Assigned.ME).page.rows == ()
            assign(fiona, subject, key, fiona.person_id, "")
            (line,) = show_desk(fiona, section, 1, Assigned.ME).page.rows
            assert line.care.assigned_name == "Fiona Grant"
            assert show_desk(fiona, section, 1, Assigned.NOBODY).page.rows == ()
        assert "transfer_assigned" in [entry.action for entry in of(ActivityEntry, fabrikam)]

    @pytest.mark.parametrize("subject", Subject)
    @pytest.mark.usefixtures("fabrikam")
    def test_nothing_is_found_that_nobody_could_have_named(self, subject: Subject) -> None:
        for key in ("", "nothing", "x" * 500, "%", "\x00", "9" * 30, "١٢"):
            with pytest.raises(NotFound):
                assign(desk_admin(), subject, key, "", "")


class TestRights:
    CALLS: ClassVar[dict[str, Callable[[Actor, str], object]]] = {
        "answer_request": lambda a, n: answer_request(a, n, "Hello", (), "x"),
        "note_request": lambda a, n: note_request(a, n, "Hello", "x"),
        "close_at_desk": close_at_desk,
        "reopen_request": reopen_request,
        "attach_at_desk": lambda a, n: attach_at_desk(a, n, "a.pdf", PDF),
        "list_desk_requests": lambda a, _n: list_desk_requests(a, RequestFilter(), 1),
        "queue_stamp": lambda a, _n: queue_stamp(a),
    }
    OF_THE_DESK: ClassVar[dict[str, Callable[[Actor, str], object]]] = {
        "show_desk_request": show_desk_request,
        "desk_request_versions": desk_request_versions,
        "assign": lambda a, n: assign(a, Subject.REQUEST, n, "", ""),
    }

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize("service", [*CALLS, *OF_THE_DESK])
    def test_nobody_answers_requests_but_who_may(self, fabrikam: Company, service: str) -> None:
        number = asked(fabrikam)
        calls, before = self.CALLS | self.OF_THE_DESK, all_of(SupportMessage)
        for actor in (*(visitor.actor for visitor in fabrikam.visitors.values()), finance()):
            expected = NotFound if service in self.OF_THE_DESK and actor.may(Right.DESK_MONEY) else NotAllowed
            with pytest.raises(expected) as refused:
                calls[service](actor, number)
            if isinstance(refused.value, NotAllowed):
                assert refused.value.right is Right.DESK_REQUESTS
        assert all_of(SupportMessage) == before

    def test_finance_reads_what_it_decides_and_answers_nothing(self, contoso: Company) -> None:
        file = attach(contoso.admin, "contract.pdf", PDF, contoso.clock)
        other_file = attach(contoso.admin, "other.pdf", PDF, contoso.clock)
        number, other = asks_to_cancel(contoso), asked(contoso, attachments=(other_file.id,))
        reply(contoso.admin, number, "See there.", (file.id,), "r", contoso.clock)
        shown = show_desk_request(finance(), number)
        assert (shown.may_answer, shown.may_decide) == (False, True)
        assert shown.subscription is not None
        assert shown.subscription.verdict is not None
        assert open_attachment(finance(), file.id)[1] == PDF
        with pytest.raises(NotFound):
            open_attachment(finance(), other_file.id)
        with pytest.raises(NotFound):
            show_desk_request(finance(), other)
        with pytest.raises(NotAllowed):
            answer_request(finance(), number, "Hello", (), "x")

    def test_an_agent_reads_the_verdict_and_decides_nothing(self, contoso: Company) -> None:
        shown = show_desk_request(agent(), asks_to_cancel(contoso))
        assert (shown.may_answer, shown.may_decide) == (True, False)
        for section in Section:
            with pytest.raises(NotAllowed) as refused:
                show_desk(agent(), section, 1)
            assert refused.value.right is Right.DESK_MONEY
        with pytest.raises(NotAllowed):
            assign(agent(), Subject.TRANSFER, "ORD-2026-000001", "", "")

    def test_what_nobody_could_have_named_is_not_found(self, fabrikam: Company) -> None:
        asked(fabrikam)
        for key in ("", "nothing", "x" * 500, "' OR 1=1 --", "%", "\x00"):
            for call in (show_desk_request, close_at_desk, desk_request_versions):
                with pytest.raises(NotFound):
                    call(agent(), key)


class TestNews:
    def test_each_change_moves_what_open_pages_ask_for(self, fabrikam: Company, contoso: Company) -> None:
        number = asked(fabrikam)

        def seen() -> tuple[object, ...]:
            return (
                request_version(fabrikam.admin, number),
                list_stamp(fabrikam.admin),
                desk_request_versions(agent(), number),
                queue_stamp(agent()),
            )

        quiet = list_stamp(contoso.admin)
        for change_it in (
            lambda: answer_request(agent(), number, "Here you are.", (), "a"),
            lambda: reply(fabrikam.admin, number, "Thank you.", (), "b", fabrikam.clock),
            lambda: close_at_desk(agent(), number),
            lambda: reopen_request(agent(), number),
            lambda: close_request(fabrikam.admin, number, fabrikam.clock),
        ):
            before = seen()
            change_it()
            assert all(now != was for now, was in zip(seen(), before, strict=True))
        assert list_stamp(contoso.admin) == quiet

    def test_a_colleague_can_not_ask_for_news_of_what_isnt_theirs(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        for call in (request_version, read_request):
            with pytest.raises(NotFound):
                call(fabrikam.person(Role.USER), number)
            with pytest.raises(NotAllowed):
                call(agent(), number)


def change_waiting(number: str, hours: int) -> None:
    """Has a request wait since some hours ago, by its company's clock."""
    row = next(row for row in all_of(SupportRequest) if row.number == number)
    with transaction() as session:
        found = session.get_one(SupportRequest, row.id)
        found.waits_since = row.waits_since + timedelta(hours=hours)


def finance_of_requests() -> Actor:
    """Dana, who may do both."""
    return desk_admin()


def test_every_request_has_its_words(fabrikam: Company) -> None:
    asked(fabrikam, title="Wrong VAT")
    words = {(word.word, word.of_company) for word in all_of(RequestWord)}
    assert {("wrong", False), ("vat", False), ("sr", False), ("fabrikam", True)} <= words
