"""Payment proofs: what a partner hands in, who reads it, and what becomes of the order."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actionpack_app.domain.errors import ActionPackError, InvalidInput, NotAllowed, NotFound, OrderNotOpen
from actionpack_app.domain.orders import OrderStatus, ProofStatus
from actionpack_app.domain.rights import Right, Role
from actionpack_app.domain.status import Status
from actionpack_app.models import Attachment, PaymentProof
from actionpack_app.services.desk.queue import Section, TransferLine
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.support.ask import ask_support
from actionpack_app.services.support.attach import FILE_MAX_BYTES, attach
from actionpack_app.services.support.browse import open_attachment, show_request
from actionpack_app.services.transfers.prove import submit_proof
from tests.integration.companies import Company
from tests.integration.desk import GRACE, actions, finance, operator, proof, proved, transferred, uploaded, waiting_at_desk
from tests.integration.requests import JPEG, PDF, PNG, form
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import reviewed_by_card, reviewed_by_transfer

ODD_KEYS = ("", "x" * 500, "' OR 1=1 --", "%", "../etc", "\x00", "a\x00b", "\ud83d")


@pytest.fixture
def order(fabrikam: Company) -> OrderView:
    """Fabrikam's renewal by bank transfer, unpaid."""
    return transferred(fabrikam)


def problems_with(company: Company, number: str, **changed: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        submit_proof(company.admin, number, proof(company, **changed), company.clock)
    return refused.value.problems


class TestHandingIn:
    def test_the_order_is_in_review_and_shows_what_was_said(self, fabrikam: Company, order: OrderView) -> None:
        shown = proved(fabrikam, order.number, paid_to="  US12 3456 ", reference="TRX 1")
        assert shown.status is OrderStatus.PROOF_IN_REVIEW
        (line,) = shown.proofs
        assert (line.file_name, line.paid_to, line.reference) == ("transfer.pdf", "US12 3456", "TRX 1")
        assert (line.paid_on, line.status, line.reason) == (fabrikam.today, ProofStatus.WAITING, "")
        assert shown.transfer is not None
        assert actions(fabrikam)[-1] == "proof_uploaded"
        assert fabrikam.holds().status is Status.AWAITING_PAYMENT

    def test_the_desk_sees_it_before_those_without_a_proof(
        self, fabrikam: Company, order: OrderView, sample: Callable[[str], Company]
    ) -> None:
        sample("tailspin")  # waits since 12 days
        file = uploaded(fabrikam)
        proved(fabrikam, order.number, attachment_id=file)
        first, second = waiting_at_desk(Section.TRANSFERS)
        assert isinstance(first, TransferLine)
        assert isinstance(second, TransferLine)
        assert (first.number, first.proof_file, first.paid_reference) == (order.number, file, "TRX-4711")
        assert first.contact == GRACE
        assert (second.company, second.proof_file) == (f"Tailspin · MPN {second.company[-7:]}", "")

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize(
        ("content", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")], ids=["pdf", "png", "jpeg"]
    )
    def test_a_file_is_what_its_content_says(self, fabrikam: Company, order: OrderView, content: bytes, kind: str) -> None:
        file = attach(fabrikam.admin, "proof.exe", content, fabrikam.clock)
        proved(fabrikam, order.number, attachment_id=file.id)
        (kept,) = of(Attachment, fabrikam)
        assert kept.media_type == kind
        assert open_attachment(fabrikam.admin, file.id)[1] == content

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04", b" %PDF-1.7", b"<svg/>", b"\xff\xd8 half"])
    def test_a_file_of_another_kind_is_refused_whatever_it_is_called(self, fabrikam: Company, content: bytes) -> None:
        with pytest.raises(InvalidInput) as refused:
            attach(fabrikam.admin, "proof.pdf", content, fabrikam.clock)
        assert refused.value.problems == {"attachments": "file_type"}

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    def test_ten_megabytes_are_taken_and_a_byte_more_is_not(self, fabrikam: Company, order: OrderView) -> None:
        largest = PDF + b"\0" * (FILE_MAX_BYTES - len(PDF))
        with pytest.raises(InvalidInput) as refused:
            attach(fabrikam.admin, "proof.pdf", largest + b"\0", fabrikam.clock)
        assert refused.value.problems == {"attachments": "too_large"}
        assert proved(fabrikam, order.number, attachment_id=uploaded(fabrikam, content=largest)).proofs != ()

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize(
        ("field", "typed", "problem"),
        [
            ("paid_on", "", "required"),
            ("paid_on", "yesterday", "date"),
            ("paid_on", "2026-02-30", "date"),
            ("paid_on", "\x00", "date"),
            ("paid_to", " \t ", "required"),
            ("paid_to", "9" * 65, "too_long"),
            ("reference", "", "required"),
            ("reference", "송" * 65, "too_long"),
            ("attachment_id", "", "required"),
        ],
    )
    def test_a_field_that_breaks_its_rule_is_named(
        self, fabrikam: Company, order: OrderView, field: str, typed: str, problem: str
    ) -> None:
        expected = "attachments" if field == "attachment_id" else field
        assert problems_with(fabrikam, order.number, **{field: typed}) == {expected: problem}
        assert show_order(fabrikam.admin, order.number) == order

    def test_all_problems_are_named_at_once_and_the_file_is_not_used_up(self, fabrikam: Company, order: OrderView) -> None:
        file = uploaded(fabrikam)
        found = problems_with(fabrikam, order.number, attachment_id=file, paid_on="", paid_to="", reference="")
        assert found == {"paid_on": "required", "paid_to": "required", "reference": "required"}
        assert proved(fabrikam, order.number, attachment_id=file).proofs[0].file_id == file

    def test_as_much_as_fits_is_taken(self, fabrikam: Company, order: OrderView) -> None:
        shown = proved(fabrikam, order.number, paid_to="송" * 64, reference="9" * 64)
        assert (shown.proofs[0].paid_to, shown.proofs[0].reference) == ("송" * 64, "9" * 64)

    def test_the_date_is_the_partners_own_day(self, sample: Callable[[str], Company]) -> None:
        proseware = sample("proseware")
        number = transferred(proseware).number
        late_evening = proseware.on(proseware.today)
        tomorrow = (proseware.today + timedelta(days=1)).isoformat()
        with pytest.raises(InvalidInput) as refused:
            submit_proof(proseware.admin, number, proof(proseware, paid_on=tomorrow), late_evening)
        assert refused.value.problems == {"paid_on": "date_ahead"}
        assert proved(proseware, number, paid_on=proseware.today.isoformat(), clock=late_evening).proofs != ()

    def test_a_date_long_before_the_order_is_a_slip(self, fabrikam: Company, order: OrderView) -> None:
        ordered = fabrikam.today
        too_early, earliest = ((ordered - timedelta(days=days)).isoformat() for days in (31, 30))
        assert problems_with(fabrikam, order.number, paid_on=too_early) == {"paid_on": "date_before_order"}
        assert problems_with(fabrikam, order.number, paid_on="2020-05-01") == {"paid_on": "date_before_order"}
        assert proved(fabrikam, order.number, paid_on=earliest).proofs != ()

    @pytest.mark.parametrize("store", ["postgresql"], indirect=True)
    @pytest.mark.parametrize("key", ODD_KEYS)
    def test_a_file_that_nobody_could_have_named_is_a_missing_one(self, fabrikam: Company, order: OrderView, key: str) -> None:
        assert problems_with(fabrikam, order.number, attachment_id=key) == {"attachments": "required"}


class TestWhoseFile:
    def test_anothers_file_can_not_be_handed_in(
        self, fabrikam: Company, order: OrderView, sample: Callable[[str], Company]
    ) -> None:
        foreign = uploaded(sample("contoso"))
        colleagues = uploaded(fabrikam, fabrikam.person(Role.PARTNER_ADMIN))
        for file in (foreign, colleagues, "00000000-0000-4000-8000-000000000000"):
            assert problems_with(fabrikam, order.number, attachment_id=file) == {"attachments": "required"}
        assert all_of(PaymentProof) == []

    def test_a_file_that_was_sent_with_a_request_is_no_proof(self, fabrikam: Company, order: OrderView) -> None:
        file = uploaded(fabrikam)
        ask_support(fabrikam.admin, form(attachments=(file,)), fabrikam.clock)
        assert problems_with(fabrikam, order.number, attachment_id=file) == {"attachments": "required"}

    def test_a_proof_does_not_travel_with_a_request(self, fabrikam: Company, order: OrderView) -> None:
        """Everybody who sees the request would see it too."""
        file = uploaded(fabrikam)
        proved(fabrikam, order.number, attachment_id=file)
        number = ask_support(fabrikam.admin, form(attachments=(file,)), fabrikam.clock)
        assert show_request(fabrikam.admin, number).messages[0].attachments == ()

    def test_the_same_file_is_not_handed_in_again(self, fabrikam: Company, order: OrderView) -> None:
        file = uploaded(fabrikam)
        proved(fabrikam, order.number, attachment_id=file)
        reject_proof(finance(), order.number, "It can't be read.")
        assert problems_with(fabrikam, order.number, attachment_id=file) == {"attachments": "required"}

    @pytest.mark.parametrize("store", ["sqlite"], indirect=True)
    @pytest.mark.parametrize("role", Role)
    def test_it_is_opened_by_those_who_see_billing_and_by_the_desks_finance(
        self, fabrikam: Company, order: OrderView, role: Role
    ) -> None:
        file = uploaded(fabrikam)
        proved(fabrikam, order.number, attachment_id=file)
        own = fabrikam.visitors.get(role)
        reader = own.actor if own else operator(role)
        if role in {Role.USER, Role.SUPPORT_AGENT}:
            with pytest.raises(NotFound):
                open_attachment(reader, file)
            return
        assert open_attachment(reader, file)[1] == PDF

    def test_another_company_does_not_find_it(
        self, fabrikam: Company, order: OrderView, sample: Callable[[str], Company]
    ) -> None:
        file = uploaded(fabrikam)
        proved(fabrikam, order.number, attachment_id=file)
        with pytest.raises(NotFound):
            open_attachment(sample("contoso").admin, file)

    def test_the_desk_opens_nothing_that_is_no_proof(self, fabrikam: Company) -> None:
        waiting, sent = uploaded(fabrikam), uploaded(fabrikam)
        ask_support(fabrikam.admin, form(attachments=(sent,)), fabrikam.clock)
        for file in (waiting, sent, *ODD_KEYS):
            with pytest.raises(NotFound):
                open_attachment(finance(), file)

    def test_what_was_rejected_stays_readable(self, fabrikam: Company, order: OrderView) -> None:
        file = uploaded(fabrikam)
        proved(fabrikam, order.number, attachment_id=file)
        reject_proof(finance(), order.number, "Another account.")
        assert open_attachment(finance(), file)[1] == open_attachment(fabrikam.admin, file)[1] == PDF


class TestReview:
    def test_a_second_proof_has_to_wait_for_the_first_to_be_read(self, fabrikam: Company, order: OrderView) -> None:
        proved(fabrikam, order.number)
        with pytest.raises(OrderNotOpen):
            proved(fabrikam, order.number)
        assert len(all_of(PaymentProof)) == 1

    def test_two_people_who_hand_in_at_once_hand_in_one(self, fabrikam: Company, order: OrderView) -> None:
        people = [fabrikam.admin, fabrikam.person(Role.PARTNER_ADMIN)] * 3
        forms = [proof(fabrikam, actor) for actor in people]
        outcomes = at_once(
            [
                lambda a=actor, f=filled: submit_proof(a, order.number, f, fabrikam.clock)
                for actor, filled in zip(people, forms, strict=True)
            ]
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["OrderNotOpen"] * 5 + ["OrderView"]
        assert len(all_of(PaymentProof)) == 1
        assert actions(fabrikam).count("proof_uploaded") == 1

    def test_an_order_in_review_can_not_be_cancelled(self, fabrikam: Company, order: OrderView) -> None:
        """Money may have been sent; the desk reads the proof first."""
        proved(fabrikam, order.number)
        with pytest.raises(OrderNotOpen):
            cancel_order(fabrikam.admin, order.number, fabrikam.clock)

    def test_on_its_last_day_an_order_can_still_be_proved(self, fabrikam: Company, order: OrderView) -> None:
        assert proved(fabrikam, order.number, clock=fabrikam.in_days(30)).status is OrderStatus.PROOF_IN_REVIEW

    def test_after_its_last_day_it_can_not(self, fabrikam: Company, order: OrderView) -> None:
        with pytest.raises(OrderNotOpen):
            proved(fabrikam, order.number, clock=fabrikam.in_days(31))
        assert all_of(PaymentProof) == []

    def test_read_after_its_last_day_the_renewal_is_still_possible(self, fabrikam: Company, order: OrderView) -> None:
        """The desk's slowness is not the partner's."""
        proved(fabrikam, order.number, clock=fabrikam.in_days(30))
        assert fabrikam.holds(clock=fabrikam.in_days(45)).status is Status.AWAITING_PAYMENT

    def test_only_an_order_by_transfer_that_waits_can_be_proved(
        self, fabrikam: Company, sample: Callable[[str], Company]
    ) -> None:
        other = sample("fabrikam")
        drafts = [(fabrikam, reviewed_by_transfer(fabrikam)), (other, reviewed_by_card(other))]
        for company, draft in drafts:
            with pytest.raises(OrderNotOpen):
                proved(company, draft.number)

    def test_a_rejected_one_comes_back_with_the_reason_and_can_be_handed_in_anew(
        self, fabrikam: Company, order: OrderView
    ) -> None:
        proved(fabrikam, order.number)
        reject_proof(finance(), order.number, "  The amount is not the order's. ")
        shown = show_order(fabrikam.admin, order.number)
        assert shown.status is OrderStatus.AWAITING_PAYMENT
        assert [(line.status, line.reason) for line in shown.proofs] == [(ProofStatus.REJECTED, "The amount is not the order's.")]
        again = proved(fabrikam, order.number)
        assert again.status is OrderStatus.PROOF_IN_REVIEW
        assert {line.status for line in again.proofs} == {ProofStatus.REJECTED, ProofStatus.WAITING}
        assert actions(fabrikam)[-3:] == ["proof_uploaded", "proof_rejected", "proof_uploaded"]

    def test_the_desk_reads_the_one_that_waits_however_many_were_rejected(self, fabrikam: Company, order: OrderView) -> None:
        """A sample partner's clock stands still: all of them are from the same moment."""
        for _ in range(4):
            proved(fabrikam, order.number)
            reject_proof(finance(), order.number, "Too small to read.")
        file = uploaded(fabrikam)
        shown = proved(fabrikam, order.number, attachment_id=file, reference="the newest")
        (line,) = waiting_at_desk(Section.TRANSFERS)
        assert isinstance(line, TransferLine)
        assert (line.proof_file, line.paid_reference) == (file, "the newest")
        assert shown.proofs[0].file_id == file


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", Role)
def test_only_who_may_buy_can_hand_in_a_proof(fabrikam: Company, order: OrderView, role: Role) -> None:
    own = fabrikam.visitors.get(role)
    actor = own.actor if own else operator(role)
    file = uploaded(fabrikam, actor) if own else ""

    def hand_in() -> OrderView:
        return submit_proof(actor, order.number, proof(fabrikam, attachment_id=file), fabrikam.clock)

    if role in {Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN}:
        assert hand_in().status is OrderStatus.PROOF_IN_REVIEW
        return
    with pytest.raises(ActionPackError) as refused:
        hand_in()
    assert isinstance(refused.value, NotAllowed)
    assert refused.value.right is Right.BUY
