"""What is asked of somebody who signed in a while ago, before they change roles or payment methods (OWASP ASVS 5.0, 7.5.1)."""

from actionpack_app.domain.errors import ProofNeeded
from actionpack_app.domain.rights import Actor


def check_proved(actor: Actor) -> None:
    """Raises ProofNeeded where the actor hasn't proved of late who they are."""
    if not actor.proved:
        raise ProofNeeded
