"""What the company showed to prove its bank transfers."""

from sqlmodel import Session, col, select

from actionpack_app.domain.orders import ProofStatus
from actionpack_app.domain.rights import Actor
from actionpack_app.models import Attachment, PaymentProof
from actionpack_app.repositories.keys import findable


class Proofs:
    """Payment proofs of the actor's company."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._mine = select(PaymentProof).where(PaymentProof.partner_id == actor.partner_id)

    def waiting(self, order_id: str) -> PaymentProof | None:
        """The proof of an order that finance hasn't read yet."""
        query = self._mine.where(PaymentProof.order_id == order_id, PaymentProof.status == ProofStatus.WAITING)
        return self._session.exec(query).one_or_none()

    def of_order(self, order_id: str) -> list[tuple[PaymentProof, Attachment]]:
        """An order's proofs with their files, the newest first."""
        query = select(PaymentProof, Attachment).join(Attachment, col(Attachment.id) == PaymentProof.attachment_id)
        ids = self._mine.where(PaymentProof.order_id == order_id).with_only_columns(col(PaymentProof.id))
        newest = (col(PaymentProof.created_at).desc(), col(PaymentProof.decided_at).desc().nulls_first())
        newest_first = query.where(col(PaymentProof.id).in_(ids)).order_by(*newest)
        return [(proof, file) for proof, file in self._session.exec(newest_first)]

    def file(self, attachment_id: str) -> Attachment | None:
        """The file of one of the company's proofs; None for any other file."""
        ids = self._mine.with_only_columns(col(PaymentProof.attachment_id))
        query = select(Attachment).where(Attachment.id == findable(attachment_id), col(Attachment.id).in_(ids))
        return self._session.exec(query).one_or_none()

    def add(self, proof: PaymentProof) -> None:
        """Stores a proof; the database refuses a second one that waits."""
        self._session.add(proof)
        self._session.flush()
