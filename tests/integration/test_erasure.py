"""Personal data: shown to its person whole, and replaced by a pseudonym where somebody is erased."""

import json
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col

from actionpack_app.cli import cli
from actionpack_app.db import engine, transaction
from actionpack_app.domain.accounts import pseudonym
from actionpack_app.domain.errors import NotAllowed, NotFound, SignInRefused, StillActive
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.chance import new_id
from actionpack_app.models import ActivityEntry, Invoice, Letter, LoginSession, Order, Person, SupportRequest
from actionpack_app.models.mails import MailStatus
from actionpack_app.services.accounts.change_address import ask_new_address
from actionpack_app.services.accounts.own_data import own_data
from actionpack_app.services.accounts.second_factor import begin_second_factor, confirm_second_factor
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.desk.queue import Section, TransferLine, show_desk
from actionpack_app.services.orders.fill_in import go_back, submit_details
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.people.browse import list_people
from actionpack_app.services.people.change import deactivate, reactivate
from actionpack_app.services.people.invite import InviteForm, invite
from actionpack_app.services.people.look_after import erase
from actionpack_app.services.support.ask import ask_support
from tests.integration.asked import asked
from tests.integration.companies import Company
from tests.integration.desk import finance
from tests.integration.people import ELSEWHERE, Member, member
from tests.integration.requests import form
from tests.integration.rows import all_of, of
from tests.integration.shopping import bought, reviewed_by_transfer

NAME, EMAIL, PHONE = "Ada Xenakis-Reyes", "Ada.Xenakis@fabrikam.example.com", "+1 425-555-0199"
LATER = "ada@elsewhere.example.com"
KNOWN = (NAME, EMAIL, EMAIL.lower(), PHONE, ELSEWHERE, LATER)


@pytest.fixture(autouse=True)
def _quick(quick_passwords: None) -> None:
    """Hashing costs little here."""


@pytest.fixture
def ada(fabrikam: Company) -> Member:
    """Somebody who was at work: signed in, asked support, invited a colleague, asked for another address."""
    found = member(fabrikam, EMAIL, Role.GLOBAL_ADMIN, NAME)
    actor = found.signs_in(address=ELSEWHERE).actor
    ask_support(actor, form(contact_name=NAME, contact_email=EMAIL, contact_phone=PHONE), fabrikam.clock)
    invite(actor, InviteForm("Sam Okoro", "sam@fabrikam.example.com", Role.USER), fabrikam.clock)
    ask_new_address(actor, LATER)
    return found


def everything() -> str:
    """All rows of all tables, as text."""
    described = sa.MetaData()
    described.reflect(engine())
    with engine().connect() as connection:
        rows = {table.name: [list(row) for row in connection.execute(sa.select(table))] for table in described.sorted_tables}
    return json.dumps(rows, default=str)


def erased(company: Company, who: Member) -> None:
    deactivate(company.admin, who.id, company.clock)
    erase(company.admin, who.id, company.clock)


def test_nothing_names_somebody_who_was_erased(fabrikam: Company, ada: Member) -> None:
    for known in KNOWN:
        assert known in everything()
    erased(fabrikam, ada)
    left = everything()
    assert [known for known in KNOWN if known in left] == []
    assert pseudonym(ada.id) in left


def test_a_colleagues_request_that_spells_their_address_otherwise_forgets_them_too(fabrikam: Company, ada: Member) -> None:
    named = form(contact_name=NAME, contact_email=EMAIL.swapcase(), contact_phone=PHONE, submission=new_id())
    ask_support(fabrikam.admin, named, fabrikam.clock)
    erased(fabrikam, ada)
    left = everything()
    assert EMAIL.swapcase() not in left
    assert NAME not in left


def test_an_order_by_transfer_forgets_whom_it_named(fabrikam: Company, ada: Member) -> None:
    order = reviewed_by_transfer(fabrikam)
    named = {"contact_name": NAME, "contact_phone": PHONE, "contact_email": EMAIL}
    submit_details(fabrikam.admin, go_back(fabrikam.admin, order.number).number, named)
    bought(fabrikam, order)
    erased(fabrikam, ada)
    left = show_order(fabrikam.admin, order.number)
    assert (left.contact_name, left.contact_phone) == (pseudonym(ada.id), "")
    (line,) = show_desk(finance(), Section.TRANSFERS, 1).page.rows
    assert isinstance(line, TransferLine)
    assert (line.contact.name, line.contact.phone) == (pseudonym(ada.id), "")


def entries(company: Company) -> list[tuple[str, str | None, dict[str, Any]]]:
    rows = sorted(of(ActivityEntry, company), key=lambda row: row.id or 0)
    return [(row.action, row.person_id, row.details) for row in rows]


def test_the_activity_keeps_who_did_what_under_the_pseudonym(fabrikam: Company, ada: Member) -> None:
    before = entries(fabrikam)
    erased(fabrikam, ada)
    after = entries(fabrikam)
    assert after[: len(before)] == before
    assert [action for action, _who, _details in after[len(before) :]] == ["person_deactivated", "person_erased"]
    lines = list_activity(fabrikam.admin, ActivityFilter(who=ada.id), 1).page.rows
    assert {line.who for line in lines} == {pseudonym(ada.id)}
    assert {line.address for line in lines} == {""}


def test_no_mail_is_sent_to_them_any_more(fabrikam: Company, ada: Member) -> None:
    erased(fabrikam, ada)
    theirs = [letter for letter in all_of(Letter) if letter.email.startswith(pseudonym(ada.id).lower())]
    assert {letter.mail_status for letter in theirs} <= {MailStatus.NONE, MailStatus.SENT}


def test_they_come_in_no_more_and_are_not_brought_back(fabrikam: Company, ada: Member) -> None:
    erased(fabrikam, ada)
    with pytest.raises(SignInRefused):
        ada.signs_in()
    with pytest.raises(NotFound):
        reactivate(fabrikam.admin, ada.id, fabrikam.clock)
    erase(fabrikam.admin, ada.id, fabrikam.clock)  # a second time changes nothing
    assert [row.action for row in of(ActivityEntry, fabrikam)].count("person_erased") == 1
    line = next(row for row in list_people(fabrikam.admin, "", 1, 1).people.rows if row.id == ada.id)
    assert (line.name, line.erased, line.active) == (pseudonym(ada.id), True, False)
    assert [row for row in all_of(LoginSession) if row.person_id == ada.id] == []


def test_who_is_active_is_not_erased(fabrikam: Company, ada: Member) -> None:
    with pytest.raises(StillActive):
        erase(fabrikam.admin, ada.id, fabrikam.clock)
    assert ada.signs_in()


def test_only_a_global_admin_of_the_company_erases(fabrikam: Company, sample: Callable[[str], Company], ada: Member) -> None:
    deactivate(fabrikam.admin, ada.id, fabrikam.clock)
    other_company = sample("relecloud")
    with pytest.raises(NotFound):
        erase(other_company.admin, ada.id, other_company.clock)
    for role in (Role.PARTNER_ADMIN, Role.BILLING_ADMIN, Role.USER):
        other = member(fabrikam, f"{role.value}@fabrikam.example.com", role).actor
        with pytest.raises(NotAllowed):
            erase(other, ada.id, fabrikam.clock)
    assert next(row for row in all_of(Person) if row.id == ada.id).name == NAME


def test_invoices_stay_as_they_were_issued(fabrikam: Company, ada: Member) -> None:
    before = [row.model_dump() for row in all_of(Invoice)]
    assert before
    erased(fabrikam, ada)
    assert [row.model_dump() for row in all_of(Invoice)] == before


def test_of_the_activity_nothing_but_an_erased_persons_address_is_let_go(fabrikam: Company, ada: Member) -> None:
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(sa.text("UPDATE activity SET address = '' WHERE person_id = :who"), {"who": ada.id})
    erased(fabrikam, ada)
    for change in (
        "address = 'x'",
        "address = '', action = 'other'",
        "address = '', details = '{}'",
        "address = '', at = '2020-01-01'",
    ):
        with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
            session.execute(sa.text(f"UPDATE activity SET {change} WHERE person_id = :who"), {"who": ada.id})  # noqa: S608


def test_everybody_gets_their_own_data_and_no_secret(fabrikam: Company, ada: Member) -> None:
    actor = ada.actor
    found: dict[str, Any] = own_data(actor)
    assert [row["name"] for row in found["person"]] == [NAME]
    assert {row["address"] for row in found["sessions"]} >= {ELSEWHERE}
    assert [row["contact_phone"] for row in found["support_requests"]] == [PHONE]
    assert found["support_messages"]
    assert {row["action"] for row in found["activity"]} >= {"person_invited", "request_made"}
    assert len(found["letters"]) == 0
    written = json.dumps(found)
    kept = next(row for row in all_of(LoginSession) if row.person_id == ada.id)
    assert kept.token_hash not in written
    assert "password_hash" not in written
    assert "Fabrikam" not in {row["name"] for row in found["person"]}
    others = [row for row in of(SupportRequest, fabrikam) if row.created_by != ada.id]
    assert [row.number for row in others if row.number in written] == []
    assert [row for row in all_of(Order) if row.created_by == ada.id] == []


OF_OTHERS = {
    "desk_case.assigned_to": "a company's; the activity says who did what",
    "desk_case.closed_by": "a company's; the activity says who did what",
    "purchase_order.assigned_to": "a company's; the activity says who did what",
    "support_request.assigned_to": "a company's; the activity says who did what",
    "refund.assigned_to": "a company's; the activity says who did what",
    "refund.requested_by": "a company's; the activity says who did what",
    "payment_proof.decided_by": "a company's; the activity says who did what",
    "payment.created_by": "of an order that is there",
    "recovery_code.person_id": "opens something",
}
"""References to a person whose rows aren't that person's data, and why."""


def test_whatever_refers_to_a_person_is_among_their_data(ada: Member) -> None:
    with asked() as statements:
        own_data(ada.actor)
    conditions = " ".join(statement.partition("WHERE")[2] for statement, _parameters in statements)
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "person" for key in column.foreign_keys):
                name = f"{table.name}.{column.name}"
                assert (f"{name} = " in conditions) != (name in OF_OTHERS), name


class TestByTheServersOwner:
    def test_an_operator_is_deactivated_then_erased(self, fabrikam: Company) -> None:
        sam = member(None, EMAIL, Role.FINANCE, NAME)
        sam.signs_in(address=ELSEWHERE)
        assert told("erase", EMAIL, "--yes") == (1, f"Error: {EMAIL} is still active; deactivate the account first")
        assert told("deactivate", EMAIL.upper())[0] == 0
        with pytest.raises(SignInRefused):
            sam.signs_in()
        assert told("erase", EMAIL, "--yes")[0] == 0
        left = everything()
        assert [known for known in KNOWN if known in left] == []
        assert told("erase", EMAIL, "--yes") == (1, f"Error: {EMAIL} has no account")
        assert [row for row in of(ActivityEntry, fabrikam) if row.action == "person_erased"] == []

    def test_somebody_of_a_company_is_looked_after_too_as_the_activity_tells(self, fabrikam: Company, ada: Member) -> None:
        actor = ada.actor
        secret = begin_second_factor(actor).secret
        confirm_second_factor(actor, pyotp.TOTP(secret).now(), fabrikam.clock)
        assert told("codes-off", EMAIL)[0] == 0
        assert ada.signs_in()
        assert told("codes-off", EMAIL)[0] == 1
        assert told("deactivate", EMAIL)[0] == 0
        assert told("erase", EMAIL, "--yes")[0] == 0
        entries_now = [(action, who) for action, who, _details in entries(fabrikam)]
        assert entries_now[-3:] == [("codes_taken", None), ("person_deactivated", None), ("person_erased", None)]

    def test_a_companys_only_admin_stays(self, fabrikam: Company) -> None:
        with transaction() as session:
            session.execute(sa.update(Person).where(col(Person.partner_id) == fabrikam.id).values(active=False))
        ada = member(fabrikam, EMAIL, Role.GLOBAL_ADMIN, NAME)
        assert told("deactivate", EMAIL)[0] == 1
        assert ada.signs_in()

    def test_what_is_kept_is_printed(self, ada: Member) -> None:
        status, printed = told("export", EMAIL)
        assert (status, json.loads(printed)["person"][0]["id"]) == (0, ada.id)
        assert told("export", "nobody@example.com") == (1, "Error: nobody@example.com has no account")


def told(*command: str) -> tuple[int, str]:
    """What `actionpack account` answers."""
    done = CliRunner().invoke(cli, ["account", *command])
    return done.exit_code, (done.stdout if done.exit_code == 0 else done.stderr).strip()
