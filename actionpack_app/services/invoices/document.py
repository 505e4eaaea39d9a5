"""The invoice, or a credit note, as a document: made from its snapshot when first asked for, and the same bytes ever after."""

import hashlib
import json

from actionpack_app.db import reading
from actionpack_app.domain.errors import NotAllowed
from actionpack_app.domain.rights import Actor, Right
from actionpack_app.gateways.documents import InvoiceSnapshot, render_invoice
from actionpack_app.gateways.files import get_files
from actionpack_app.repositories.invoices import Invoices

CREDIT_NOTES = "CN-"
"""How the numbers of credit notes begin."""


def invoice_document(actor: Actor, number: str) -> bytes:
    """The PDF of one of the company's invoices or credit notes. Raises NotAllowed, NotFound, FilesUnavailable."""
    if not actor.may(Right.SEE_BILLING):
        raise NotAllowed(Right.SEE_BILLING)
    with reading() as session:
        invoices = Invoices(session, actor)
        stored = (invoices.credit_note if number.startswith(CREDIT_NOTES) else invoices.get)(number).snapshot
    snapshot = InvoiceSnapshot.from_json(stored)
    digest = hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()
    key = f"invoices/{number}-{digest[:16]}.pdf"  # a number means this document in this database only
    kept = get_files().read(key)
    if kept is None:
        kept = render_invoice(snapshot)
        get_files().write(key, kept)
    return kept
