"""Deleting what logos have left behind that nobody sees any more."""

from datetime import datetime, timedelta

from actionpack_app.db import reading, transaction
from actionpack_app.domain.errors import FilesUnavailable
from actionpack_app.domain.rights import Actor
from actionpack_app.gateways.clock import Clock
from actionpack_app.gateways.files import get_files
from actionpack_app.repositories.profiles import Profiles

UNSAVED_FOR = timedelta(days=1)
"""How long an uploaded logo waits for somebody to save the form that it stands in."""


def abandoned_before(clock: Clock) -> datetime:
    """Logos that were uploaded earlier, and that no version shows, are waited for no longer."""
    return clock.now() - UNSAVED_FOR


def delete_logos(actor: Actor) -> None:
    """Deletes what the company has dropped: after the commit that dropped it, as the store of files is outside.

    Where the store is away, or we die in between, the next change of the profile goes on with it.
    """
    with reading() as session:
        dropped = Profiles(session, actor).dropped_logos()
    for logo_id in dropped:
        try:
            get_files().delete(f"logos/{logo_id}")
        except FilesUnavailable:
            return
        with transaction() as session:
            Profiles(session, actor).forget_logo(logo_id)
