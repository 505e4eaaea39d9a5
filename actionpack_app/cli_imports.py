"""The commands of `actionpack` that take a file: all of it, or nothing."""

from pathlib import Path

import click

from actionpack_app.domain.catalogue_file import CatalogueError
from actionpack_app.domain.errors import PreviewOutdated
from actionpack_app.domain.keys_file import KeysFileError
from actionpack_app.domain.moves_file import MovesError
from actionpack_app.domain.qualifications_file import QualificationsError
from actionpack_app.messages.catalogue import change_in_words
from actionpack_app.services.benefits.import_keys import import_keys
from actionpack_app.services.catalogue.import_file import import_catalogue, preview_catalogue
from actionpack_app.services.competencies.import_file import import_qualifications
from actionpack_app.services.pmc.import_file import import_moves
from actionpack_app.settings import get_settings

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def _text(file: Path, nothing: str = "nothing was taken") -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"the file is not UTF-8; {nothing}") from None


@click.group()
def catalogue() -> None:
    """Offers, prices, benefits, taxes and the seller."""


@catalogue.command("import")
@_FILE
@click.option("--preview", is_flag=True, help="Only tell what the file would change; nothing is imported.")
def import_file(file: Path, *, preview: bool) -> None:
    """Put the catalogue FILE in force; nothing of a broken file is taken.

    Prices apply to what is ordered from then on: an open order that was reviewed is reviewed anew, and a renewal whose
    price was announced 30 days before keeps it.
    """
    get_settings()
    try:
        content = _text(file)
        if preview:
            _tell_difference(content)
        else:
            import_catalogue(content, file.name)
    except CatalogueError as broken:
        raise click.ClickException(str(broken)) from None
    except PreviewOutdated:
        raise click.ClickException("somebody else imported a catalogue at the same moment; nothing was taken") from None


@click.group()
def qualifications() -> None:
    """Which competencies partners have, and what of their requirements is there."""


@qualifications.command("import")
@_FILE
def import_qualifications_file(file: Path) -> None:
    """Take the qualifications of the CSV FILE: all of them, or nothing of a file with a broken line.

    Columns: mpn_id, competency, level (silver, gold), state (started, qualified, at_risk), and the keys of the catalogue's
    requirements, such as certified_people.
    """
    get_settings()
    try:
        changed = import_qualifications(_text(file), file.name)
    except QualificationsError as broken:
        raise click.ClickException(f"nothing was taken:\n{broken}") from None
    click.echo(f"{changed} competencies changed")


def _tell_difference(content: str) -> None:
    """A line for each change, as the desk's preview has it."""
    try:
        changes = preview_catalogue(content)
    except LookupError:
        raise click.ClickException("no catalogue is in force yet: all of the file would be new") from None
    for change in changes:
        words = change_in_words(change)
        click.echo("\t".join((words.group, words.what, f"{words.before} → {words.after}", words.more)).rstrip())
    click.echo(f"{len(changes)} changes; nothing was imported")


@click.group()
def partners() -> None:
    """Where partners are managed."""


@partners.command("move")
@_FILE
def move_partners_of_file(file: Path) -> None:
    """Move the partners of the CSV FILE from the Partner Membership Center to Partner Center: all of them, or nobody.

    One column: mpn_id. Their terms, dates, open orders and automatic renewal stay as they are; who was moved before stays.
    """
    get_settings()
    try:
        moved = import_moves(_text(file, "nobody was moved"))
    except MovesError as broken:
        raise click.ClickException(f"nobody was moved:\n{broken}") from None
    click.echo(f"{moved.now} partners moved, {moved.before} had been moved before")


@click.group()
def keys() -> None:
    """Product keys that partners view under Benefits."""


@keys.command("import")
@_FILE
def import_keys_file(file: Path) -> None:
    """Put the product keys of the CSV FILE into the pool: all of them, or nothing of a file with a broken line.

    Columns: benefit (a key of the catalogue whose kind is "keys") and product_key. A key that was imported before is left out.
    """
    get_settings()
    try:
        done = import_keys(_text(file))
    except KeysFileError as broken:
        raise click.ClickException(f"nothing was taken:\n{broken}") from None
    click.echo(f"{done.new} new product keys, {done.known} were there before")


IMPORTS = (catalogue, qualifications, partners, keys)
