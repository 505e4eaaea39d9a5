"""Outages as pages meet them: which errors are one's, and whose page met it and has to be loaded anew afterwards."""

from reflex_base.utils.exceptions import LockExpiredError

from actionpack_app.services.running.outage import is_outage

_met: set[str] = set()


def meets_outage(exception: BaseException) -> bool:
    """Whether an event failed because of an outage; so it did, too, where its page's lock ran out meanwhile."""
    return is_outage(exception) or isinstance(exception, LockExpiredError)


def note_page(token: str) -> None:
    """A page's event failed because of an outage: what the page shows may not be so."""
    _met.add(token)


def take_noted() -> frozenset[str]:
    """The pages that were noted since this was asked last."""
    found = frozenset(_met)
    _met.clear()
    return found
