"""A person's own settings."""

import pytest

from actionpack_app.domain.errors import InvalidInput, NotAllowed
from actionpack_app.domain.rights import COMPANY_ROLES, OPERATORS, Right, Role
from actionpack_app.services.account.save import AccountChanges, save_account
from actionpack_app.services.account.show import show_account
from tests.integration.companies import Company
from tests.integration.desk import operator


@pytest.mark.parametrize("role", COMPANY_ROLES)
def test_everybody_sees_their_own_account(fabrikam: Company, role: Role) -> None:
    me, shown = fabrikam.person(role), show_account(fabrikam.person(role))
    assert (shown.name, shown.role, shown.email) == (me.name, role, me.email)
    assert (shown.mail_locale, shown.company_locale, shown.reminder_mails) == ("", "en", True)
    assert shown.gets_notices is me.may(Right.SEE_BILLING)


@pytest.mark.parametrize("role", sorted(OPERATORS))
@pytest.mark.usefixtures("fabrikam")
def test_operators_have_an_account_without_a_company_or_reminders(role: Role) -> None:
    save_account(operator(role), AccountChanges(mail_locale="ko"))
    shown = show_account(operator(role))
    assert (shown.mail_locale, shown.company_locale, shown.gets_notices) == ("ko", "", False)
    with pytest.raises(NotAllowed):
        save_account(operator(role), AccountChanges(reminder_mails=False))


def test_the_language_of_mails_is_chosen_and_given_back_to_the_company(fabrikam: Company) -> None:
    save_account(fabrikam.admin, AccountChanges(mail_locale="ko"))
    assert show_account(fabrikam.admin).mail_locale == "ko"
    save_account(fabrikam.admin, AccountChanges(mail_locale=""))
    assert show_account(fabrikam.admin).mail_locale == ""


def test_one_setting_leaves_the_other_alone(fabrikam: Company) -> None:
    save_account(fabrikam.admin, AccountChanges(mail_locale="ko"))
    save_account(fabrikam.admin, AccountChanges(reminder_mails=False))
    shown = show_account(fabrikam.admin)
    assert (shown.mail_locale, shown.reminder_mails) == ("ko", False)


def test_colleagues_keep_their_own(fabrikam: Company) -> None:
    before = show_account(fabrikam.person(Role.BILLING_ADMIN))
    save_account(fabrikam.admin, AccountChanges(mail_locale="ko", reminder_mails=False))
    assert show_account(fabrikam.person(Role.BILLING_ADMIN)) == before


@pytest.mark.parametrize("language", ["de", "EN", "company", "x" * 500, "\x00", "\ud83d"])
def test_a_language_that_is_not_one_of_ours_changes_nothing(fabrikam: Company, language: str) -> None:
    before = show_account(fabrikam.admin)
    with pytest.raises(InvalidInput):
        save_account(fabrikam.admin, AccountChanges(mail_locale=language, reminder_mails=False))
    assert show_account(fabrikam.admin) == before
