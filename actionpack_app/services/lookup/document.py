"""A partner's invoice or credit note, for the desk."""

from actionpack_app.db import reading
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.repositories.lookup import LookUp
from actionpack_app.services.invoices.document import invoice_document
from actionpack_app.services.lookup.viewer import viewer_of


def looked_up_document(actor: Actor, number: str) -> bytes:
    """The PDF, the same bytes that the partner downloads; noted as a look at the partner.

    Raises NotAllowed, NotFound, FilesUnavailable.
    """
    with reading() as session:
        owner = LookUp(session, actor).partner_of_document(number)
    viewer, _clock, _partner = viewer_of(actor, owner, Role.GLOBAL_ADMIN)
    return invoice_document(viewer, number)
