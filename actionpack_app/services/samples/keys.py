"""Product keys for demo and staging: the pool is filled whenever sample partners are made, so that previews never run dry."""

from sqlmodel import Session

from actionpack_app.domain.keys_file import KeyLine, same_key
from actionpack_app.gateways.chance import new_sample_key
from actionpack_app.gateways.vault import fingerprint
from actionpack_app.repositories.benefits import KeyPool
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.services.benefits.import_keys import sealed_key, with_keys

FULL = 120
"""Keys of a benefit: more than any one sample partner can claim."""
LOW = 100


def put_sample_keys(session: Session) -> None:
    """Fills the pool where it is low."""
    pool = KeyPool(session)
    free = pool.free()
    for benefit in sorted(with_keys(current_catalogue(session))):
        there = free.get(benefit, 0)
        if there < LOW:
            lines = [KeyLine(0, benefit, new_sample_key()) for _ in range(FULL - there)]
            pool.add([sealed_key(line, fingerprint(same_key(line.product_key))) for line in lines])
