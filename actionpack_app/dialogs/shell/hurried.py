"""What a page is told whose events come faster than they are answered: the frame's message, past the state that holds it.

The state isn't asked: its events are what there are too many of. Closing the message goes through it, and sends an empty one.
"""

import json

from actionpack_app.dialogs.shell.state import shown
from actionpack_app.messages import N_


def hurried(locale: str) -> str:
    """The packet that shows the message in a page, in its language."""
    update = {"delta": shown(locale, _HURRIED), "events": []}
    return "42/_event," + json.dumps(["event", update])


_HURRIED = N_("This page asks for more than can be answered at once. Please wait a moment; everything is answered in turn.")
