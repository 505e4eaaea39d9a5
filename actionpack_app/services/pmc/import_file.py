"""Moving the partners of a file to Partner Center: all of them, or nobody."""

import dataclasses

from actionpack_app.db import transaction
from actionpack_app.domain.file_problems import FileProblem
from actionpack_app.domain.moves_file import COLUMN, MovesError, parse_moves
from actionpack_app.domain.rights import the_product
from actionpack_app.repositories.competencies import partners_by_mpn_id
from actionpack_app.services.pmc.move_partner import move


@dataclasses.dataclass(frozen=True, slots=True)
class Moved:
    """How many were moved, and how many had been before."""

    now: int
    before: int


def import_moves(content: str) -> Moved:
    """Moves every partner that the file names. Raises MovesError that names broken lines."""
    with transaction() as session:
        lines, problems = parse_moves(content)
        partners = partners_by_mpn_id(session, {line.mpn_id for line in lines})
        unknown = [
            FileProblem(COLUMN, "no_partner", {"value": line.mpn_id}, line.line) for line in lines if line.mpn_id not in partners
        ]
        if problems or unknown:
            raise MovesError([*problems, *unknown])
        in_one_order = sorted(partners.values(), key=lambda partner: partner.id)  # so that two imports don't wait for each other
        moved = sum(move(session, the_product(partner.id)) for partner in in_one_order)
        return Moved(moved, len(in_one_order) - moved)
