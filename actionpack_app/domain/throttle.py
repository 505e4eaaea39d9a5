"""How often something may be tried: freely at first, then with growing pauses, never shut for good."""

import dataclasses
from datetime import datetime, timedelta


@dataclasses.dataclass(frozen=True, slots=True)
class Limit:
    """So many tries are free; after each further one the pause doubles, up to the longest; quiet for long, all is forgotten."""

    free: int
    first_pause: timedelta
    longest_pause: timedelta
    forgotten_after: timedelta

    def pause_after(self, tries: int) -> timedelta:
        """How long to wait after so many tries, the last one included."""
        if tries < self.free:
            return timedelta(0)
        doublings = min(tries - self.free, _MOST_DOUBLINGS)
        return min(self.first_pause * 2**doublings, self.longest_pause)

    def wait(self, tries: int, last_at: datetime, now: datetime) -> timedelta:
        """How long until the next try is welcome; nothing where it is. Tries that are free may even come before the last one."""
        pause = self.pause_after(tries)
        return max(last_at + pause - now, timedelta(0)) if pause else timedelta(0)

    def forgets(self, last_at: datetime, now: datetime) -> bool:
        """Whether tries that ended with `last_at` count no more."""
        return now - last_at >= self.forgotten_after


_MOST_DOUBLINGS = 20

SIGN_IN = Limit(5, timedelta(seconds=5), timedelta(minutes=15), timedelta(hours=12))
"""Of one account from one address."""
SIGN_INS_OF_ACCOUNT = Limit(100, timedelta(hours=1), timedelta(hours=1), timedelta(hours=1))
"""Of one account from all addresses that it hasn't been signed in from before: they are many where somebody guesses from many."""
SIGN_INS_FROM_ADDRESS = Limit(300, timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1))
"""Of all accounts from one address, behind which a whole company may sit."""
RESET = Limit(3, timedelta(minutes=5), timedelta(hours=6), timedelta(hours=24))
"""Mails to one account that its password can be set anew with."""
RESETS_FROM_ADDRESS = Limit(30, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))
OWN_PASSWORD = Limit(5, timedelta(seconds=10), timedelta(minutes=15), timedelta(hours=12))
"""The old password, asked before a new one is taken, of somebody who is signed in."""
NEW_ADDRESS = Limit(5, timedelta(minutes=5), timedelta(hours=6), timedelta(hours=24))
"""Mails to addresses that somebody who is signed in wants to have."""
SECOND_STEP = Limit(5, timedelta(seconds=10), timedelta(minutes=15), timedelta(hours=12))
"""Codes at sign-in. Whoever gets there knows the password, so that no stranger can make its owner wait."""
INVITATION = Limit(3, timedelta(minutes=10), timedelta(hours=6), timedelta(hours=24))
"""Mails of one invitation."""
INVITATIONS_OF_COMPANY = Limit(100, timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))
ENROLMENTS_FROM_ADDRESS = Limit(100, timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=6))
"""Drafts of new companies; and, counted apart, questions whether a tax ID is a member's."""
ENROLMENT_LETTER = Limit(1, timedelta(minutes=1), timedelta(hours=6), timedelta(hours=24))
"""Letters to one mailbox, whoever asks for them."""
ENROLMENT_LETTERS_FROM_ADDRESS = Limit(100, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=6))

KNOWN_ADDRESS_FOR = timedelta(days=90)
"""How long an address counts as one that an account is signed in from."""
