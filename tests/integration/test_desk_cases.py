"""Cases at the desk, and the desk's lists."""

import pytest

from actionpack_app.db import transaction
from actionpack_app.domain.errors import InvalidInput, NotFound
from actionpack_app.domain.money import Money
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.gateways.payments import Notification
from actionpack_app.models import Case, Refund, Subscription
from actionpack_app.models.cases import CaseStatus
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.cases.open_case import note_overpaid, open_case
from actionpack_app.services.desk.close_case import close_case
from actionpack_app.services.desk.queue import CaseLine, EventLine, Section, show_desk
from actionpack_app.services.events.keep import events_due, keep_event, note_failed, note_handled, read_event
from tests.integration.companies import Company
from tests.integration.desk import (
    asks_to_cancel,
    desk_admin,
    finance,
    transferred,
    waiting_at_desk,
)
from tests.integration.rows import all_of, at_once, of

OWED, ARRIVED = Money(47500, "USD"), Money(50000, "USD")


@pytest.fixture
def case(fabrikam: Company) -> int:
    """Fabrikam transferred more than its order costs."""
    note_overpaid(fabrikam.admin, "ORD-2026-000001", "pi_1", OWED, ARRIVED)
    return all_of(Case)[0].id or 0


class TestOpening:
    def test_it_stands_at_the_desk_with_amounts_and_the_company(self, fabrikam: Company, case: int) -> None:
        (line,) = waiting_at_desk(Section.CASES)
        assert isinstance(line, CaseLine)
        assert (line.id, line.kind, line.company) == (case, CaseKind.OVERPAID, f"Fabrikam · MPN {fabrikam.made.mpn_id}")
        assert (line.order_number, line.provider_ref, line.ours, line.theirs) == ("ORD-2026-000001", "pi_1", OWED, ARRIVED)

    @pytest.mark.usefixtures("store")
    def test_money_that_is_nobodys_here_has_a_case_too(self) -> None:
        with transaction() as session:
            assert open_case(session, CaseKind.NOT_IN_OUR_BOOKS, "pi_9", theirs=ARRIVED)
        (line,) = waiting_at_desk(Section.CASES)
        assert isinstance(line, CaseLine)
        assert (line.company, line.order_number, line.ours, line.theirs) == ("", "", None, ARRIVED)

    def test_found_again_it_is_the_same_case_even_once_it_is_closed(self, fabrikam: Company, case: int) -> None:
        note_overpaid(fabrikam.admin, "ORD-2026-000001", "pi_1", OWED, ARRIVED)
        close_case(finance(), case, "Given back by transfer.")
        note_overpaid(fabrikam.admin, "ORD-2026-000001", "pi_1", OWED, ARRIVED)
        assert [row.status for row in all_of(Case)] == [CaseStatus.CLOSED]

    def test_found_by_many_at_once_it_is_one_case(self, fabrikam: Company) -> None:
        outcomes = at_once([lambda: note_overpaid(fabrikam.admin, "ORD-1", "pi_1", OWED, ARRIVED)] * 6)
        assert outcomes == [None] * 6
        assert len(all_of(Case)) == 1

    def test_opening_one_changes_no_money(self, fabrikam: Company) -> None:
        before = of(Subscription, fabrikam)
        note_overpaid(fabrikam.admin, "ORD-1", "pi_1", OWED, ARRIVED)
        assert of(Subscription, fabrikam) == before
        assert all_of(Refund) == []


class TestClosing:
    def test_it_leaves_the_list_and_keeps_who_settled_it_and_how(self, case: int) -> None:
        operator = finance()
        close_case(operator, case, "  The rest was sent back. ")
        (row,) = all_of(Case)
        assert (row.status, row.note, row.closed_by) == (CaseStatus.CLOSED, "The rest was sent back.", operator.person_id)
        assert row.closed_at is not None
        assert waiting_at_desk(Section.CASES) == ()

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize(("note", "problem"), [("", "required"), (" \x00", "required"), ("x" * 501, "too_long")])
    def test_it_has_to_be_said_how(self, case: int, note: str, problem: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            close_case(finance(), case, note)
        assert refused.value.problems == {"note": problem}
        assert all_of(Case)[0].status is CaseStatus.OPEN

    def test_a_closed_or_absent_one_is_not_found(self, case: int) -> None:
        close_case(finance(), case, "Done.")
        for key in (case, 0, -1, 999_999):
            with pytest.raises(NotFound):
                close_case(desk_admin(), key, "Again.")
        assert all_of(Case)[0].note == "Done."

    def test_closed_by_two_at_once_the_first_word_stays(self, case: int) -> None:
        operators = [finance(), desk_admin()] * 3
        outcomes = at_once([lambda a=actor, n=n: close_case(a, case, f"note {n}") for n, actor in enumerate(operators)])
        assert [type(outcome).__name__ for outcome in outcomes].count("NoneType") == 1


class TestLists:
    def test_each_list_counts_what_waits_in_it(self, fabrikam: Company, contoso: Company, case: int) -> None:
        assert case
        transferred(fabrikam)
        asks_to_cancel(contoso)
        keep_event("stripe", Notification("evt_1", "charge.refunded", "ch_1"))
        note_failed("evt_1", "ProviderUnavailable")
        counts = show_desk(finance(), Section.CASES, 1).counts
        assert counts == {
            Section.TRANSFERS: 1,
            Section.CANCELLATIONS: 1,
            Section.REFUNDS: 0,
            Section.CASES: 1,
            Section.NOTIFICATIONS: 1,
        }

    @pytest.mark.usefixtures("store")
    @pytest.mark.parametrize("section", Section)
    def test_an_empty_list_is_one_empty_page(self, section: Section) -> None:
        page = show_desk(finance(), section, 7).page
        assert (page.rows, page.number, page.last, page.total) == ((), 1, 1, 0)

    @pytest.mark.usefixtures("store")
    def test_lists_come_in_pages_the_oldest_first(self) -> None:
        with transaction() as session:
            for n in range(PAGE_SIZE + 2):
                open_case(session, CaseKind.NOT_IN_OUR_BOOKS, f"pi_{n:02d}", theirs=ARRIVED)
        first, second = (show_desk(finance(), Section.CASES, n).page for n in (1, 2))
        assert (len(first.rows), len(second.rows), first.total, first.last) == (PAGE_SIZE, 2, PAGE_SIZE + 2, 2)
        named = [line.provider_ref for line in (*first.rows, *second.rows) if isinstance(line, CaseLine)]
        assert named == [f"pi_{n:02d}" for n in range(PAGE_SIZE + 2)]


@pytest.mark.usefixtures("store")
class TestNotifications:
    def test_one_is_kept_once(self) -> None:
        told = Notification("evt_1", "payment_intent.succeeded", "pi_1")
        assert [keep_event("stripe", told) for _ in range(3)] == [True, False, False]
        assert sorted(str(kept) for kept in at_once([lambda: keep_event("stripe", Notification("evt_2", "x", "y"))] * 5)) == [
            *["False"] * 4,
            "True",
        ]

    def test_one_that_failed_is_seen_by_the_desk_until_it_is_handled(self) -> None:
        keep_event("stripe", Notification("evt_1", "charge.refunded", "ch_1"))
        assert waiting_at_desk(Section.NOTIFICATIONS) == ()
        for _ in range(2):
            note_failed("evt_1", "ProviderUnavailable")
        (line,) = waiting_at_desk(Section.NOTIFICATIONS)
        assert isinstance(line, EventLine)
        assert (line.id, line.kind, line.error, line.tries) == ("evt_1", "charge.refunded", "ProviderUnavailable", 2)
        assert events_due() == []
        note_handled("evt_1")
        note_failed("evt_1", "TooLate")
        assert waiting_at_desk(Section.NOTIFICATIONS) == ()
        assert read_event("evt_1") is None

    def test_one_that_failed_a_thousand_times_is_still_tried_again(self) -> None:
        keep_event("stripe", Notification("evt_1", "x", "y"))
        for _ in range(20):
            note_failed("evt_1", "e" * 500)
        assert read_event("evt_1") is not None
        for absent in ("evt_2", ""):
            note_failed(absent, "x")
            note_handled(absent)
            assert read_event(absent) is None
