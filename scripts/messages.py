"""Translations: `update` brings ko.po up to date with the code, `check` finds what is missing or broken."""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
KOREAN = ROOT / "actionpack_app" / "messages" / "ko.po"
KEYWORDS = {"_": None, "N_": None}
PLACEHOLDER = re.compile(r"\{\w+\}")


def used() -> set[str]:
    """Every text that the code wants translated."""
    found = extract_from_dir(ROOT / "actionpack_app", method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {str(message) for _file, _line, message, _comments, _context in found}


def translated() -> Catalog:
    """The Korean catalogue."""
    with KOREAN.open("rb") as source:
        return read_po(source, "ko")


def problems() -> list[str]:
    """What is missing, left over, empty, or has other placeholders than its English text."""
    texts, catalogue = used(), {str(message.id): str(message.string) for message in translated() if message.id}
    found = [f"not translated: {text!r}" for text in sorted(texts - set(catalogue))]
    found += [f"no longer used: {text!r}" for text in sorted(set(catalogue) - texts)]
    for text, korean in catalogue.items():
        if not korean.strip():
            found.append(f"empty: {text!r}")
        elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(korean)):
            found.append(f"other placeholders: {text!r} → {korean!r}")
    return found


def update() -> None:
    """Adds new texts, empty, and drops those that are no longer used."""
    old, new = translated(), Catalog(locale="ko", project="actionpack", fuzzy=False)
    known = {str(message.id): str(message.string) for message in old if message.id}
    for text in sorted(used()):
        new.add(text, known.get(text, ""))
    for message in new:
        message.flags.discard("python-format")
        message.flags.discard("python-brace-format")
    with KOREAN.open("wb") as target:
        write_po(target, new, width=120, omit_header=True, sort_output=True)


def main() -> int:
    """Runs one of the two."""
    if sys.argv[1:] == ["update"]:
        update()
        return 0
    found = problems()
    sys.stdout.write("\n".join(found) + "\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
