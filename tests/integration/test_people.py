"""Users and permissions: invited, accepted, given roles, deactivated; at least one Global admin always remains."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import IntegrityError

from actionpack_app.cli import cli
from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.errors import (
    AccountExists,
    ActionPackError,
    InvalidInput,
    LastAdmin,
    LinkOver,
    NotAllowed,
    NotFound,
    NotOneself,
    SignInRefused,
    TooManyTries,
)
from actionpack_app.domain.rights import COMPANY_ROLES, Role
from actionpack_app.domain.throttle import INVITATION
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import ActivityEntry, Credential, Invitation, LoginSession, Person
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.activity.browse import ActivityFilter, list_activity
from actionpack_app.services.people.accept import accept_invitation, open_invitation
from actionpack_app.services.people.browse import list_people
from actionpack_app.services.people.change import change_role, deactivate, reactivate
from actionpack_app.services.people.invite import InviteForm, invite, revoke, send_again
from actionpack_app.services.people.letter import invitation_link
from actionpack_app.services.samples.manage import reset_sample
from actionpack_app.services.sessions.sign_in import find_visitor, session_lives
from actionpack_app.services.sessions.ticket import sign_in_with_ticket
from actionpack_app.workflows.mails import send_due
from tests.integration.companies import Company
from tests.integration.desk import change
from tests.integration.people import HOME, PASSWORD, Member, member, token_in
from tests.integration.post import both_parts, outbox
from tests.integration.rows import all_of, at_once, copy_of, of, store_rows

ADA = InviteForm("Ada Reyes", "Ada.Reyes@partner.example.com", Role.BILLING_ADMIN)


@pytest.fixture(autouse=True)
def _quick(quick_passwords: None) -> None:
    """Hashing costs little here."""


def invited(company: Company, form: InviteForm = ADA) -> Invitation:
    """Somebody is invited; the newest invitation."""
    invite(company.admin, form, company.clock)
    return max(of(Invitation, company), key=lambda row: row.created_at)


def token_of(invitation: Invitation) -> str:
    return token_in(invitation_link("en", invitation.id))


def accepted(company: Company, form: InviteForm = ADA) -> Person:
    """Somebody is invited and comes."""
    ticket = accept_invitation(token_of(invited(company, form)), form.name, PASSWORD, HOME)
    visitor = find_visitor(sign_in_with_ticket(ticket), HOME)
    assert visitor is not None
    return next(row for row in all_of(Person) if row.id == visitor.actor.person_id)


def row(person_id: str) -> Person:
    return next(person for person in all_of(Person) if person.id == person_id)


def over(token: str) -> LinkEnd:
    """Why a link leads nowhere, to look at and to accept alike."""
    with pytest.raises(LinkOver) as seen:
        open_invitation(token)
    with pytest.raises(LinkOver) as tried:
        accept_invitation(token, "Ada", PASSWORD, HOME)
    assert seen.value.end is tried.value.end
    return seen.value.end


def deeds(company: Company) -> list[str]:
    return [entry.action for entry in of(ActivityEntry, company)]


class TestInviting:
    def test_somebody_is_invited_by_mail_accepts_and_is_in(self, fabrikam: Company) -> None:
        invited(fabrikam)
        assert send_due() == 1
        (mail,) = outbox()
        plain, html = both_parts(mail)
        assert str(mail["To"]) == "Ada Reyes <Ada.Reyes@partner.example.com>"
        assert "Grace Abbott invites you to Fabrikam" in plain
        token = token_in(plain)
        assert token == token_in(html)
        shown = open_invitation(token)
        assert (shown.company, shown.role, shown.email) == ("Fabrikam", Role.BILLING_ADMIN, ADA.email)
        visitor = find_visitor(sign_in_with_ticket(accept_invitation(token, "Ada R.", PASSWORD, HOME)), HOME)
        assert visitor is not None
        assert (visitor.actor.name, visitor.actor.role, visitor.company) == ("Ada R.", Role.BILLING_ADMIN, "Fabrikam")
        assert deeds(fabrikam)[-2:] == ["person_invited", "invitation_accepted"]
        assert over(token) is LinkEnd.USED

    def test_a_korean_company_invites_in_korean(self, sample: Callable[[str], Company]) -> None:
        invited(sample("proseware"))
        assert send_due() == 1
        plain, _html = both_parts(outbox()[0])
        assert "초대했습니다" in plain
        assert "/ko/invitation?token=" in plain

    @pytest.mark.parametrize(
        ("form", "problems"),
        [
            (InviteForm("", "", ""), {"name": "required", "email": "required", "role": "choose_role"}),
            (InviteForm("Ada", "no address", "user"), {"email": "email"}),
            (InviteForm("A" * 101, "a@example.com", "desk_admin"), {"name": "too_long", "role": "choose_role"}),
            (InviteForm("\x00", "\ud800@x", "\ud800"), {"name": "required", "email": "email", "role": "choose_role"}),
        ],
    )
    def test_what_is_wrong_is_told_field_by_field(self, fabrikam: Company, form: InviteForm, problems: dict[str, str]) -> None:
        with pytest.raises(InvalidInput) as wrong:
            invite(fabrikam.admin, form, fabrikam.clock)
        assert wrong.value.problems == problems
        assert of(Invitation, fabrikam) == []

    def test_a_user_of_the_company_is_not_invited_again_deactivated_or_not(self, fabrikam: Company) -> None:
        user = fabrikam.person(Role.USER)
        for _state in ("active", "deactivated"):
            with pytest.raises(InvalidInput) as wrong:
                invite(fabrikam.admin, InviteForm("U", user.email.upper(), "user"), fabrikam.clock)
            assert wrong.value.problems == {"email": "already_user"}
            deactivate(fabrikam.admin, user.person_id, fabrikam.clock)

    def test_one_address_has_one_open_invitation_until_it_expires(self, fabrikam: Company) -> None:
        first = invited(fabrikam)
        again = InviteForm("Ada", ADA.email.upper(), "user")
        with pytest.raises(InvalidInput) as wrong:
            invite(fabrikam.admin, again, fabrikam.clock)
        assert wrong.value.problems == {"email": "already_invited"}
        with pytest.raises(IntegrityError):
            store_rows(copy_of(first, id="another"))
        change(Invitation, first.id, expires_at=SystemClock().now())
        invite(fabrikam.admin, again, fabrikam.clock)
        assert over(token_of(first)) is LinkEnd.REVOKED

    def test_two_companies_may_invite_the_same_address_and_one_account_comes_of_it(
        self, fabrikam: Company, contoso: Company
    ) -> None:
        """Neither is told of the other; whoever comes second reads that the address can't be used."""
        mine, theirs = invited(fabrikam), invited(contoso)
        accept_invitation(token_of(mine), "Ada", PASSWORD, HOME)
        with pytest.raises(AccountExists):
            accept_invitation(token_of(theirs), "Ada", PASSWORD, HOME)
        assert next(one for one in of(Invitation, contoso) if one.id == theirs.id).accepted_at is None
        assert len(of(Person, contoso)) == len(contoso.visitors)

    def test_accepting_twice_at_once_makes_one_account(self, fabrikam: Company) -> None:
        token = token_of(invited(fabrikam))
        outcomes = at_once([lambda: accept_invitation(token, "Ada", PASSWORD, HOME)] * 2)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LinkOver", "str"]
        assert len(all_of(Credential)) == 1

    def test_a_bad_password_and_a_missing_name_are_told_together(self, fabrikam: Company) -> None:
        token = token_of(invited(fabrikam))
        with pytest.raises(InvalidInput) as wrong:
            accept_invitation(token, " ", "fabrikam 2026", HOME)
        assert wrong.value.problems == {"name": "required", "password": "password_personal"}
        assert open_invitation(token).name == ADA.name

    def test_links_that_are_forged_revoked_or_expired_say_so(self, fabrikam: Company) -> None:
        invitation = invited(fabrikam)
        token = token_of(invitation)
        for forged in ("", "x", token[:-1], token + "x", "\x00", "\ud800", token.swapcase()):
            assert over(forged) is LinkEnd.UNKNOWN
        change(Invitation, invitation.id, expires_at=SystemClock().now())
        assert over(token) is LinkEnd.EXPIRED
        send_again(fabrikam.admin, invitation.id, fabrikam.clock)
        assert open_invitation(token).email == ADA.email
        revoke(fabrikam.admin, invitation.id, fabrikam.clock)
        assert over(token) is LinkEnd.REVOKED

    def test_no_mail_goes_out_for_what_was_taken_back(self, fabrikam: Company) -> None:
        revoke(fabrikam.admin, invited(fabrikam).id, fabrikam.clock)
        assert send_due() == 0
        assert outbox() == []

    def test_sending_again_is_bounded(self, fabrikam: Company) -> None:
        invitation = invited(fabrikam)
        for _again in range(INVITATION.free - 1):
            send_again(fabrikam.admin, invitation.id, fabrikam.clock)
        with pytest.raises(TooManyTries):
            send_again(fabrikam.admin, invitation.id, fabrikam.clock)
        assert send_due() == INVITATION.free

    def test_an_accepted_or_foreign_invitation_can_not_be_touched(self, fabrikam: Company, contoso: Company) -> None:
        theirs = invited(contoso)
        accept_invitation(token_of(invited(fabrikam)), "Ada", PASSWORD, HOME)
        mine = of(Invitation, fabrikam)[0]
        for key in (theirs.id, mine.id, "nothing", "\x00", "x" * 500):
            for service in (send_again, revoke):
                with pytest.raises(NotFound):
                    service(fabrikam.admin, key, fabrikam.clock)

    def test_a_reset_takes_invitations_back(self, fabrikam: Company) -> None:
        token = token_of(invited(fabrikam))
        reset_sample(fabrikam.id)
        assert over(token) is LinkEnd.REVOKED


class TestRoles:
    def test_a_role_changes_at_once(self, fabrikam: Company) -> None:
        user = fabrikam.visitors[Role.USER]
        change_role(fabrikam.admin, user.actor.person_id, Role.PARTNER_ADMIN, fabrikam.clock)
        assert row(user.actor.person_id).role is Role.PARTNER_ADMIN
        assert session_lives(user.session_hash)
        entry = of(ActivityEntry, fabrikam)[-1]
        assert (entry.action, entry.details["before"], entry.details["after"]) == ("role_changed", "user", "partner_admin")
        assert list_activity(fabrikam.admin, ActivityFilter(), 1).page.rows[0].details["whom"] == user.actor.name

    def test_the_same_role_is_no_change(self, fabrikam: Company) -> None:
        before = deeds(fabrikam)
        change_role(fabrikam.admin, fabrikam.admin.person_id, Role.GLOBAL_ADMIN, fabrikam.clock)
        assert deeds(fabrikam) == before

    @pytest.mark.parametrize("role", ["", "desk_admin", "nobody", "\ud800"])
    def test_only_a_companys_roles_can_be_given(self, fabrikam: Company, role: str) -> None:
        with pytest.raises(InvalidInput):
            change_role(fabrikam.admin, fabrikam.person(Role.USER).person_id, role, fabrikam.clock)

    def test_the_last_global_admin_keeps_the_role(self, fabrikam: Company) -> None:
        with pytest.raises(LastAdmin):
            change_role(fabrikam.admin, fabrikam.admin.person_id, Role.USER, fabrikam.clock)
        with pytest.raises(LastAdmin):
            deactivate(fabrikam.admin, fabrikam.admin.person_id, fabrikam.clock)
        second = fabrikam.person(Role.USER)
        change_role(fabrikam.admin, second.person_id, Role.GLOBAL_ADMIN, fabrikam.clock)
        change_role(fabrikam.admin, fabrikam.admin.person_id, Role.USER, fabrikam.clock)
        with pytest.raises(NotAllowed):  # the actor was read before, and is no admin any more
            change_role(fabrikam.admin, second.person_id, Role.USER, fabrikam.clock)

    @pytest.mark.parametrize("how", ["demote", "deactivate"])
    def test_two_admins_who_turn_on_each_other_at_once_leave_one(self, fabrikam: Company, how: str) -> None:
        second = member(fabrikam, "second@fabrikam.example.com", Role.GLOBAL_ADMIN).actor
        pair = ((fabrikam.admin, second), (second, fabrikam.admin))
        calls: list[Callable[[], object]] = [
            (lambda a=a, b=b: change_role(a, b.person_id, Role.USER, fabrikam.clock))
            if how == "demote"
            else (lambda a=a, b=b: deactivate(a, b.person_id, fabrikam.clock))
            for a, b in pair
        ]
        outcomes = at_once(calls)
        assert sum(isinstance(outcome, ActionPackError) for outcome in outcomes) == 1
        left = [p for p in of(Person, fabrikam) if p.active and p.role is Role.GLOBAL_ADMIN]
        assert len(left) == 1


class TestDeactivating:
    def test_whoever_is_deactivated_is_out_at_once_and_comes_back_as_before(self, fabrikam: Company) -> None:
        ada = accepted(fabrikam)
        (session,) = [one for one in all_of(LoginSession) if one.person_id == ada.id]
        deactivate(fabrikam.admin, ada.id, fabrikam.clock)
        assert not session_lives(session.token_hash)
        assert [one for one in all_of(LoginSession) if one.person_id == ada.id] == []
        with pytest.raises(SignInRefused):
            Member(ada.id, ADA.email).signs_in()
        reactivate(fabrikam.admin, ada.id, fabrikam.clock)
        assert Member(ada.id, ADA.email).signs_in().actor.role is Role.BILLING_ADMIN
        assert deeds(fabrikam)[-2:] == ["person_deactivated", "person_reactivated"]

    def test_twice_is_once(self, fabrikam: Company) -> None:
        user = fabrikam.person(Role.USER).person_id
        for _time in range(2):
            deactivate(fabrikam.admin, user, fabrikam.clock)
        for _time in range(2):
            reactivate(fabrikam.admin, user, fabrikam.clock)
        assert deeds(fabrikam)[-2:] == ["person_deactivated", "person_reactivated"]

    def test_nobody_deactivates_their_own_account(self, fabrikam: Company) -> None:
        change_role(fabrikam.admin, fabrikam.person(Role.USER).person_id, Role.GLOBAL_ADMIN, fabrikam.clock)
        with pytest.raises(NotOneself):
            deactivate(fabrikam.admin, fabrikam.admin.person_id, fabrikam.clock)

    def test_an_admin_who_was_deactivated_meanwhile_changes_nothing(self, fabrikam: Company) -> None:
        second = member(fabrikam, "second@fabrikam.example.com", Role.GLOBAL_ADMIN).actor
        deactivate(fabrikam.admin, second.person_id, fabrikam.clock)
        with pytest.raises(NotAllowed):
            invite(second, ADA, fabrikam.clock)


class TestTheList:
    def test_everybody_stands_in_it_with_what_matters(self, fabrikam: Company) -> None:
        deactivate(fabrikam.admin, fabrikam.person(Role.USER).person_id, fabrikam.clock)
        invited(fabrikam)
        found = list_people(fabrikam.admin, "", 1, 1)
        assert [line.role for line in found.people.rows if line.is_me] == [Role.GLOBAL_ADMIN]
        assert [line.name for line in found.people.rows if line.is_last_admin] == [fabrikam.admin.name]
        assert [line.role for line in found.people.rows if not line.active] == [Role.USER]
        assert found.people.rows[-1].active is False
        assert all(line.last_sign_in_at for line in found.people.rows)
        assert [(line.name, line.role, line.expired) for line in found.invitations.rows] == [(ADA.name, ADA.role, False)]

    def test_it_is_searched_by_name_and_address_and_paged(self, fabrikam: Company) -> None:
        store_rows(
            *[
                Person(id=f"p{n}", partner_id=fabrikam.id, name=f"Person {n:02d}", email=f"p{n}_x@example.com", role=Role.USER)
                for n in range(30)
            ]
        )
        first = list_people(fabrikam.admin, "Person", 1, 1).people
        assert (len(first.rows), first.last, first.total) == (PAGE_SIZE, 2, 30)
        assert len(list_people(fabrikam.admin, "person", 99, 1).people.rows) == 30 - PAGE_SIZE
        assert [line.name for line in list_people(fabrikam.admin, "P7_X", 1, 1).people.rows] == ["Person 07"]
        for odd in ("%", "'", "\\", "nobody at all"):
            assert list_people(fabrikam.admin, odd, 1, 1).people.total == 0

    def test_nobody_else_s_people_stand_in_it(self, fabrikam: Company, contoso: Company) -> None:
        invited(contoso)
        found = list_people(fabrikam.admin, "", 1, 1)
        assert {line.id for line in found.people.rows} == {v.actor.person_id for v in fabrikam.visitors.values()}
        assert found.invitations.total == 0
        for theirs in (contoso.admin.person_id, "nothing", "", "\x00"):
            calls: list[Callable[[], object]] = [
                lambda key=theirs: change_role(fabrikam.admin, key, Role.USER, fabrikam.clock),
                lambda key=theirs: deactivate(fabrikam.admin, key, fabrikam.clock),
                lambda key=theirs: reactivate(fabrikam.admin, key, fabrikam.clock),
            ]
            for call in calls:
                with pytest.raises(NotFound):
                    call()

    @pytest.mark.parametrize("role", [role for role in COMPANY_ROLES if role is not Role.GLOBAL_ADMIN])
    def test_only_a_global_admin_sees_it(self, fabrikam: Company, role: Role) -> None:
        with pytest.raises(NotAllowed):
            list_people(fabrikam.person(role), "", 1, 1)


class TestOperators:
    """`actionpack operator create`."""

    def create(self, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["operator", "create", *words])
        return done.exit_code, done.stdout

    @pytest.mark.usefixtures("store")
    def test_an_operator_is_invited_from_a_shell_and_begins_at_the_desk(self) -> None:
        code, link = self.create("Ops@example.com", "--role", "finance", "--name", "Olga Perez")
        assert code == 0
        assert send_due() == 1
        assert token_in(both_parts(outbox()[0])[0]) == token_in(link)
        visitor = find_visitor(sign_in_with_ticket(accept_invitation(token_in(link), "Olga", PASSWORD, HOME)), HOME)
        assert visitor is not None
        assert (visitor.actor.role, visitor.company) == (Role.FINANCE, "Desk")
        assert self.create("ops@example.com", "--role", "finance")[0] == 1  # has an account now

    @pytest.mark.usefixtures("store")
    def test_asked_again_it_prints_the_same_link_and_writes_no_second_mail(self) -> None:
        first = self.create("ops@example.com", "--role", "finance")[1]
        assert self.create("OPS@example.com", "--role", "finance")[1] == first
        assert send_due() == 1
        other = self.create("ops@example.com", "--role", "desk_admin")[1]
        assert over(token_in(first)) is LinkEnd.REVOKED
        assert open_invitation(token_in(other)).role is Role.DESK_ADMIN
        change(
            Invitation, max(all_of(Invitation), key=lambda one: one.created_at).id, expires_at=SystemClock().now() - timedelta(1)
        )
        assert self.create("ops@example.com", "--role", "desk_admin")[1] != other

    @pytest.mark.usefixtures("store")
    def test_what_is_no_address_or_no_role_is_refused(self) -> None:
        assert self.create("no address", "--role", "finance")[0] == 1
        assert self.create("ops@example.com", "--role", "user")[0] == 2
        assert all_of(Invitation) == []

    def test_a_company_does_not_see_the_desks_invitations(self, fabrikam: Company) -> None:
        self.create("ops@example.com", "--role", "finance")
        assert list_people(fabrikam.admin, "", 1, 1).invitations.total == 0
        with pytest.raises(NotFound):
            revoke(fabrikam.admin, all_of(Invitation)[0].id, fabrikam.clock)
