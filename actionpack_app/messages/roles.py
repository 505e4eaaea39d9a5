"""Who can do what the reader can't. In the language of the context."""

from actionpack_app.domain.rights import Right, Role, roles_with
from actionpack_app.messages import _
from actionpack_app.messages.words import role_name


def explain_right(right: Right, *others: Right) -> str:
    """Who can do what the reader can't: with this right, or with one of the others."""
    can = {role for one in (right, *others) for role in roles_with(one)}
    who = [role_name(role) for role in Role if role in can]
    return _("Your role can't do this. People with this role can: {roles}.").format(roles=", ".join(who))


def explain_who_uses_benefits() -> str:
    """Who uses benefits, to somebody who only sees them."""
    who = [role_name(role) for role in roles_with(Right.USE_BENEFITS)]
    return _("You can see what there is. People with this role view keys, assign and activate: {roles}.").format(
        roles=", ".join(who)
    )


def explain_who_is_told() -> str:
    """Whom notices are for, to somebody whom they aren't."""
    who = [role_name(role) for role in roles_with(Right.SEE_BILLING)]
    return _("Notifications are about renewals and payments. People with this role get them: {roles}.").format(
        roles=", ".join(who)
    )
