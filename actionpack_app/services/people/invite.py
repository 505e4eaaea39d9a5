"""Inviting somebody into the actor's company; sending the mail again; taking the invitation back."""

import dataclasses

from actionpack_app.db import transaction
from actionpack_app.domain.accounts import INVITATION_HOLDS, LONGEST_EMAIL, LONGEST_NAME
from actionpack_app.domain.errors import InvalidInput
from actionpack_app.domain.rights import COMPANY_ROLES, Actor, Role
from actionpack_app.domain.throttle import INVITATION, INVITATIONS_OF_COMPANY
from actionpack_app.gateways.chance import new_id
from actionpack_app.gateways.clock import Clock, SystemClock
from actionpack_app.gateways.contacts import clean, email_address, length_problem
from actionpack_app.models import Invitation
from actionpack_app.repositories.accounts import Tries
from actionpack_app.repositories.activity import Activity
from actionpack_app.repositories.people import Colleagues, Invitations, Invited
from actionpack_app.services.accounts.create import login_of
from actionpack_app.services.people.guard import check_may_change, lock_company
from actionpack_app.services.people.letter import write_invitation


@dataclasses.dataclass(frozen=True, slots=True)
class InviteForm:
    """Whom to invite, as it was typed."""

    name: str
    email: str
    role: str


def invite(actor: Actor, form: InviteForm, clock: Clock) -> None:
    """Invites somebody by mail, who has seven days to accept.

    Whether the address has an account elsewhere isn't told here. Raises NotAllowed, ProofNeeded, InvalidInput, TooManyTries.
    """
    check_may_change(actor)
    name, email, role = _checked(form)
    now, login = SystemClock().now(), login_of(email)
    with transaction() as session:
        partner = lock_company(session, actor)
        Tries(session, now).take(INVITATIONS_OF_COMPANY, "invitations of", partner.id)
        if Colleagues(session, actor).has_address(login):
            raise InvalidInput({"email": "already_user"})
        before = Invitations(session, actor).to_address(login)
        if before is not None and not Invited(session).revoke_if_expired(before, now):
            raise InvalidInput({"email": "already_invited"})
        invitation = Invitation(
            id=new_id(),
            partner_id=partner.id,
            email=email,
            login=login,
            name=name,
            role=role,
            invited_by=actor.person_id,
            created_at=now,
            expires_at=now + INVITATION_HOLDS,
        )
        Tries(session, now).take(INVITATION, "invitation", invitation.id)
        Invited(session).add(invitation)
        write_invitation(session, invitation, partner, actor.name)
        Activity(session, actor).record("person_invited", clock.now(), **_facts(invitation))


def send_again(actor: Actor, invitation_id: str, clock: Clock) -> None:
    """Writes once more, with seven more days from now. Raises NotAllowed, ProofNeeded, NotFound, TooManyTries."""
    check_may_change(actor)
    now = SystemClock().now()
    with transaction() as session:
        partner = lock_company(session, actor)
        invitation = Invitations(session, actor).get(invitation_id)
        Tries(session, now).take(INVITATIONS_OF_COMPANY, "invitations of", partner.id)
        Tries(session, now).take(INVITATION, "invitation", invitation.id)
        invitation.mails += 1
        invitation.expires_at = now + INVITATION_HOLDS
        write_invitation(session, invitation, partner, actor.name)
        Activity(session, actor).record("invitation_sent_again", clock.now(), **_facts(invitation))


def revoke(actor: Actor, invitation_id: str, clock: Clock) -> None:
    """Takes an invitation back: its links lead nowhere from now on. Raises NotAllowed, ProofNeeded, NotFound."""
    check_may_change(actor)
    with transaction() as session:
        lock_company(session, actor)
        invitation = Invitations(session, actor).get(invitation_id)
        invitation.revoked_at = SystemClock().now()
        Activity(session, actor).record("invitation_revoked", clock.now(), **_facts(invitation))


def _checked(form: InviteForm) -> tuple[str, str, Role]:
    name, typed = clean(form.name), clean(form.email)
    email = email_address(typed)
    problems = {
        "name": length_problem(name, LONGEST_NAME),
        "email": length_problem(typed, LONGEST_EMAIL) or ("" if email else "email"),
        "role": "" if form.role in COMPANY_ROLES else "choose_role",
    }
    found = {field: problem for field, problem in problems.items() if problem}
    if found or email is None:
        raise InvalidInput(found)
    return name, email, Role(form.role)


def _facts(invitation: Invitation) -> dict[str, str]:
    """Ids only: whoever reads the activity looks the name up, as long as there is one."""
    return {"role": invitation.role, "invitation": invitation.id}
