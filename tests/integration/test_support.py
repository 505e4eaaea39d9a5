"""Support requests: asked, answered, closed; whose they are, and the files in them."""

from collections.abc import Callable

import pytest

from actionpack_app.domain.errors import InvalidInput, NotFound, RequestClosed
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.models import Attachment, SupportMessage, SupportRequest
from actionpack_app.models.support import RequestStatus
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.support.ask import ask_support, close_request, reply
from actionpack_app.services.support.attach import FILE_MAX_BYTES, attach
from actionpack_app.services.support.browse import list_requests, open_attachment, show_request
from tests.integration.companies import Company
from tests.integration.requests import JPEG, PDF, PNG, form
from tests.integration.rows import all_of, at_once, of
from tests.integration.store import Store


def asked(company: Company, actor: Actor | None = None, **changed: object) -> str:
    """A request that was just made."""
    submission = f"submission-{len(all_of(SupportMessage)) + 1}"
    return ask_support(actor or company.admin, form(**{"submission": submission, **changed}), company.clock)


def numbers(actor: Actor, *, open_only: bool | None = None, search: str = "", page: int = 1) -> list[str]:
    return [line.number for line in list_requests(actor, open_only=open_only, search=search, page_number=page).page.rows]


class TestAsking:
    def test_a_request_is_open_with_its_details_as_the_first_message(self, fabrikam: Company) -> None:
        number = asked(fabrikam, contact_phone="(206) 555-0100")
        shown = show_request(fabrikam.admin, number)
        assert (shown.line.status, shown.line.title) == (RequestStatus.OPEN, "Two invoices for one year")
        assert shown.line.created_at == shown.line.updated_at == fabrikam.now
        assert shown.contact_phone == "+1 206-555-0100"
        (message,) = shown.messages
        assert (message.author, message.mine, message.body) == ("Grace Abbott", True, "We were charged twice, it seems.")

    def test_requests_are_numbered_one_by_one(self, fabrikam: Company) -> None:
        year = fabrikam.today.year
        assert [asked(fabrikam) for _ in range(3)] == [f"SR-{year}-{n:06d}" for n in (1, 2, 3)]

    def test_every_problem_is_named_at_once(self, fabrikam: Company) -> None:
        empty = form(problem="weather", title=" ", details="", contact_name="", contact_phone="call me", contact_email="grace@")
        with pytest.raises(InvalidInput) as refused:
            ask_support(fabrikam.admin, empty, fabrikam.clock)
        assert refused.value.problems == {
            "problem": "required",
            "title": "required",
            "details": "required",
            "contact_name": "required",
            "contact_phone": "phone",
            "contact_email": "email",
        }
        assert of(SupportRequest, fabrikam) == []

    def test_texts_have_their_lengths(self, fabrikam: Company) -> None:
        longest = {"title": "t" * 120, "details": "d" * 5000, "contact_name": "n" * 100}
        number = asked(fabrikam, **longest)
        assert show_request(fabrikam.admin, number).messages[0].body == longest["details"]
        with pytest.raises(InvalidInput) as refused:
            asked(fabrikam, **{field: f"{text}x" for field, text in longest.items()})
        assert set(refused.value.problems.values()) == {"too_long"}

    def test_lines_of_the_details_stay_lines(self, fabrikam: Company) -> None:
        number = asked(fabrikam, details="  one\ntwo\n\tthree  ")
        assert show_request(fabrikam.admin, number).messages[0].body == "one\ntwo\n\tthree"

    def test_characters_that_no_text_has_do_not_break_it(self, fabrikam: Company) -> None:
        number = asked(fabrikam, title="a\x00b", details="one\x00two", contact_name="G\x00race")
        assert show_request(fabrikam.admin, number).messages[0].body.replace("\x00", "") == "onetwo"
        reply(fabrikam.admin, number, "three\x00four", (), "s", fabrikam.clock)
        assert numbers(fabrikam.admin, search="\x00") in ([], [number])

    def test_a_phone_number_with_a_long_extension_is_kept(self, fabrikam: Company) -> None:
        number = asked(fabrikam, contact_phone="+1 206 555 0100 ext. 12345678901234567")
        assert show_request(fabrikam.admin, number).contact_phone == "+1 206-555-0100 ext. 12345678901234567"

    def test_the_same_form_sent_twice_makes_one_request(self, fabrikam: Company) -> None:
        first = ask_support(fabrikam.admin, form(), fabrikam.clock)
        assert ask_support(fabrikam.admin, form(), fabrikam.clock) == first
        assert len(of(SupportRequest, fabrikam)) == len(all_of(SupportMessage)) == 1

    def test_the_same_form_sent_eight_times_at_once_makes_one_request(self, fabrikam: Company) -> None:
        outcomes = at_once([lambda: ask_support(fabrikam.admin, form(), fabrikam.clock)] * 8)
        assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []
        assert len(set(map(str, outcomes))) == 1
        assert len(of(SupportRequest, fabrikam)) == 1

    def test_forms_sent_at_once_get_numbers_without_gaps(self, fabrikam: Company) -> None:
        calls = [lambda n=n: ask_support(fabrikam.admin, form(submission=f"s{n}"), fabrikam.clock) for n in range(8)]
        assert sorted(str(outcome)[-6:] for outcome in at_once(calls)) == [f"{n:06d}" for n in range(1, 9)]

    def test_a_form_without_its_mark_is_refused(self, fabrikam: Company) -> None:
        with pytest.raises(NotFound):
            ask_support(fabrikam.admin, form(submission=""), fabrikam.clock)
        assert of(SupportRequest, fabrikam) == []


class TestWhoSeesWhat:
    def test_people_see_their_own_and_a_global_admin_the_companys(self, fabrikam: Company) -> None:
        by_role = {role: asked(fabrikam, fabrikam.person(role)) for role in fabrikam.visitors}
        for role, number in by_role.items():
            expected = sorted(by_role.values()) if role is Role.GLOBAL_ADMIN else [number]
            assert sorted(numbers(fabrikam.person(role))) == expected
            whole = list_requests(fabrikam.person(role), open_only=None, search="", page_number=1)
            assert whole.company_wide is (role is Role.GLOBAL_ADMIN)

    def test_a_colleagues_request_looks_like_a_missing_one(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        user = fabrikam.person(Role.USER)
        calls: list[Callable[[str], object]] = [
            lambda n: show_request(user, n),
            lambda n: reply(user, n, "Hello", (), "s", fabrikam.clock),
            lambda n: close_request(user, n, fabrikam.clock),
        ]
        for call in calls:
            for given in (number, "SR-2026-999999"):
                with pytest.raises(NotFound, match=given):
                    call(given)
        assert len(show_request(fabrikam.admin, number).messages) == 1

    def test_a_global_admin_answers_in_a_colleagues_request(self, fabrikam: Company) -> None:
        user = fabrikam.person(Role.USER)
        number = asked(fabrikam, user)
        reply(fabrikam.admin, number, "I can add to this.", (), "s", fabrikam.clock)
        mine, theirs = show_request(user, number).messages
        assert (mine.mine, theirs.mine, theirs.author) == (True, False, "Grace Abbott")

    def test_another_company_sees_nothing(self, fabrikam: Company, sample: Callable[[str], Company]) -> None:
        asked(fabrikam)
        assert numbers(sample("fabrikam").admin) == []


class TestThread:
    def test_a_reply_comes_after_and_brings_the_request_to_the_top(self, fabrikam: Company) -> None:
        first, second = asked(fabrikam), ask_support(fabrikam.admin, form(submission="x"), fabrikam.in_days(1))
        assert numbers(fabrikam.admin) == [second, first]
        reply(fabrikam.admin, first, "  And another thing.  ", (), "s", fabrikam.in_days(2))
        assert numbers(fabrikam.admin) == [first, second]
        assert [message.body for message in show_request(fabrikam.admin, first).messages][-1] == "And another thing."

    def test_the_same_reply_sent_twice_is_one_message(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        for _ in range(2):
            reply(fabrikam.admin, number, "Hello?", (), "reply", fabrikam.clock)
        assert len(show_request(fabrikam.admin, number).messages) == 2

    def test_the_same_reply_sent_eight_times_at_once_is_one_message(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        outcomes = at_once([lambda: reply(fabrikam.admin, number, "Hello?", (), "reply", fabrikam.clock)] * 8)
        assert outcomes == [None] * 8
        assert len(show_request(fabrikam.admin, number).messages) == 2

    @pytest.mark.parametrize(("body", "code"), [("", "required"), (" \n ", "required"), ("x" * 5001, "too_long")])
    def test_a_reply_says_something_of_a_readable_length(self, fabrikam: Company, body: str, code: str) -> None:
        number = asked(fabrikam)
        with pytest.raises(InvalidInput) as refused:
            reply(fabrikam.admin, number, body, (), "s", fabrikam.clock)
        assert refused.value.problems == {"reply": code}

    def test_a_closed_request_takes_no_more_replies(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        close_request(fabrikam.admin, number, fabrikam.clock)
        assert show_request(fabrikam.admin, number).line.status is RequestStatus.CLOSED
        with pytest.raises(RequestClosed):
            reply(fabrikam.admin, number, "Hello?", (), "s", fabrikam.clock)
        with pytest.raises(RequestClosed):
            close_request(fabrikam.admin, number, fabrikam.clock)
        assert (numbers(fabrikam.admin, open_only=True), numbers(fabrikam.admin, open_only=False)) == ([], [number])

    def test_a_reply_sent_twice_around_the_closing_is_no_error(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        reply(fabrikam.admin, number, "Hello?", (), "reply", fabrikam.clock)
        close_request(fabrikam.admin, number, fabrikam.clock)
        reply(fabrikam.admin, number, "Hello?", (), "reply", fabrikam.clock)
        assert show_request(fabrikam.admin, number).line.status is RequestStatus.CLOSED


class TestList:
    def test_it_comes_in_pages(self, fabrikam: Company) -> None:
        made = [asked(fabrikam) for _ in range(PAGE_SIZE + 2)]
        first, second = (list_requests(fabrikam.admin, open_only=None, search="", page_number=n).page for n in (1, 2))
        assert (len(first.rows), len(second.rows), first.last, first.total) == (PAGE_SIZE, 2, 2, PAGE_SIZE + 2)
        assert {line.number for line in first.rows + second.rows} == set(made)
        for outside, nearest in ((0, 1), (-5, 1), (3, 2), (10**9, 2)):
            assert list_requests(fabrikam.admin, open_only=None, search="", page_number=outside).page.number == nearest

    def test_a_search_finds_titles_and_numbers_as_they_are_written(self, fabrikam: Company) -> None:
        percent = asked(fabrikam, title="Why 100% tax")
        under = asked(fabrikam, title="file_name.pdf")
        back = asked(fabrikam, title="a\\b")
        korean = asked(fabrikam, title="송장 문의")
        found = {text: numbers(fabrikam.admin, search=text) for text in ("%", "_", "\\", "송장", "WHY", " tax ", percent[-6:])}
        assert found == {
            "%": [percent],
            "_": [under],
            "\\": [back],
            "송장": [korean],
            "WHY": [percent],
            " tax ": [percent],
            percent[-6:]: [percent],
        }

    def test_a_search_stays_within_what_one_may_see(self, fabrikam: Company) -> None:
        asked(fabrikam)
        assert numbers(fabrikam.person(Role.USER), search="invoices") == []

    def test_an_empty_list_has_one_empty_page(self, fabrikam: Company) -> None:
        page = list_requests(fabrikam.admin, open_only=True, search="", page_number=7).page
        assert (page.rows, page.number, page.last, page.total) == ((), 1, 1, 0)


class TestFiles:
    def test_a_file_is_what_its_content_says(self, fabrikam: Company) -> None:
        kinds = {"a.pdf": (PDF, "application/pdf"), "a.png": (PNG, "image/png"), "a.jpg": (JPEG, "image/jpeg")}
        for name, (content, media_type) in (kinds | {"lies.exe": kinds["a.pdf"], "no ending": kinds["a.png"]}).items():
            line = attach(fabrikam.admin, name, content, fabrikam.clock)
            asked(fabrikam, attachments=(line.id,))
            row, read = open_attachment(fabrikam.admin, line.id)
            assert (row.media_type, row.name, row.size_bytes, read) == (media_type, name, len(content), content)

    def test_anything_else_is_refused_whatever_it_is_called(self, fabrikam: Company) -> None:
        for content in (b"", b"hello", b"<svg onload=alert(1)>", b"GIF89a", b" %PDF-1.7", b"MZ\x90", b"%PDF", b"\xff\xd8"):
            with pytest.raises(InvalidInput) as refused:
                attach(fabrikam.admin, "proof.pdf", content, fabrikam.clock)
            assert refused.value.problems == {"attachments": "file_type"}
        assert of(Attachment, fabrikam) == []

    def test_ten_megabytes_are_the_most(self, fabrikam: Company, store: Store) -> None:
        whole = PDF + b"\0" * (FILE_MAX_BYTES - len(PDF))
        assert attach(fabrikam.admin, "a.pdf", whole, fabrikam.clock).size_bytes == 10 * 1024 * 1024
        with pytest.raises(InvalidInput) as refused:
            attach(fabrikam.admin, "a.pdf", whole + b"\0", fabrikam.clock)
        assert refused.value.problems == {"attachments": "too_large"}
        assert len([file for file in store.files.rglob("*") if file.is_file()]) == 1

    def test_a_name_loses_its_path(self, fabrikam: Company) -> None:
        names = {
            "../../etc/passwd.pdf": "passwd.pdf",
            "C:\\Users\\Grace\\proof.pdf": "proof.pdf",
            "..\\..\\proof.pdf": "proof.pdf",
            "/proof.pdf": "proof.pdf",
            "proof.pdf/": "proof.pdf",
            "a\r\nX-Evil: 1.pdf": "aX-Evil: 1.pdf",
            "송장.pdf": "송장.pdf",
            "": "file",
            "/": "file",
            ".": "file",
            "x" * 300 + ".pdf": "x" * 116 + ".pdf",
        }
        assert {given: attach(fabrikam.admin, given, PDF, fabrikam.clock).name for given in names} == names

    def test_a_name_that_is_only_a_way_up_is_no_name(self, fabrikam: Company) -> None:
        for given in ("..", "../..", "a/.."):
            assert attach(fabrikam.admin, given, PDF, fabrikam.clock).name == "file"

    def test_nothing_is_written_outside_the_folder_of_files(self, fabrikam: Company, store: Store) -> None:
        attach(fabrikam.admin, "../../../evil.pdf", PDF, fabrikam.clock)
        written = [file for file in store.files.parent.rglob("*") if file.is_file()]
        assert [file.parent.name for file in written] == ["attachments"]
        assert written[0].read_bytes() == PDF

    def test_a_file_can_not_be_opened_before_it_is_sent(self, fabrikam: Company) -> None:
        line = attach(fabrikam.admin, "proof.pdf", PDF, fabrikam.clock)
        with pytest.raises(NotFound):
            open_attachment(fabrikam.admin, line.id)

    def test_a_file_is_seen_by_those_who_see_its_request(self, fabrikam: Company) -> None:
        user = fabrikam.person(Role.USER)
        line = attach(user, "proof.pdf", PDF, fabrikam.clock)
        asked(fabrikam, user, attachments=(line.id,))
        assert open_attachment(fabrikam.admin, line.id)[1] == PDF
        with pytest.raises(NotFound):
            open_attachment(fabrikam.person(Role.PARTNER_ADMIN), line.id)

    def test_a_file_goes_with_one_message_only(self, fabrikam: Company) -> None:
        line = attach(fabrikam.admin, "proof.pdf", PDF, fabrikam.clock)
        first = asked(fabrikam, attachments=(line.id, line.id))
        second = asked(fabrikam, attachments=(line.id,))
        assert [len(show_request(fabrikam.admin, number).messages[0].attachments) for number in (first, second)] == [1, 0]

    def test_a_colleagues_waiting_file_is_not_sent(self, fabrikam: Company) -> None:
        line = attach(fabrikam.person(Role.USER), "proof.pdf", PDF, fabrikam.clock)
        number = asked(fabrikam, attachments=(line.id,))
        assert show_request(fabrikam.admin, number).messages[0].attachments == ()

    def test_five_files_go_with_a_message_and_no_more(self, fabrikam: Company) -> None:
        files = [attach(fabrikam.admin, f"{n}.pdf", PDF, fabrikam.clock).id for n in range(6)]
        with pytest.raises(InvalidInput) as refused:
            asked(fabrikam, attachments=tuple(files))
        assert refused.value.problems == {"attachments": "too_many"}
        number = asked(fabrikam, attachments=tuple(files[:5]))
        assert len(show_request(fabrikam.admin, number).messages[0].attachments) == 5

    def test_a_reply_takes_no_more_files_either(self, fabrikam: Company) -> None:
        number = asked(fabrikam)
        files = [attach(fabrikam.admin, f"{n}.pdf", PDF, fabrikam.clock).id for n in range(6)]
        with pytest.raises(InvalidInput):
            reply(fabrikam.admin, number, "Six files", tuple(files), "s", fabrikam.clock)

    def test_a_file_whose_content_is_gone_is_an_error_of_ours(self, fabrikam: Company, store: Store) -> None:
        line = attach(fabrikam.admin, "proof.pdf", PDF, fabrikam.clock)
        asked(fabrikam, attachments=(line.id,))
        (store.files / "attachments" / line.id).unlink()
        with pytest.raises(FileNotFoundError):
            open_attachment(fabrikam.admin, line.id)
