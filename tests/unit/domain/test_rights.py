"""Who may do what: the table of product §4, cell by cell."""

import pytest

from actionpack_app.domain.rights import (
    COMPANY_ROLES,
    DESK_RIGHTS,
    OPERATORS,
    RIGHTS,
    Actor,
    Right,
    Role,
    inside,
    roles_with,
    the_product,
)

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
    Right.DESK_MONEY: (),
    Right.DESK_REQUESTS: (),
    Right.DESK_LOOKUP: (),
    Right.DESK_ADMIN: (),
}
OF_THE_DESK = {
    Right.DESK_MONEY: (Role.FINANCE, Role.DESK_ADMIN),
    Right.DESK_REQUESTS: (Role.SUPPORT_AGENT, Role.DESK_ADMIN),
    Right.DESK_LOOKUP: (Role.SUPPORT_AGENT, Role.DESK_ADMIN),
    Right.DESK_ADMIN: (Role.DESK_ADMIN,),
}


def person(role: Role) -> Actor:
    return Actor(person_id="somebody", partner_id="fabrikam", role=role, name="Somebody")


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", [G, M, B, U])
def test_a_person_of_the_company_may_do_what_the_table_says(role: Role, right: Right) -> None:
    assert person(role).may(right) is (role in TABLE[right])


@pytest.mark.parametrize("right", Right)
def test_a_refusal_names_the_roles_that_can(right: Right) -> None:
    assert roles_with(right) == OF_THE_DESK.get(right, TABLE[right])


def test_every_right_has_a_row_in_the_table() -> None:
    assert set(TABLE) == set(Right)


def test_every_role_has_rights_written_down() -> None:
    assert set(RIGHTS) == set(Role)


def test_a_billing_admin_sees_billing_activity_and_no_other() -> None:
    assert person(Role.BILLING_ADMIN).may(Right.SEE_BILLING_ACTIVITY)
    assert not person(Role.BILLING_ADMIN).may(Right.SEE_ACTIVITY)


def test_a_global_admin_may_do_everything_in_the_company() -> None:
    assert {right for right in Right if not person(Role.GLOBAL_ADMIN).may(right)} == DESK_RIGHTS == set(OF_THE_DESK)


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", [Role.SUPPORT_AGENT, Role.FINANCE, Role.DESK_ADMIN])
def test_operators_have_the_desks_rights_and_none_of_a_company(role: Role, right: Right) -> None:
    agent = Actor(person_id="agent", partner_id="", role=role, name="Agent")
    assert agent.may(right) is (role in OF_THE_DESK.get(right, ()))
    assert inside(agent, "fabrikam").may(right) is agent.may(right)


def test_operators_and_people_of_the_company_are_told_apart() -> None:
    assert {Role.SUPPORT_AGENT, Role.FINANCE, Role.DESK_ADMIN} == OPERATORS
    assert COMPANY_ROLES == (G, M, B, U)


@pytest.mark.parametrize("right", Right)
def test_operators_are_named_for_what_is_the_desks_and_for_nothing_else(right: Right) -> None:
    assert bool(OPERATORS & set(roles_with(right))) is (right in DESK_RIGHTS)


def test_the_product_acts_for_one_company_with_all_its_rights_and_no_name() -> None:
    product = the_product("fabrikam")
    assert (product.partner_id, product.person_id, product.name) == ("fabrikam", "", "")
    assert product.may(Right.BUY)
    assert not product.may(Right.DESK_MONEY)
