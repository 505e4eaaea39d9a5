"""What a catalogue can't change once there are books: numbers that were given, and the money that companies pay in."""

from sqlmodel import Session, select

from actionpack_app.domain.catalogue_file import CatalogueError
from actionpack_app.domain.offers import Catalogue
from actionpack_app.models import Invoice, Partner


def check_fits_books(session: Session, old: Catalogue, new: Catalogue) -> None:
    """Whether a catalogue can follow the one in force. Raises CatalogueError.

    Numbers are counted for each seller's key, and don't name it: another key would begin anew with numbers that are given.
    A company whose currency has no price, or an order whose account is gone, could be neither shown nor renewed.
    """
    if new.seller.key != old.seller.key and session.exec(select(Invoice.number).limit(1)).first() is not None:
        raise CatalogueError("seller.key", "key_in_use", value=old.seller.key)
    gone = sorted(set(old.seller.accounts) - set(new.seller.accounts))
    if used := [currency for currency in gone if _is_used(session, currency)]:
        raise CatalogueError("seller.accounts", "currency_in_use", currencies=", ".join(used))


def _is_used(session: Session, currency: str) -> bool:
    return session.exec(select(Partner.id).where(Partner.currency == currency).limit(1)).first() is not None
