"""Inviting an operator: by the server's owner, from a shell."""

from actionpack_app.db import transaction
from actionpack_app.domain.accounts import INVITATION_HOLDS, LONGEST_EMAIL, LONGEST_NAME
from actionpack_app.domain.errors import AccountExists, InvalidInput
from actionpack_app.domain.rights import OPERATORS, Role
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.contacts import clean, email_address
from actionpack_app.logs import log
from actionpack_app.models import Invitation
from actionpack_app.repositories.accounts import Credentials
from actionpack_app.repositories.people import Invited
from actionpack_app.routes import DEFAULT_LOCALE
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.people.letter import whole_invitation_link, write_invitation


def invite_operator(email: str, role: str, name: str) -> tuple[str, bool]:
    """The link of the invitation, and whether it is new: asked again, the open one's link comes back.

    Raises: InvalidInput, AccountExists.
    """
    address = email_address(email)
    if not address or len(address) > LONGEST_EMAIL:
        raise InvalidInput({"email": "email"})
    if role not in OPERATORS:
        raise InvalidInput({"role": "choose_role"})
    now, login = SystemClock().now(), login_of(address)
    with transaction() as session:
        if Credentials(session).of_login(login) is not None:
            raise AccountExists
        before = Invited(session).to_the_desk(login)
        if before is not None and before.role is Role(role) and not Invited(session).revoke_if_expired(before, now):
            return whole_invitation_link(DEFAULT_LOCALE, before.id), False
        if before is not None:
            before.revoked_at = now
            session.flush()
        invitation = Invitation(
            id=new_id(),
            partner_id=None,
            email=address,
            login=login,
            name=clean(name)[:LONGEST_NAME],
            role=Role(role),
            created_at=now,
            expires_at=now + INVITATION_HOLDS,
        )
        Invited(session).add(invitation)
        write_invitation(session, invitation, None, "")
    log.info("operator invited", role=role, invitation=invitation.id)
    return whole_invitation_link(DEFAULT_LOCALE, invitation.id), True
