"""Who may do what: the table of product §4, cell by cell."""

import pytest

from actionpack_app.domain.rights import COMPANY_ROLES, OPERATORS, RIGHTS, Actor, Right, Role, roles_with

G, M, B, U = Role.GLOBAL_ADMIN, Role.PARTNER_ADMIN, Role.BILLING_ADMIN, Role.USER

TABLE: dict[Right, tuple[Role, ...]] = {
    Right.SEE_OFFERS: (G, M, B, U),
    Right.BUY: (G, M),
    Right.SEE_BILLING: (G, M, B),
    Right.COMPANY_DETAILS: (G, B),
    Right.USE_BENEFITS: (G, M),
    Right.ASK_SUPPORT: (G, M, B, U),
    Right.SEE_COMPANY_REQUESTS: (G,),
    Right.APPROVE: (G,),
    Right.BUSINESS_PROFILE: (G, M),
    Right.MANAGE_PEOPLE: (G,),
    Right.SEE_ACTIVITY: (G, M),
    Right.SEE_BILLING_ACTIVITY: (G, M, B),
}


def person(role: Role) -> Actor:
    return Actor(person_id="somebody", partner_id="fabrikam", role=role, name="Somebody")


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", [G, M, B, U])
def test_a_person_of_the_company_may_do_what_the_table_says(role: Role, right: Right) -> None:
    assert person(role).may(right) is (role in TABLE[right])


@pytest.mark.parametrize("right", Right)
def test_a_refusal_names_the_roles_that_can(right: Right) -> None:
    assert roles_with(right) == TABLE[right]


def test_every_right_has_a_row_in_the_table() -> None:
    assert set(TABLE) == set(Right)


def test_every_role_has_rights_written_down() -> None:
    assert set(RIGHTS) == set(Role)


def test_a_billing_admin_sees_billing_activity_and_no_other() -> None:
    assert person(Role.BILLING_ADMIN).may(Right.SEE_BILLING_ACTIVITY)
    assert not person(Role.BILLING_ADMIN).may(Right.SEE_ACTIVITY)


def test_a_global_admin_may_do_everything_in_the_company() -> None:
    assert all(person(Role.GLOBAL_ADMIN).may(right) for right in Right)


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", [Role.SUPPORT_AGENT, Role.FINANCE, Role.DESK_ADMIN])
def test_operators_have_no_right_inside_a_company(role: Role, right: Right) -> None:
    assert not Actor(person_id="agent", partner_id="", role=role, name="Agent").may(right)


def test_operators_and_people_of_the_company_are_told_apart() -> None:
    assert {Role.SUPPORT_AGENT, Role.FINANCE, Role.DESK_ADMIN} == OPERATORS
    assert COMPANY_ROLES == (G, M, B, U)


@pytest.mark.parametrize("right", Right)
def test_no_operator_is_ever_named_as_one_who_can(right: Right) -> None:
    assert not OPERATORS & set(roles_with(right))
