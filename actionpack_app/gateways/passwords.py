"""Passwords: hashed with Argon2id, and weighed by how soon somebody would guess them.

Hashing takes a tenth of a second and 64 MiB on purpose: whoever calls it from a server bounds how often it runs at once
(`auth.visit.run_slowly`), and never does so inside a transaction.
"""

import functools
import threading
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from actionpack_app.domain.accounts import is_built_from, length_problem, normal_password, personal_words

MEMORY_KIB = 64 * 1024
ITERATIONS = 3
LANES = 1
"""RFC 9106's second choice, with one lane: each hash has one thread to itself."""

WEIGHED = 72
"""Characters that are weighed: the cost grows faster than the length, and so many are enough to be strong."""
LEAST_SCORE = 3
"""Of 4: guessed in no fewer than a hundred million tries."""

_weighing = threading.Lock()
"""The library keeps the words of a person in one place for all threads."""


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=ITERATIONS, memory_cost=MEMORY_KIB, parallelism=LANES)


@functools.cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody's password")


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(_encoded(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password; None costs the same time and is never right."""
    try:
        _hasher().verify(kept or _nobodys_hash(), _encoded(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def password_problem(password: str, personal: Iterable[str]) -> str:
    """What is wrong with a new password, as a code; nothing for a good one. `personal` is what is known of its owner."""
    normal = normal_password(password)
    if problem := length_problem(normal):
        return problem
    words = personal_words(personal)
    if is_built_from(normal, words):
        return "password_personal"
    with _weighing:
        found = zxcvbn(normal[:WEIGHED], user_inputs=list(words), max_length=WEIGHED)
    if found["score"] >= LEAST_SCORE:
        return ""
    dictionaries = {str(part.get("dictionary_name", "")) for part in found["sequence"]}
    return "password_common" if "passwords" in dictionaries else "password_weak"


def _encoded(password: str) -> bytes:
    return normal_password(password)[:_MOST].encode("utf-8", "surrogatepass")


_MOST = 1024
"""Nobody's password is longer; what a browser sends may be."""
