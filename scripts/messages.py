"""Translations: `update` brings ko.po up to date with the code, `check` finds what is missing or broken."""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
KOREAN = ROOT / "actionpack_app" / "messages" / "ko.po"
KEYWORDS = {"_": None, "N_": None, "p_": ((1, "c"), 2)}
HEADER = rb"""msgid ""
msgstr ""
"Language: ko\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
PLACEHOLDER = re.compile(r"\{\w+\}")


Key = tuple[str, str]
"""A text's context, mostly none, and the text."""


def used() -> set[Key]:
    """Every text that the code wants translated."""
    found = extract_from_dir(ROOT / "actionpack_app", method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {(context or "", message[-1] if isinstance(message, tuple) else message) for _f, _l, message, _c, context in found}


def translated() -> dict[Key, str]:
    """The Korean catalogue."""
    with KOREAN.open("rb") as source:
        catalogue = read_po(source, "ko")
    return {(str(message.context or ""), str(message.id)): str(message.string) for message in catalogue if message.id}


def problems() -> list[str]:
    """What is missing, left over, empty, or has other placeholders than its English text."""
    texts, catalogue = used(), translated()
    found = [f"not translated: {key}" for key in sorted(texts - set(catalogue))]
    found += [f"no longer used: {key}" for key in sorted(set(catalogue) - texts)]
    for (context, text), korean in catalogue.items():
        if not korean.strip():
            found.append(f"empty: {context} {text!r}")
        elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(korean)):
            found.append(f"other placeholders: {text!r} → {korean!r}")
    return found


def update() -> None:
    """Adds new texts, empty, and drops those that are no longer used."""
    known, new = translated(), Catalog(locale="ko", project="actionpack", fuzzy=False)
    for context, text in sorted(used()):
        new.add(text, known.get((context, text), ""), context=context or None)
    for message in new:
        message.flags.difference_update({"python-format", "python-brace-format"})
    with KOREAN.open("wb") as target:
        target.write(HEADER)
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
