"""Opening a case, once per business fact; it changes no money."""

from sqlmodel import Session, col

from actionpack_app.db import insert_into, transaction
from actionpack_app.domain.money import Money
from actionpack_app.domain.reconciliation import CaseKind, Difference
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import Case, Partner
from actionpack_app.models.cases import CaseStatus
from actionpack_app.repositories.cases import Cases
from actionpack_app.repositories.partners import Partners
from actionpack_app.repositories.stamps import MONEY, put_stamps


def open_case(
    session: Session,
    kind: CaseKind,
    ref: str,
    *,
    partner_id: str = "",
    order_number: str = "",
    ours: Money | None = None,
    theirs: Money | None = None,
    fact: str = "",
) -> bool:
    """Opens a case about `ref`, the provider's reference; tells whether it is a new one.

    `fact` tells apart what happens to the same `ref` more than once.
    """
    amount = ours or theirs
    statement = insert_into(session, Case).values(
        kind=kind,
        about=f"{kind}:{fact or ref}"[:120],
        status=CaseStatus.OPEN,
        partner_id=partner_id or None,
        order_number=order_number,
        provider_ref=ref,
        currency=amount.currency if amount else "",
        ours_minor=ours.amount_minor if ours else None,
        theirs_minor=theirs.amount_minor if theirs else None,
        note="",
        opened_at=SystemClock().now(),
    )
    new = statement.on_conflict_do_nothing(index_elements=["about"]).returning(col(Case.id))
    opened = session.connection().execute(new).first() is not None
    if opened:
        put_stamps(session, MONEY)
    return opened


def open_difference(session: Session, found: Difference) -> bool:
    """Opens the case of a difference between the two books; of whom a stranger's payment says it is, we believe nothing."""
    known = bool(found.partner_id) and session.get(Partner, found.partner_id[:36]) is not None
    return open_case(
        session,
        found.kind,
        found.ref,
        partner_id=found.partner_id if known else "",
        order_number=found.order_number[:20] if known else "",
        ours=found.ours,
        theirs=found.theirs,
    )


def note_overpaid(actor: Actor, order_number: str, ref: str, owed: Money, arrived: Money, fact: str = "") -> None:
    """More was transferred than an order costs: a person decides what becomes of the rest.

    While a case of the partner's is open, whoever settles it sees the whole rest with the provider: there is no second one,
    but the first one learns which order the money was for.
    """
    with transaction() as session:
        Partners(session, actor).mine(lock=True)
        known = Cases(session, actor).open_one(CaseKind.OVERPAID)
        if known is not None:
            if order_number and not known.order_number:
                known.order_number, known.provider_ref, known.currency = order_number, ref, owed.currency
                known.ours_minor, known.theirs_minor = owed.amount_minor, arrived.amount_minor
            return
        open_case(
            session,
            CaseKind.OVERPAID,
            ref,
            partner_id=actor.partner_id,
            order_number=order_number,
            ours=owed,
            theirs=arrived,
            fact=fact,
        )
