"""A situation that a link opens: a sample partner of its own, its clock moved, and who looks at it.

Each opening makes a copy, so that a link in a ticket shows the same next month, and disturbs nobody who looks at the sample.
"""

import dataclasses

from actionpack_app.domain.errors import NotFound
from actionpack_app.domain.rights import Role
from actionpack_app.services.samples.manage import SamplePerson, list_sample_people, make_sample, sample_person
from actionpack_app.services.samples.situations import SAMPLES


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """Who is to be signed in, and whose clock is to be moved."""

    person_id: str
    partner_id: str
    """Empty for the desk, which has no clock."""


def open_situation(who: str) -> Opened:
    """`who` is a sample and a role (`fabrikam`, `fabrikam:user`), which are copied, or somebody's id, who is taken as is.

    Raises NotFound.
    """
    key, _colon, role = who.strip().lower().partition(":")
    if key in {sample.key for sample in SAMPLES}:
        made = make_sample(key, is_copy=True)
        return Opened(_with_role(made.people, role).id, made.id)
    if key == "desk":
        operators = tuple(person for person in list_sample_people() if not person.partner_id)
        return Opened(_with_role(operators, role).id, "")
    found = sample_person(who.strip())
    return Opened(found.id, found.partner_id)


def _with_role(people: tuple[SamplePerson, ...], role: str) -> SamplePerson:
    wanted = role.replace("-", "_").replace(" ", "_")
    if wanted and wanted not in list(Role):
        raise NotFound(role)
    found = next((person for person in people if not wanted or person.role == wanted), None)
    if found is None:
        raise NotFound(role)
    return found
