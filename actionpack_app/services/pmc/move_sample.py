"""Moving a sample partner, for previews and regression runs. None of it exists in production."""

from actionpack_app.db import transaction
from actionpack_app.domain.rights import the_product
from actionpack_app.repositories.samples import Samples
from actionpack_app.services.pmc.move_partner import move
from actionpack_app.services.samples.manage import check_samples


def move_sample(partner_id: str) -> bool:
    """Moves a sample partner to Partner Center; returns whether it was still to be moved. Raises NotFound."""
    check_samples()
    with transaction() as session:
        return move(session, the_product(Samples(session).get(partner_id, lock=True).id))
