"""The commands of `actionpack` about somebody's account: `actionpack account …`."""

import json
from collections.abc import Callable

import click

from actionpack_app.domain.errors import LastAdmin, NotFound, StillActive
from actionpack_app.services.accounts.by_owner import data_of, deactivate_account, erase_account, take_codes_of
from actionpack_app.settings import get_settings

_EMAIL = click.argument("email")


@click.group()
def account() -> None:
    """Somebody's account, found by the EMAIL that signs in: of a company, or of the desk."""


@account.command("export")
@_EMAIL
def export_data(email: str) -> None:
    """Print what is kept of somebody, as JSON."""
    get_settings()
    try:
        click.echo(json.dumps(data_of(email), ensure_ascii=False, indent=2))
    except NotFound:
        raise click.ClickException(f"{email} has no account") from None


@account.command("deactivate")
@_EMAIL
def deactivate(email: str) -> None:
    """Sign somebody out everywhere, and let them in no more."""
    _do(deactivate_account, email, "Deactivated")


@account.command("codes-off")
@_EMAIL
def codes_off(email: str) -> None:
    """Turn off codes at sign-in for somebody who lost app and recovery codes. They are signed out, and told by mail."""
    _do(take_codes_of, email, "Codes at sign-in are off for")


@account.command("erase")
@_EMAIL
@click.confirmation_option(prompt="This replaces all that names the person by a pseudonym, for good. Go on?")
def erase(email: str) -> None:
    """Erase the personal data of somebody who was deactivated. Invoices stay as they were issued."""
    _do(erase_account, email, "Erased")


def _do(act: Callable[[str], None], email: str, done: str) -> None:
    get_settings()
    try:
        act(email)
    except NotFound:
        nothing = "no account, or no codes at sign-in" if act is take_codes_of else "no account"
        raise click.ClickException(f"{email} has {nothing}") from None
    except StillActive:
        raise click.ClickException(f"{email} is still active; deactivate the account first") from None
    except LastAdmin:
        raise click.ClickException(f"{email} is the only Global admin of the company, and stays one") from None
    click.echo(f"==> {done} {email}", err=True)
