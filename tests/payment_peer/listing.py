"""Lists and expansion, in Stripe's shapes."""

import copy
from typing import Any

from tests.payment_peer.answers import Json, invalid
from tests.payment_peer.call import Call
from tests.payment_peer.forms import items
from tests.payment_peer.ledger import PREFIXES, Ledger

USUAL, MOST = 10, 100
DEEPEST = 4
"""https://docs.stripe.com/expand"""


def page(ledger: Ledger, kind: str, call: Call, filters: tuple[str, ...]) -> Json:
    """The newest first, from a cursor on."""
    form = call.form
    limit = int(form.get("limit", USUAL))
    if not 1 <= limit <= MOST:
        raise invalid(f"Limit must be between 1 and {MOST}.", code="parameter_invalid_integer", param="limit")
    things = [one for one in reversed(ledger.kinds[kind].values()) if _matches(one, form, filters)]
    backwards = "ending_before" in form
    if "starting_after" in form:
        things = things[_place(ledger, kind, things, form["starting_after"], "starting_after") + 1 :]
    elif backwards:
        things = things[: _place(ledger, kind, things, form["ending_before"], "ending_before")]
    data = things[-limit:] if backwards else things[:limit]
    return {"object": "list", "data": data, "has_more": len(things) > limit, "url": call.path}


def expand(ledger: Ledger, answer: Json, paths: Any) -> Json:
    """A copy of the answer in which the ids at those paths are the objects that they name."""
    shown = copy.deepcopy(answer)
    for path in items(paths):
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise invalid(f"You cannot expand more than {DEEPEST} levels of a property.", param="expand")
        _expand(ledger, shown, steps, path)
    return shown


def _matches(thing: Json, form: Json, filters: tuple[str, ...]) -> bool:
    if any(name in form and thing[name] != form[name] for name in filters):
        return False
    created, asked = thing["created"], form.get("created", {})
    if isinstance(asked, str):
        return created == int(asked)
    bounds = {name: int(bound) for name, bound in asked.items()}
    within_low = created >= bounds.get("gte", created) and created > bounds.get("gt", created - 1)
    return within_low and created <= bounds.get("lte", created) and created < bounds.get("lt", created + 1)


def _place(ledger: Ledger, kind: str, things: list[Json], id_: str, param: str) -> int:
    ledger.find(kind, id_, param)
    return next((place for place, one in enumerate(things) if one["id"] == id_), len(things) - 1)


def _expand(ledger: Ledger, thing: Json, steps: list[str], path: str) -> None:
    name, *rest = steps
    if name not in thing:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(thing[name], list):
        for one in thing[name]:
            _expand(ledger, one, rest, path)
        return
    if isinstance(thing[name], str):
        kind = PREFIXES.get(thing[name].split("_", maxsplit=1)[0])
        if kind is None or thing[name] not in ledger.kinds[kind]:
            raise invalid(f"This property cannot be expanded ({path}).", param="expand")
        thing[name] = copy.deepcopy(ledger.kinds[kind][thing[name]])
    if rest and isinstance(thing[name], dict):
        _expand(ledger, thing[name], rest, path)
