"""Accounts of people: how long passwords are, and how long links in mails hold."""

import enum
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
LONGEST_NAME = 100
LONGEST_EMAIL = 254
LONGEST_CODE = 40

INVITATION_HOLDS = timedelta(days=7)
RESET_HOLDS = timedelta(hours=1)
ADDRESS_HOLDS = timedelta(hours=1)

SESSION_LIFE = timedelta(hours=12)
"""A working day; after it, everybody signs in again."""
SESSION_IDLE = timedelta(hours=1)
"""Without anything done by the person, a session is over (NIST SP 800-63B-4, AAL2). What a page asks by itself doesn't count."""
SEEN_AGAIN_AFTER = timedelta(minutes=1)
"""How exactly it is known when a session was last used."""
PROOF_HOLDS = timedelta(minutes=15)
"""How long somebody who has proved who they are may change roles and payment methods without doing so again."""


class Means(enum.StrEnum):
    """How somebody proved who they are when a session began."""

    SAMPLE = "sample"
    """They are nobody: a sample person of demo or staging."""
    PASSWORD = "password"  # noqa: S105 (a kind of sign-in)
    PROVIDER = "provider"
    """The organization's identity provider."""


def pseudonym(person_id: str) -> str:
    """What somebody is called who was erased: the same wherever they are named, in every language, and nobody's name."""
    return f"P-{person_id[:8].upper()}"


def pseudonymous_address(person_id: str) -> str:
    """Where no mail ever arrives (RFC 2606)."""
    return f"{pseudonym(person_id).lower()}@erased.invalid"


class LinkEnd(enum.StrEnum):
    """Why a link in a mail leads nowhere."""

    UNKNOWN = "unknown"
    """Not one of ours, or not whole."""
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


_SHORTEST_PART = 3
"""Shorter parts of a name would forbid half of all words."""


def normal_password(password: str) -> str:
    """The same characters, whichever keyboard composed them."""
    return unicodedata.normalize("NFC", password)


def length_problem(password: str) -> str:
    """`required`, `password_short`, `password_long`, or nothing. There are no rules of composition."""
    if not password:
        return "required"
    if len(password) < SHORTEST_PASSWORD:
        return "password_short"
    return "password_long" if len(password) > LONGEST_PASSWORD else ""


def personal_words(texts: Iterable[str]) -> tuple[str, ...]:
    """What somebody would guess first who knows a person: their name, address and company, whole and in parts."""
    found: dict[str, None] = {}
    for text in texts:
        lowered = unicodedata.normalize("NFC", text).casefold()
        parts = "".join(letter if letter.isalnum() else " " for letter in lowered).split()
        for word in (lowered, "".join(parts), *parts):
            if len(word) >= _SHORTEST_PART:
                found[word] = None
    return tuple(found)


def is_built_from(password: str, words: Iterable[str]) -> bool:
    """Whether little else is left of a password once these words are taken out."""
    lowered = password.casefold()
    rest = lowered
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != lowered and sum(letter.isalnum() for letter in rest) < _LEAST_OF_ITS_OWN


_LEAST_OF_ITS_OWN = 8
"""Letters and digits; a year, a number and an exclamation mark are what everybody adds."""
