"""Words to search by: the same on every store, found by how they begin.

A text is cut into runs of letters or digits, and every other sign by itself, so that "100% tax" and "file_name.pdf" are found
as they are written. Korean, Chinese and Japanese put words together: there every ending of a run counts as a word, too.
"""

import re
import sys
import unicodedata

WORDS_MOST = 80
"""Of one text; a title has 120 characters."""
WORD_LENGTH = 32
ASKED_MOST = 8
"""Words of a search that count; more narrow nothing further."""
_PIECES = re.compile(r"[^\W_]+|[^\w\s]|_")
_RUN_TOGETHER = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")


def words_of(text: str) -> frozenset[str]:
    """The words under which a text is found."""
    found: dict[str, None] = {}
    for piece in _pieces(text):
        found[piece[:WORD_LENGTH]] = None
        if _RUN_TOGETHER.search(piece):
            found.update(dict.fromkeys(piece[start : start + WORD_LENGTH] for start in range(1, len(piece))))
    return frozenset(list(found)[:WORDS_MOST])


def asked_words(text: str) -> tuple[str, ...]:
    """What a search asks for: each is the beginning of a word that has to be there."""
    return tuple(dict.fromkeys(piece[:WORD_LENGTH] for piece in _pieces(text)))[:ASKED_MOST]


def beyond(word: str) -> str:
    """The first text, in the order of code points, that no longer begins with `word`."""
    last = ord(word[-1])
    if last == sys.maxunicode:
        return word + word[-1]
    return word[:-1] + chr(_AFTER_SURROGATES if last + 1 == _SURROGATES else last + 1)


_SURROGATES, _AFTER_SURROGATES = 0xD800, 0xE000
"""Halves of characters, which no text has."""


def _pieces(text: str) -> list[str]:
    return _PIECES.findall(unicodedata.normalize("NFKC", text).casefold())
