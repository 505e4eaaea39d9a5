"""Files that the desk imports."""

import enum


class ImportKind(enum.StrEnum):
    """What a file holds."""

    CATALOGUE = "catalogue"
    """Offers, prices, taxes, benefits, requirements and the seller: TOML."""
    QUALIFICATIONS = "qualifications"
    """Partners' competencies: CSV."""


MOST_BYTES = 1024 * 1024
"""A catalogue has a few kilobytes, a qualification about fifty bytes."""


def text_of(content: bytes) -> str | None:
    """A file's text; None for what isn't text in UTF-8, whatever its name says."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text
