"""Every role against every service (product, § 4); and what belongs to others looks like what does not exist."""

import contextlib
import dataclasses
import io
from collections.abc import Callable

import pytest
from PIL import Image

from actionpack_app.domain.actions import Action
from actionpack_app.domain.approvals import ApprovalStatus, Verdict
from actionpack_app.domain.desk import Subject
from actionpack_app.domain.errors import (
    ActionPackError,
    AssignedMeanwhile,
    NotAllowed,
    NotFound,
    OrderNotOpen,
    RefundNotPossible,
    RequestClosed,
)
from actionpack_app.domain.imports import ImportKind
from actionpack_app.domain.mails import Trouble
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.orders import PaymentMethod
from actionpack_app.domain.profiles import Profile
from actionpack_app.domain.rights import COMPANY_ROLES, OPERATORS, Actor, Right, Role, roles_with
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import (
    ActivityEntry,
    Approval,
    BenefitUse,
    Case,
    CreditNote,
    Invitation,
    Invoice,
    Notice,
    Order,
    Person,
    Refund,
)
from actionpack_app.services.account.save import AccountChanges, save_account
from actionpack_app.services.activity.across import AcrossFilter, list_across
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.activity.export import export_activity
from actionpack_app.services.approvals.browse import list_approvals
from actionpack_app.services.approvals.decide import decide_approval, withdraw_approval
from actionpack_app.services.approvals.request import request_approval
from actionpack_app.services.approvals.rule import set_rule
from actionpack_app.services.benefits.activate import activate_benefit
from actionpack_app.services.benefits.prepare import prepare_benefit
from actionpack_app.services.benefits.seats import assign_seat, take_seat_back
from actionpack_app.services.benefits.show import show_benefits
from actionpack_app.services.benefits.view_keys import view_keys_again, view_new_keys
from actionpack_app.services.cards.company import show_company
from actionpack_app.services.cards.manage import list_cards, make_default, remove_card, renew_with
from actionpack_app.services.cases.open_case import note_overpaid
from actionpack_app.services.company.edit import edit_company
from actionpack_app.services.company.save import save_company
from actionpack_app.services.competencies.compare import compare_offers
from actionpack_app.services.desk.assign import assign
from actionpack_app.services.desk.close_case import close_case
from actionpack_app.services.desk.confirm_transfer import confirm_transfer
from actionpack_app.services.desk.decide_cancellation import cancel_and_refund, decline_cancellation, end_at_expiry
from actionpack_app.services.desk.queue import Section, money_stamp, show_desk
from actionpack_app.services.desk.record_refund import record_refund
from actionpack_app.services.desk.reject_proof import reject_proof
from actionpack_app.services.eligibility.conditions import read_conditions
from actionpack_app.services.imports.confirm import confirm_import
from actionpack_app.services.imports.history import list_imports
from actionpack_app.services.imports.preview import preview_import
from actionpack_app.services.imports.upload import upload_import
from actionpack_app.services.invoices.browse import InvoiceFilter, export_invoices, list_invoices
from actionpack_app.services.invoices.document import invoice_document
from actionpack_app.services.lookup.document import looked_up_document
from actionpack_app.services.lookup.find import find_partners
from actionpack_app.services.lookup.show import Part, look_at
from actionpack_app.services.membership.overview import overview
from actionpack_app.services.notices.browse import list_notices
from actionpack_app.services.notices.mark_read import mark_all_read, mark_read
from actionpack_app.services.orders.cancel import cancel_order
from actionpack_app.services.orders.fill_in import choose_method, go_back, keep_typed, submit_details
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.place import place_order
from actionpack_app.services.orders.settle import settle
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView
from actionpack_app.services.people.browse import list_people
from actionpack_app.services.people.change import change_role, deactivate, reactivate
from actionpack_app.services.people.invite import InviteForm, invite, revoke
from actionpack_app.services.people.invite import send_again as send_invitation_again
from actionpack_app.services.people.look_after import erase, take_codes
from actionpack_app.services.pmc.check_renewal import check_eligibility
from actionpack_app.services.post.browse import list_mails
from actionpack_app.services.post.send_again import send_again
from actionpack_app.services.profile.keep_logo import keep_logo
from actionpack_app.services.profile.publish import publish_profile, unpublish_profile
from actionpack_app.services.profile.published import open_logo
from actionpack_app.services.profile.save import save_profile
from actionpack_app.services.profile.show import show_profile
from actionpack_app.services.subscriptions.show import show_subscription
from actionpack_app.services.subscriptions.turn_off_renewal import show_renewal_switch, turn_off_renewal
from actionpack_app.services.support.ask import ask_support, close_request, reply, start_cancellation
from actionpack_app.services.support.attach import attach
from actionpack_app.services.support.browse import (
    list_requests,
    list_stamp,
    open_attachment,
    read_request,
    request_version,
    show_request,
)
from actionpack_app.services.transfers.prove import submit_proof
from actionpack_app.workflows.cards import add_card, begin_card, drop_card, save_card
from actionpack_app.workflows.desk import confirm, refund
from actionpack_app.workflows.pay import answer_challenge, buy, challenge, confirmed, give_up, resume
from actionpack_app.workflows.transfers import cancel
from tests.integration.companies import Company
from tests.integration.desk import asks_to_cancel, operator, proof, proved, transferred
from tests.integration.requests import PDF, form
from tests.integration.rows import all_of, of, store_rows
from tests.integration.shopping import CONTACT, asked, bought, reviewed_by_card, reviewed_by_transfer, token

AP = Offer.ACTION_PACK


@dataclasses.dataclass(frozen=True)
class Things:
    """What a service may be asked about: things of a company with all four roles."""

    company: Company
    draft: str
    reviewed: OrderView
    subscription: str
    invoice: str
    card: str


def erased(target: Things, actor: Actor) -> None:
    """Somebody who was deactivated."""
    whom, mailbox = new_id(), f"{new_id()}@example.com"
    left = Person(id=whom, partner_id=target.company.id, name="Ada", email=mailbox, role=Role.USER, active=False)
    store_rows(left)
    erase(actor, whom, target.company.clock)


Call = Callable[[Things, Actor], object]

REVIEWED: dict[str, tuple[Right, Call]] = {
    "overview": (Right.SEE_OFFERS, lambda t, a: overview(a, t.company.clock)),
    "show_subscription": (Right.SEE_OFFERS, lambda t, a: show_subscription(a, t.subscription, t.company.clock)),
    "read_conditions": (Right.SEE_OFFERS, lambda t, a: read_conditions(a, Action.BUY, AP, t.company.clock)),
    "compare_offers": (Right.SEE_OFFERS, lambda t, a: compare_offers(a, t.company.clock)),
    "check_eligibility": (Right.SEE_OFFERS, lambda t, a: check_eligibility(a, t.company.clock)),
    "open_checkout in the PMC": (Right.BUY, lambda t, a: open_checkout(a, AP, t.company.clock, in_pmc=True)),
    "show_benefits": (Right.SEE_OFFERS, lambda t, a: show_benefits(a, t.company.clock)),
    "prepare_benefit": (Right.USE_BENEFITS, lambda t, a: prepare_benefit(a, t.subscription, "office_licences", t.company.clock)),
    "activate_benefit": (
        Right.USE_BENEFITS,
        lambda t, a: activate_benefit(a, t.subscription, "advisory_hours", 1, new_id(), t.company.clock),
    ),
    "view_new_keys": (
        Right.USE_BENEFITS,
        lambda t, a: view_new_keys(a, t.subscription, "office_licences", 1, new_id(), t.company.clock),
    ),
    "view_keys_again": (Right.USE_BENEFITS, lambda t, a: views_twice(t.company, t.subscription, a)),
    "seats given and taken back": (Right.USE_BENEFITS, lambda t, a: gives_a_seat(t.company, t.subscription, a)),
    "open_checkout": (Right.BUY, lambda t, a: open_checkout(a, AP, t.company.clock)),
    "keep_typed": (Right.BUY, lambda t, a: keep_typed(a, t.draft, "po_number", "PO 1")),
    "choose_method": (Right.BUY, lambda t, a: choose_method(a, t.draft, PaymentMethod.TRANSFER, None)),
    "submit_details": (Right.BUY, lambda t, a: submit_details(a, t.draft, CONTACT)),
    "go_back": (Right.BUY, lambda t, a: go_back(a, t.draft)),
    "save_card": (Right.BUY, lambda t, a: save_card(a, t.draft, token("4242"), t.company.clock)),
    "place_order": (Right.BUY, lambda t, a: place_order(a, t.draft, t.reviewed.total, "", "sandbox", t.company.clock)),
    "buy": (Right.BUY, lambda t, a: buy(a, t.draft, t.reviewed.total, "", t.company.clock)),
    "show_order": (Right.SEE_BILLING, lambda t, a: show_order(a, t.draft)),
    "resume": (Right.SEE_BILLING, lambda t, a: resume(a, t.draft, t.company.clock)),
    "list_invoices": (Right.SEE_BILLING, lambda _, a: list_invoices(a, InvoiceFilter(), 1)),
    "export_invoices": (Right.SEE_BILLING, lambda _, a: export_invoices(a, InvoiceFilter())),
    "list_activity": (Right.SEE_BILLING_ACTIVITY, lambda _, a: list_activity(a, ActivityFilter(), 1)),
    "export_activity": (Right.SEE_BILLING_ACTIVITY, lambda _, a: "".join(export_activity(a, ActivityFilter(), "en"))),
    "invoice_document": (Right.SEE_BILLING, lambda t, a: invoice_document(a, t.invoice)),
    "start_cancellation": (Right.BUY, lambda t, a: start_cancellation(a, t.subscription, t.company.clock)),
    "ask_to_cancel": (
        Right.BUY,
        lambda t, a: ask_support(
            a, form(subscription_id=t.subscription, asks_to_cancel=True, submission=new_id()), t.company.clock
        ),
    ),
    "ask_support": (
        Right.ASK_SUPPORT,
        lambda t, a: ask_support(a, form(subscription_id=t.subscription, submission=new_id()), t.company.clock),
    ),
    "attach": (Right.ASK_SUPPORT, lambda t, a: attach(a, "proof.pdf", PDF, t.company.clock)),
    "list_requests": (Right.ASK_SUPPORT, lambda _, a: list_requests(a, open_only=True, search="", page_number=1)),
    "list_stamp": (Right.ASK_SUPPORT, lambda _, a: list_stamp(a)),
    "begin_card": (Right.BUY, lambda t, a: begin_card(a, t.draft)),
    "confirmed": (Right.BUY, lambda t, a: confirmed(a, t.draft, t.company.clock)),
    "list_cards": (Right.SEE_BILLING, lambda t, a: list_cards(a, t.company.clock)),
    "show_company": (Right.SEE_BILLING, lambda t, a: show_company(a, t.company.clock)),
    "add_card": (Right.SEE_BILLING, lambda t, a: add_card(a, "", token("4242"), t.company.clock)),
    "make_default": (Right.SEE_BILLING, lambda t, a: make_default(a, t.card, t.company.clock)),
    "remove_card": (Right.SEE_BILLING, lambda t, a: remove_card(a, t.card, t.company.clock)),
    "renew_with": (Right.SEE_BILLING, lambda t, a: renew_with(a, t.subscription, t.card, t.company.clock)),
    "list_notices": (Right.SEE_OFFERS, lambda _, a: list_notices(a, 1, unread_only=False)),
    "mark_read": (Right.SEE_BILLING, lambda t, a: mark_read(a, told_of(t.company, a), t.company.clock)),
    "mark_all_read": (Right.SEE_BILLING, lambda t, a: mark_all_read(a, t.company.clock)),
    "list_people": (Right.MANAGE_PEOPLE, lambda _, a: list_people(a, "", 1, 1)),
    "invite": (
        Right.MANAGE_PEOPLE,
        lambda t, a: invite(a, InviteForm("Ada", f"{new_id()}@example.com", "user"), t.company.clock),
    ),
    "send_again": (Right.MANAGE_PEOPLE, lambda t, a: send_invitation_again(a, still_invited(t.company), t.company.clock)),
    "revoke": (Right.MANAGE_PEOPLE, lambda t, a: revoke(a, still_invited(t.company), t.company.clock)),
    "change_role": (
        Right.MANAGE_PEOPLE,
        lambda t, a: change_role(a, t.company.person(Role.USER).person_id, Role.BILLING_ADMIN, t.company.clock),
    ),
    "deactivate": (Right.MANAGE_PEOPLE, lambda t, a: deactivate(a, t.company.person(Role.USER).person_id, t.company.clock)),
    "take codes": (Right.MANAGE_PEOPLE, lambda t, a: take_codes(a, t.company.person(Role.USER).person_id, t.company.clock)),
    "erase": (Right.MANAGE_PEOPLE, erased),
    "reactivate": (Right.MANAGE_PEOPLE, lambda t, a: reactivate(a, t.company.person(Role.USER).person_id, t.company.clock)),
    "save_account: reminders": (Right.SEE_BILLING, lambda _, a: save_account(a, AccountChanges(reminder_mails=False))),
    "edit_company": (Right.COMPANY_DETAILS, lambda _, a: edit_company(a)),
    "save_company": (
        Right.COMPANY_DETAILS,
        lambda t, a: save_company(a, edit_company(t.company.admin).details, 0, t.company.clock),
    ),
    "show_profile": (Right.BUSINESS_PROFILE, lambda _, a: show_profile(a)),
    "save_profile": (Right.BUSINESS_PROFILE, lambda t, a: save_profile(a, PROFILE, 0, t.company.clock)),
    "a profile, published and taken back": (Right.BUSINESS_PROFILE, lambda t, a: published_for_a_while(a, t.company)),
    "publish_profile": (Right.BUSINESS_PROFILE, lambda t, a: published_for_a_while(a, t.company, take_back=False)),
    "unpublish_profile": (Right.BUSINESS_PROFILE, lambda t, a: unpublish_profile(a, t.company.clock)),
    "keep_logo": (Right.BUSINESS_PROFILE, lambda t, a: keep_logo(a, logo_file(), t.company.clock)),
    "request_approval": (Right.BUY, lambda t, a: request_approval(a, t.draft, t.reviewed.total, "", "", t.company.clock)),
    "withdraw_approval": (Right.BUY, lambda t, a: withdraw_approval(a, asked_about(t), t.company.clock)),
    "decide_approval": (Right.APPROVE, lambda t, a: decide_approval(a, asked_about(t), Verdict.APPROVE, "", t.company.clock)),
    "set_rule": (Right.APPROVE, lambda t, a: set_rule(a, "400", t.company.clock)),
    "list_approvals": (Right.BUY, lambda t, a: list_approvals(a, 1, t.company.clock)),
    "a whole request of one's own": (Right.ASK_SUPPORT, lambda t, a: whole_request(a, t.company)),
}


def whole_request(actor: Actor, company: Company) -> None:
    """Asks with a file, reads it, answers, closes."""
    file = attach(actor, "proof.pdf", PDF, company.clock)
    number = ask_support(actor, form(attachments=(file.id,), submission=new_id()), company.clock)
    assert show_request(actor, number).messages[0].attachments[0].id == file.id
    assert open_attachment(actor, file.id)[1] == PDF
    reply(actor, number, "One more thing", (), new_id(), company.clock)
    assert request_version(actor, number) == show_request(actor, number).version
    read_request(actor, number)
    close_request(actor, number, company.clock)


PROFILE = Profile(name="Fabrikam", description="We build robots.")


def logo_file() -> bytes:
    """A picture that can be a logo."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, format="PNG")
    return out.getvalue()


def published_for_a_while(actor: Actor, company: Company, *, take_back: bool = True) -> None:
    """Somebody with the right has written the draft; the actor publishes it, and takes it back."""
    if actor.may(Right.BUSINESS_PROFILE):
        save_profile(company.admin, PROFILE, 0, company.clock)
    publish_profile(actor, company.clock)
    if take_back:
        unpublish_profile(actor, company.clock)


def views_twice(company: Company, held: str, actor: Actor) -> None:
    """Sees a colleague's key again."""
    view_new_keys(company.admin, held, "office_licences", 1, new_id(), company.clock)
    view_keys_again(actor, held, "office_licences", company.clock)


def gives_a_seat(company: Company, held: str, actor: Actor) -> None:
    """Takes back a seat that the Global admin gave, and gives it again."""
    somebody = company.admin.person_id
    assign_seat(company.admin, held, "training_seats", somebody, company.clock)
    seats = (row for row in of(BenefitUse, company) if row.kind is BenefitKind.SEATS and row.ended_at is None)
    take_seat_back(actor, next(seats).id, company.clock)
    assign_seat(actor, held, "training_seats", somebody, company.clock)


def asked_about(things: Things) -> str:
    """A request of the MPN partner admin's, for the order that was reviewed."""
    company, who = things.company, things.company.person(Role.PARTNER_ADMIN)
    if not of(Approval, company):
        set_rule(company.admin, "400", company.clock)
        request_approval(who, things.draft, things.reviewed.total, "", "", company.clock)
        set_rule(company.admin, None, company.clock)
    return of(Approval, company)[0].id


def still_invited(company: Company) -> str:
    """An invitation of the company's that waits."""
    invite(company.admin, InviteForm("Ada", f"{new_id()}@example.com", "user"), company.clock)
    return max(of(Invitation, company), key=lambda row: row.created_at).id


def told_of(company: Company, actor: Actor) -> str:
    """A notice of the company's: the actor's own, where they were told anything."""
    lines = list_notices(actor, 1, unread_only=False).page.rows if actor.may(Right.SEE_BILLING) else ()
    return lines[0].id if lines else of(Notice, company)[0].id


def somebody(company: Company, role: Role) -> Actor:
    return operator(role) if role in OPERATORS else company.person(role)


def things_of(company: Company) -> Things:
    reviewed = reviewed_by_card(company)
    invoice = list_invoices(company.admin, InvoiceFilter(), 1).page.rows[0].number
    assert reviewed.card is not None
    return Things(company, reviewed.number, reviewed, company.holds().id, invoice, reviewed.card.id)


def check(call: Callable[[], object], right: Right, role: Role) -> None:
    """Allowed by the table, or refused; a refusal names the right, so that the page can say who can."""
    if role in roles_with(right):
        call()
        return
    with pytest.raises(ActionPackError) as refused:
        call()
    assert isinstance(refused.value, NotAllowed)
    assert refused.value.right is right


ALLOWED = {(service, role) for service, (right, _call) in REVIEWED.items() for role in roles_with(right)}


@pytest.mark.parametrize("role", COMPANY_ROLES)
def test_a_role_may_do_what_the_table_says(sample: Callable[[str], Company], role: Role) -> None:
    refused: list[str] = []
    for service, (_right, call) in REVIEWED.items():
        if (service, role) in ALLOWED:
            things = things_of(sample("fabrikam"))  # another one each time, as some services change it
            try:
                call(things, things.company.person(role))
            except ActionPackError as error:
                refused.append(f"{service}: {error!r}")
    assert refused == []


@pytest.mark.parametrize("role", Role)
def test_a_role_is_refused_everything_else_and_told_who_can(fabrikam: Company, role: Role) -> None:
    things, actor = things_of(fabrikam), somebody(fabrikam, role)
    for service, (right, call) in REVIEWED.items():
        if (service, role) not in ALLOWED:
            with pytest.raises(NotAllowed) as refused:
                call(things, actor)
            assert refused.value.right is right
    assert show_order(fabrikam.admin, things.draft) == things.reviewed


@pytest.mark.parametrize("role", Role)
def test_only_who_may_buy_can_cancel_an_order(fabrikam: Company, role: Role) -> None:
    order = bought(fabrikam, reviewed_by_transfer(fabrikam))
    actor = somebody(fabrikam, role)
    check(lambda: cancel(actor, order.number, fabrikam.clock), Right.BUY, role)


def refunded_by_hand(company: Company) -> str:
    cancel_and_refund(operator(Role.FINANCE), asks_to_cancel(company))
    return of(Refund, company)[0].id


def a_case_of(company: Company) -> str:
    note_overpaid(company.admin, "ORD-1", "pi_1", Money(1, "USD"), Money(2, "USD"))
    return str(all_of(Case)[0].id)


def a_proof_of(company: Company) -> str:
    return proved(company, transferred(company).number).proofs[0].file_id


DeskCall = Callable[[Actor, str], object]

AT_THE_DESK: dict[str, tuple[Callable[[Company], str], DeskCall]] = {
    "confirm_transfer": (lambda c: transferred(c).number, confirm_transfer),
    "confirm": (lambda c: transferred(c).number, confirm),
    "reject_proof": (lambda c: proved(c, transferred(c).number).number, lambda a, key: reject_proof(a, key, "Another account.")),
    "cancel_and_refund": (asks_to_cancel, cancel_and_refund),
    "refund": (asks_to_cancel, refund),
    "end_at_expiry": (asks_to_cancel, end_at_expiry),
    "decline_cancellation": (asks_to_cancel, lambda a, key: decline_cancellation(a, key, "A key has been viewed.")),
    "record_refund": (refunded_by_hand, lambda a, key: record_refund(a, key, "SEPA 4711")),
    "close_case": (a_case_of, lambda a, key: close_case(a, int(key), "Settled.")),
    "the list of what changed": (lambda _c: "", lambda a, _key: money_stamp(a)),
    "take a transfer up": (lambda c: transferred(c).number, lambda a, key: assign(a, Subject.TRANSFER, key, a.person_id, "")),
    "take a refund up": (refunded_by_hand, lambda a, key: assign(a, Subject.REFUND, key, a.person_id, "")),
    "take a case up": (a_case_of, lambda a, key: assign(a, Subject.CASE, key, a.person_id, "")),
    "open a payment proof": (a_proof_of, open_attachment),
    **{f"the list of {section}": (lambda _c: "", lambda a, _key, s=section: show_desk(a, s, 1)) for section in Section},
}
"""What makes the thing, and what is done with it."""


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("service", AT_THE_DESK)
def test_what_is_the_desks_is_done_by_its_finance_and_its_admin_alone(fabrikam: Company, service: str) -> None:
    """A company's people are refused as the desk's support is, with the right that names who can."""
    make, call = AT_THE_DESK[service]
    key, done = make(fabrikam), 0
    before = (of(Order, fabrikam), of(Refund, fabrikam), of(ActivityEntry, fabrikam))
    for role in (role for role in Role if role not in roles_with(Right.DESK_MONEY)):
        if service == "open a payment proof":
            continue  # the company's own people may; tested with the proofs
        with pytest.raises(NotAllowed) as refused:
            call(somebody(fabrikam, role), key)
        assert refused.value.right is Right.DESK_MONEY
    assert (of(Order, fabrikam), of(Refund, fabrikam), of(ActivityEntry, fabrikam)) == before
    for role in roles_with(Right.DESK_MONEY):
        try:
            call(operator(role), key)
            done += 1
        except (OrderNotOpen, RequestClosed, RefundNotPossible, NotFound, AssignedMeanwhile):
            assert done == 1, "the first of them did it"
    assert done >= 1


OF_LOOK_UP_AND_ADMINISTRATION: dict[str, tuple[Right, Callable[[Actor, Company], object]]] = {
    "find_partners": (Right.DESK_LOOKUP, lambda a, _: find_partners(a, "", 1)),
    **{f"look_at {part}": (Right.DESK_LOOKUP, lambda a, c, p=part: look_at(a, c.id, Role.GLOBAL_ADMIN, p, 1)) for part in Part},
    "looked_up_document": (Right.DESK_LOOKUP, lambda a, c: looked_up_document(a, of(Invoice, c)[0].number)),
    "list_across": (Right.DESK_LOOKUP, lambda a, _: list_across(a, AcrossFilter(), 1)),
    "list_mails": (Right.DESK_LOOKUP, lambda a, _: list_mails(a, Trouble.FAILED, 1)),
    "send_again": (Right.DESK_LOOKUP, lambda a, _: send_again(a, "nothing")),
    "upload_import": (Right.DESK_ADMIN, lambda a, _: upload_import(a, ImportKind.CATALOGUE, "c.toml", b"a = 1")),
    "preview_import": (Right.DESK_ADMIN, lambda a, _: preview_import(a, "nothing")),
    "confirm_import": (Right.DESK_ADMIN, lambda a, _: confirm_import(a, "nothing", "")),
    "list_imports": (Right.DESK_ADMIN, lambda a, _: list_imports(a, 1)),
}


@pytest.mark.parametrize("role", Role)
def test_look_up_and_administration_are_open_to_the_operators_that_the_table_names(fabrikam: Company, role: Role) -> None:
    actor = somebody(fabrikam, role)
    for right, call in OF_LOOK_UP_AND_ADMINISTRATION.values():
        with contextlib.suppress(NotFound):  # there is no such mail or file, which those who may are told
            check(lambda c=call: c(actor, fabrikam), right, role)


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
@pytest.mark.parametrize("service", [name for name in AT_THE_DESK if not name.startswith(("the list", "close_case"))])
@pytest.mark.usefixtures("fabrikam")
def test_the_desk_finds_nothing_that_nobody_could_have_named(service: str) -> None:
    _make, call = AT_THE_DESK[service]
    for key in ("", "nothing", "x" * 500, "' OR 1=1 --", "%", "../etc", "\x00", "a\x00b", "\ud83d"):
        with pytest.raises(NotFound):
            call(operator(Role.FINANCE), key)


@pytest.mark.parametrize("role", Role)
def test_only_who_may_buy_can_turn_off_automatic_renewal(fabrikam: Company, role: Role) -> None:
    bought(fabrikam, reviewed_by_card(fabrikam))
    actor, held = somebody(fabrikam, role), fabrikam.holds().id
    check(lambda: show_renewal_switch(actor, held, fabrikam.clock), Right.BUY, role)
    check(lambda: turn_off_renewal(actor, held, fabrikam.clock), Right.BUY, role)
    assert fabrikam.holds().renews_automatically is (role not in roles_with(Right.BUY))


@pytest.mark.parametrize("role", Role)
def test_only_who_may_buy_can_answer_the_bank(fabrikam: Company, role: Role) -> None:
    order = bought(fabrikam, reviewed_by_card(fabrikam, last4="3184"))
    actor = somebody(fabrikam, role)
    if role in roles_with(Right.BUY):
        answer_challenge(actor, order.number, fabrikam.clock, complete=True)
        return
    with pytest.raises(NotAllowed):
        answer_challenge(actor, order.number, fabrikam.clock, complete=True)
    assert show_order(fabrikam.admin, order.number) == order


def test_a_billing_admin_who_reloads_a_page_does_not_pay(fabrikam: Company) -> None:
    """Seeing orders is not buying: an order under way is shown as it stands."""
    order = reviewed_by_card(fabrikam)
    place_order(fabrikam.admin, order.number, order.total, "", get_payments().name, fabrikam.clock)
    billing = fabrikam.person(Role.BILLING_ADMIN)
    assert resume(billing, order.number, fabrikam.clock).number == order.number


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
class TestWhatIsLeftOut:
    def test_a_user_sees_no_payment_method_orders_or_activity(self, fabrikam: Company) -> None:
        bought(fabrikam, reviewed_by_card(fabrikam))
        seen = show_subscription(fabrikam.person(Role.USER), fabrikam.holds().id, fabrikam.clock)
        assert (seen.summary.card, seen.orders, seen.activity) == (None, (), ())
        assert (seen.sees_billing, seen.sees_activity, seen.may_cancel, seen.summary.may_turn_off) == (False,) * 4

    def test_a_billing_admin_sees_billing_activity_only(self, contoso: Company) -> None:
        turn_off_renewal(contoso.admin, contoso.holds().id, contoso.clock)
        ask_support(contoso.admin, form(subscription_id=contoso.holds().id, asks_to_cancel=True), contoso.clock)
        billing = show_subscription(contoso.person(Role.BILLING_ADMIN), contoso.holds().id, contoso.clock)
        whole = show_subscription(contoso.admin, contoso.holds().id, contoso.clock)
        hidden = {line.action for line in whole.activity} - {line.action for line in billing.activity}
        assert hidden == {"renewal_turned_off", "cancellation_requested"}
        assert billing.summary.card == whole.summary.card is not None
        assert len(billing.orders) == 3

    def test_billing_activity_is_shown_however_much_else_happened_since(self, contoso: Company) -> None:
        held = contoso.holds().id
        for n in range(30):
            number = ask_support(contoso.admin, form(subscription_id=held, submission=f"s{n}"), contoso.clock)
            close_request(contoso.admin, number, contoso.clock)
        billing = show_subscription(contoso.person(Role.BILLING_ADMIN), held, contoso.clock)
        assert [line.action for line in billing.activity].count("order_paid") == 3

    def test_buttons_that_a_role_may_not_use_are_explained_on_the_tile(self, fabrikam: Company) -> None:
        for role in (Role.BILLING_ADMIN, Role.USER):
            (tile, *_) = overview(fabrikam.person(role), fabrikam.clock).tiles
            assert [getattr(blocker, "right", None) for blocker in tile.blockers] == [Right.BUY]
        (tile, *_) = overview(fabrikam.person(Role.PARTNER_ADMIN), fabrikam.clock).tiles
        assert tile.blockers == ()


@dataclasses.dataclass(frozen=True)
class Foreign:
    """Things of another company."""

    company: Company
    subscription: str
    order: str
    waiting_order: str
    invoice: str
    request: str
    attachment: str
    card: str
    credit_note: str
    proof: str
    notice: str
    logo: str
    seat: str
    approval: str
    person: str
    invitation: str


ForeignCall = Callable[[Actor, Company, str], object]

LOOK_UPS: dict[str, tuple[str, ForeignCall]] = {
    "show_subscription": ("subscription", lambda a, c, key: show_subscription(a, key, c.clock)),
    "show_renewal_switch": ("subscription", lambda a, c, key: show_renewal_switch(a, key, c.clock)),
    "turn_off_renewal": ("subscription", lambda a, c, key: turn_off_renewal(a, key, c.clock)),
    "conditions of a subscription": ("subscription", lambda a, c, key: read_conditions(a, Action.RENEW, key, c.clock)),
    "conditions of an order": ("waiting_order", lambda a, c, key: read_conditions(a, Action.CANCEL_ORDER, key, c.clock)),
    "prepare_benefit": ("subscription", lambda a, c, key: prepare_benefit(a, key, "office_licences", c.clock)),
    "activate_benefit": ("subscription", lambda a, c, key: activate_benefit(a, key, "advisory_hours", 1, new_id(), c.clock)),
    "view_new_keys": ("subscription", lambda a, c, key: view_new_keys(a, key, "office_licences", 1, new_id(), c.clock)),
    "view_keys_again": ("subscription", lambda a, c, key: view_keys_again(a, key, "office_licences", c.clock)),
    "assign_seat": ("subscription", lambda a, c, key: assign_seat(a, key, "training_seats", a.person_id, c.clock)),
    "take_seat_back": ("seat", lambda a, c, key: take_seat_back(a, key, c.clock)),
    "conditions of a benefit": (
        "subscription",
        lambda a, c, key: read_conditions(a, Action.ACTIVATE, f"{key}:advisory_hours", c.clock),
    ),
    "start_cancellation": ("subscription", lambda a, c, key: start_cancellation(a, key, c.clock)),
    "ask_to_cancel": ("subscription", lambda a, c, key: ask_support(a, form(subscription_id=key, asks_to_cancel=True), c.clock)),
    "ask_support": ("subscription", lambda a, c, key: ask_support(a, form(subscription_id=key), c.clock)),
    "show_order": ("order", lambda a, _, key: show_order(a, key)),
    "resume": ("order", lambda a, c, key: resume(a, key, c.clock)),
    "keep_typed": ("order", lambda a, _, key: keep_typed(a, key, "po_number", "x")),
    "choose_method": ("order", lambda a, _, key: choose_method(a, key, PaymentMethod.TRANSFER, None)),
    "submit_details": ("order", lambda a, _, key: submit_details(a, key, CONTACT)),
    "go_back": ("order", lambda a, _, key: go_back(a, key)),
    "save_card": ("order", lambda a, c, key: save_card(a, key, token("4242"), c.clock)),
    "buy": ("order", lambda a, c, key: buy(a, key, c.tile(AP).price, "", c.clock)),
    "answer_challenge": ("order", lambda a, c, key: answer_challenge(a, key, c.clock, complete=True)),
    "cancel_order": ("waiting_order", lambda a, c, key: cancel_order(a, key, c.clock)),
    "cancel": ("waiting_order", lambda a, c, key: cancel(a, key, c.clock)),
    "submit_proof": ("waiting_order", lambda a, c, key: submit_proof(a, key, proof(c), c.clock)),
    "begin_card": ("order", lambda a, _, key: begin_card(a, key)),
    "give_up": ("order", lambda a, c, key: give_up(a, key, c.clock)),
    "challenge": ("order", lambda a, _, key: challenge(a, key)),
    "confirmed": ("order", lambda a, c, key: confirmed(a, key, c.clock)),
    "decide_approval": ("approval", lambda a, c, key: decide_approval(a, key, Verdict.APPROVE, "", c.clock)),
    "withdraw_approval": ("approval", lambda a, c, key: withdraw_approval(a, key, c.clock)),
    "request_approval": ("order", lambda a, c, key: request_approval(a, key, c.tile(AP).price, "", "", c.clock)),
    "make_default": ("card", lambda a, c, key: make_default(a, key, c.clock)),
    "remove_card": ("card", lambda a, c, key: remove_card(a, key, c.clock)),
    "drop_card": ("card", lambda a, c, key: drop_card(a, key, c.clock)),
    "renew with a card": ("card", lambda a, c, key: renew_with(a, c.holds().id, key, c.clock)),
    "renew_with": ("subscription", lambda a, c, key: renew_with(a, key, "", c.clock)),
    "mark_read": ("notice", lambda a, c, key: mark_read(a, key, c.clock)),
    "save a profile with a logo": (
        "logo",
        lambda a, c, key: save_profile(a, dataclasses.replace(PROFILE, logo_id=key, logo_alt="Theirs"), 0, c.clock),
    ),
    "open_logo": ("logo", lambda a, _, key: open_logo(a, key)),
    "a credit note": ("credit_note", lambda a, _, key: invoice_document(a, key)),
    "open a payment proof": ("proof", lambda a, _, key: open_attachment(a, key)),
    "invoice_document": ("invoice", lambda a, _, key: invoice_document(a, key)),
    "change_role": ("person", lambda a, c, key: change_role(a, key, Role.USER, c.clock)),
    "deactivate": ("person", lambda a, c, key: deactivate(a, key, c.clock)),
    "take codes": ("person", lambda a, c, key: take_codes(a, key, c.clock)),
    "erase": ("person", lambda a, c, key: erase(a, key, c.clock)),
    "reactivate": ("person", lambda a, c, key: reactivate(a, key, c.clock)),
    "send_again": ("invitation", lambda a, c, key: send_invitation_again(a, key, c.clock)),
    "revoke": ("invitation", lambda a, c, key: revoke(a, key, c.clock)),
    "show_request": ("request", lambda a, _, key: show_request(a, key)),
    "reply": ("request", lambda a, c, key: reply(a, key, "Hello", (), "s", c.clock)),
    "close_request": ("request", lambda a, c, key: close_request(a, key, c.clock)),
    "open_attachment": ("attachment", lambda a, _, key: open_attachment(a, key)),
    "choose a card": ("card", lambda a, c, key: choose_method(a, reviewed_by_card(c).number, PaymentMethod.CARD, key)),
}


def foreign_things(company: Company, waiting: Company) -> Foreign:
    order = bought(company, reviewed_by_card(company))
    file = attach(company.admin, "proof.pdf", PDF, company.clock)
    number = ask_support(company.admin, form(attachments=(file.id,), submission="theirs"), company.clock)
    assert order.card is not None
    return Foreign(
        company=company,
        subscription=company.holds().id,
        order=order.number,
        waiting_order=of(Order, waiting)[0].number,
        invoice=order.invoice_number,
        request=number,
        attachment=file.id,
        card=order.card.id,
        credit_note=credited(company),
        proof=proved(waiting, of(Order, waiting)[0].number).proofs[0].file_id,
        notice=of(Notice, company)[0].id,
        logo=keep_logo(company.admin, logo_file(), company.clock),
        seat=a_seat_of(company),
        approval=a_request_for(company),
        person=company.person(Role.USER).person_id,
        invitation=still_invited(company),
    )


def a_seat_of(company: Company) -> str:
    """The seat of its Global admin."""
    assign_seat(company.admin, company.holds().id, "training_seats", company.admin.person_id, company.clock)
    return of(BenefitUse, company)[0].id


def a_request_for(company: Company) -> str:
    """The id of a request for approval, as its row would be."""
    order = of(Order, company)[0]
    row = Approval(
        id=new_id(),
        partner_id=company.id,
        order_id=order.id,
        status=ApprovalStatus.REQUESTED,
        total_minor=order.total_minor,
        currency=order.currency,
        requested_by=company.person(Role.PARTNER_ADMIN).person_id,
        requested_at=company.now,
        last_day=company.today,
    )
    store_rows(row)
    return of(Approval, company)[0].id


def credited(company: Company) -> str:
    """The number of a credit note, as its row would have it."""
    order, invoice = max(of(Order, company), key=lambda row: row.term_number), of(Invoice, company)[-1]
    year = company.today.year
    number = f"CN-{year}-000001"
    store_rows(CreditNote(**invoice.model_dump() | {"number": number, "invoice_number": invoice.number, "order_id": order.id}))
    return number


def refusal(call: Callable[[], object], key: str) -> str:
    """How a look-up of `key` is refused, with the key left out."""
    with pytest.raises(ActionPackError) as refused:
        call()
    return repr(refused.value).replace(key, "…")


def test_what_belongs_to_others_looks_exactly_like_what_does_not_exist(
    fabrikam: Company, sample: Callable[[str], Company]
) -> None:
    theirs = foreign_things(sample("fabrikam"), sample("tailspin"))
    before = (overview(theirs.company.admin, theirs.company.clock), show_request(theirs.company.admin, theirs.request))
    for kind, call in LOOK_UPS.values():
        key = getattr(theirs, kind)
        missing = key[:-1] + ("0" if key[-1] != "0" else "1")
        foreign, absent = (refusal(lambda c=call, k=given: c(fabrikam.admin, fabrikam, k), given) for given in (key, missing))
        assert foreign == absent == "NotFound('…')"
    after = (overview(theirs.company.admin, theirs.company.clock), show_request(theirs.company.admin, theirs.request))
    assert after == before


def test_what_nobody_could_have_named_is_not_found_either(fabrikam: Company) -> None:
    """Addresses and events carry whatever a browser sends."""
    broken: list[str] = []
    for service, (_kind, call) in LOOK_UPS.items():
        for key in ("x" * 500, "' OR 1=1 --", "%", "../etc", "\x00", "a\x00b", "\ud83d"):
            try:
                call(fabrikam.admin, fabrikam, key)
            except NotFound:
                continue
            except Exception as unexpected:  # noqa: BLE001 (all of them are listed below)
                broken.append(f"{service}({key!r}): {type(unexpected).__name__}")
    assert broken == []


def test_a_foreign_payment_can_not_be_settled(fabrikam: Company, sample: Callable[[str], Company]) -> None:
    other = sample("fabrikam")
    reviewed, theirs = reviewed_by_card(fabrikam), reviewed_by_card(other)
    mine = place_order(fabrikam.admin, reviewed.number, reviewed.total, "", get_payments().name, fabrikam.clock)
    foreign = place_order(other.admin, theirs.number, theirs.total, "", get_payments().name, other.clock)
    assert mine is not None
    assert foreign is not None
    result = asked(other, foreign)
    with pytest.raises(NotFound):
        settle(fabrikam.admin, reviewed.number, foreign.payment_id, result, fabrikam.clock)
    with pytest.raises(NotFound):
        settle(fabrikam.admin, theirs.number, foreign.payment_id, result, fabrikam.clock)


def test_nothing_of_others_stands_in_any_list(fabrikam: Company, sample: Callable[[str], Company]) -> None:
    theirs = foreign_things(sample("fabrikam"), sample("tailspin"))
    assert [line.number for line in list_invoices(fabrikam.admin, InvoiceFilter(), 1).page.rows] != []
    assert theirs.invoice not in export_invoices(fabrikam.admin, InvoiceFilter())
    assert theirs.order not in "".join(export_activity(fabrikam.admin, ActivityFilter(), "en"))
    assert list_requests(fabrikam.admin, open_only=None, search="", page_number=1).page.total == 0
    assert open_checkout(fabrikam.admin, AP, fabrikam.clock).cards == ()


def test_a_foreign_file_does_not_travel_with_ones_own_request(fabrikam: Company, sample: Callable[[str], Company]) -> None:
    other = sample("contoso")
    file = attach(other.admin, "secret.pdf", PDF, other.clock)
    number = ask_support(fabrikam.admin, form(attachments=(file.id,)), fabrikam.clock)
    assert show_request(fabrikam.admin, number).messages[0].attachments == ()
    with pytest.raises(NotFound):
        open_attachment(fabrikam.admin, file.id)


@pytest.mark.parametrize("role", sorted(OPERATORS))
def test_operators_find_nothing_of_a_company_by_its_number(fabrikam: Company, role: Role) -> None:
    number = ask_support(fabrikam.admin, form(), fabrikam.clock)
    file = attach(fabrikam.admin, "proof.pdf", PDF, fabrikam.clock)
    actor = operator(role)
    calls: list[Callable[[], object]] = [
        lambda: show_request(actor, number),
        lambda: reply(actor, number, "Hello", (), "s", fabrikam.clock),
        lambda: close_request(actor, number, fabrikam.clock),
        lambda: open_attachment(actor, file.id),
        lambda: overview(actor, fabrikam.clock),
    ]
    for call in calls:
        with pytest.raises((NotAllowed, NotFound)):
            call()
    assert len(show_request(fabrikam.admin, number).messages) == 1
