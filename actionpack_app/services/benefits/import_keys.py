"""Filling the pool of product keys: the whole file, or nothing of it. Keys are sealed before they are stored."""

import dataclasses

from sqlalchemy.exc import IntegrityError

from actionpack_app.db import transaction
from actionpack_app.domain.keys_file import KeyLine, parse_keys, same_key
from actionpack_app.domain.offers import BenefitKind, Catalogue
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.vault import fingerprint, seal
from actionpack_app.models import ProductKey
from actionpack_app.repositories.benefits import KeyPool
from actionpack_app.repositories.counters import current_catalogue


@dataclasses.dataclass(frozen=True, slots=True)
class Imported:
    """How many keys are new, and how many the pool had before, claimed or not."""

    new: int
    known: int


def import_keys(content: str) -> Imported:
    """Puts the file's new keys into the pool. Raises KeysFileError that names broken lines."""
    try:
        return _import(content)
    except IntegrityError:  # the same keys came by another import meanwhile: they are known now
        return _import(content)


def _import(content: str) -> Imported:
    with transaction() as session:
        lines = parse_keys(content, with_keys(current_catalogue(session)))
        pool = KeyPool(session)
        marked = {fingerprint(same_key(line.product_key)): line for line in lines}
        known = pool.known(marked)
        pool.add([sealed_key(line, mark) for mark, line in marked.items() if mark not in known])
        return Imported(len(marked) - len(known), len(known))


def with_keys(catalogue: Catalogue) -> frozenset[str]:
    """The benefits that consist of product keys."""
    return frozenset(grant.key for lines in catalogue.benefits.values() for grant in lines if grant.kind is BenefitKind.KEYS)


def sealed_key(line: KeyLine, mark: str) -> ProductKey:
    """A key as it is stored."""
    return ProductKey(benefit=line.benefit, sealed=seal(line.product_key), fingerprint=mark, imported_at=SystemClock().now())
