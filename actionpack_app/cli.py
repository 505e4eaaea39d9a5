"""The `actionpack` command."""

import contextlib
import os
import sys
import time
import zoneinfo
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from actionpack_app.cli_accounts import account
from actionpack_app.cli_imports import IMPORTS
from actionpack_app.domain.errors import AccountExists, ActionPackError, ClockMoving, InvalidInput, NotFound, ProviderUnavailable
from actionpack_app.domain.reconciliation import Difference
from actionpack_app.domain.rights import OPERATORS
from actionpack_app.gateways.payments import get_payments
from actionpack_app.logs import configure_logs
from actionpack_app.messages import use_locale
from actionpack_app.messages.problems import explain_problem
from actionpack_app.services.people.invite_operator import invite_operator
from actionpack_app.services.samples.manage import list_sample_partners, reset_sample
from actionpack_app.services.samples.story import standing_of_sample
from actionpack_app.serving import database, frontend
from actionpack_app.serving.backup import NotBackedUpError, back_up
from actionpack_app.serving.port import check_port
from actionpack_app.settings import MOST_PORTS, SettingsError, get_settings
from actionpack_app.workflows import engine
from actionpack_app.workflows.clock import jump
from actionpack_app.workflows.reconcile import DAYS
from actionpack_app.workflows.reconcile import reconcile as compare_books
from actionpack_app.workflows.upkeep import Upkeep


def main() -> None:
    """Runs the command; a wrong setting ends it with one line that names it."""
    os.chdir(frontend.ROOT)
    try:
        cli.main(standalone_mode=True)
    except SettingsError as wrong:
        click.echo(f"actionpack: {wrong}", err=True)
        sys.exit(2)


@click.group()
def cli() -> None:
    """Partner Center: the portal in which partners buy, renew and look after their memberships."""
    configure_logs()  # what a command tells its caller is alone on standard output


@cli.command()
@click.option("--rebuild", is_flag=True, help="Build the frontend even if it is up to date.")
def serve(*, rebuild: bool) -> None:
    """Prepare the database and the frontend, then serve."""
    settings = get_settings()
    check_port(settings.port)
    _check_provider()
    _say("Preparing the database")
    database.migrate()
    if database.fill():
        _say("Seeded the sample partners")
    _build_frontend(force=rebuild)
    from actionpack_app.serving import server  # noqa: PLC0415 (the web server is needed only here)

    if settings.has_samples:
        _say(f"Staging key for /api/staging/: {'var/staging-key' if not os.environ.get('STAGING_KEY') else 'STAGING_KEY'}")
    _say(f"Serving on {settings.public_url} ({settings.mode} mode, Ctrl+C stops)")
    server.serve(settings.port, settings.web_concurrency)


@cli.command()
def build() -> None:
    """Build the frontend if its sources changed."""
    _build_frontend(force=False)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    get_settings()
    database.migrate()


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Copy everything that an embedded server keeps into FOLDER, a new one, while it goes on serving.

    For SQLite and a folder of files; copied back to where they were, they are the server again. The secret key isn't among them.
    """
    try:
        copied = back_up(get_settings(), folder)
    except NotBackedUpError as failed:
        raise click.ClickException(str(failed)) from None
    _say(f"Copied to {folder}")
    for name in copied:
        click.echo(name)


@cli.command()
@click.option("--reset", "reset", metavar="PARTNER", help="Put one sample partner (fabrikam, contoso, …) back to its situation.")
def seed(reset: str | None) -> None:
    """Fill an empty database with the sample partners (demo and staging)."""
    if not get_settings().has_samples:
        raise click.ClickException("there are no sample partners in production")
    database.migrate()
    database.fill()
    if not reset:
        for partner in list_sample_partners():
            click.echo(f"{partner.sample}\tMPN {partner.mpn_id}\t{partner.name}")
    else:
        found = [partner for partner in list_sample_partners() if partner.sample == reset]
        if not found:
            raise click.ClickException(f"there is no sample partner {reset!r}")
        reset_sample(found[0].id)


@cli.command()
@click.argument("partner")
@click.argument("to", required=False)
def clock(partner: str, to: str | None) -> None:
    """Show a sample partner's clock and what comes, or move it forward TO a day and tell what happened.

    PARTNER is a sample's name (fabrikam, contoso, …) or a copy's id. TO is next-day, expiry, window-first, window-last,
    anniversary, a number of days (37d), a date (2026-12-31, looked at by noon) or a local time (2026-12-31T08:30).
    """
    get_settings()
    try:
        partner_id = _sample_id(partner)
        if to is not None:
            with _durable_work():
                happened = jump(partner_id, to)
            found = standing_of_sample(partner_id)
            for one in happened:
                click.echo(
                    "\t".join(("happened", _local(one.at, found.time_zone), one.kind, one.name, one.offer or "-", one.subject))
                )
        found = standing_of_sample(partner_id)
    except (NotFound, InvalidInput, ClockMoving) as refused:
        raise click.ClickException(_why_the_clock_stands(refused, partner)) from None
    click.echo(f"clock\t{_local(found.now, found.time_zone)}\t{found.time_zone}\t{found.name}")
    for held in found.subscriptions:
        click.echo(f"holds\t{held.offer}\t{held.status}\texpires {held.expiry}")
    for coming in found.coming:
        click.echo("\t".join(("comes", _local(coming.at, found.time_zone), coming.name, coming.offer, coming.subject)))


@cli.command()
@click.option("--name", default="", help="Tells this worker from others on the same machine; the same after a restart.")
@click.option("--once", is_flag=True, help="Carry what is due now, and end.")
@click.option("--metrics", type=click.IntRange(1, MOST_PORTS), help="Answer Prometheus on this port.")
def worker(*, name: str, once: bool, metrics: int | None) -> None:
    """Carry what falls due, without serving: renewals, notices, mails. Any number may run beside each other and a server."""
    get_settings()
    if metrics is not None:
        check_port(metrics, "--metrics")
    _check_provider()
    from actionpack_app.serving.worker import work  # noqa: PLC0415 (starts nothing unless it is wanted)

    work(name, once=once, metrics=metrics, say=_say)


@cli.command()
@click.option("--days", default=DAYS, show_default=True, type=click.IntRange(1, 3650), help="How far back to compare.")
def reconcile(days: int) -> None:
    """Compare the payment provider's payments and refunds with ours; differences open cases, no money moves."""
    get_settings()
    try:
        found = compare_books(days)
    except ProviderUnavailable:
        raise click.ClickException("the payment provider can't be reached; nothing was compared") from None
    click.echo(f"{found.payments} payments and {found.refunds} refunds of the last {days} days compared")
    for difference in found.differences:
        click.echo("\t".join((difference.kind, difference.ref, difference.order_number or "-", *_both(difference))))
    click.echo(f"{len(found.differences)} differences, {found.new_cases} new cases")


for _imports in IMPORTS:
    cli.add_command(_imports)
cli.add_command(account)


@cli.group()
def operator() -> None:
    """People of the desk: support agents, finance, desk admins."""


@operator.command("create")
@click.argument("email")
@click.option(
    "--role", required=True, type=click.Choice(sorted(role.value for role in OPERATORS)), help="What the operator may do."
)
@click.option("--name", default="", help="How the mail greets; the operator may change it.")
def create_operator(email: str, role: str, name: str) -> None:
    """Invite an operator to the desk by mail to EMAIL, and print the link, which is good for seven days, once.

    A server or worker sends the mail. Asked again, the link of the open invitation is printed; another role replaces it.
    """
    get_settings()
    try:
        link, is_new = invite_operator(email, role, name)
    except InvalidInput:
        raise click.ClickException(f"{email!r} is no e-mail address") from None
    except AccountExists:
        raise click.ClickException(f"{email} has an account already") from None
    _say(f"Invited {email} as {role}" if is_new else f"{email} is invited already; the same link again")
    click.echo(link)


def _both(difference: Difference) -> tuple[str, str]:
    """Both sides' amounts in major units."""
    sides = (("ours", difference.ours), ("theirs", difference.theirs))
    ours, theirs = (f"{side} {amount.major} {amount.currency}" if amount else f"{side} nothing" for side, amount in sides)
    return ours, theirs


def _sample_id(named: str) -> str:
    """The id of the sample partner of this name; a copy is named by its id."""
    by_name = {partner.sample: partner.id for partner in list_sample_partners()}
    return by_name.get(named, named)


def _why_the_clock_stands(refused: ActionPackError, named: str) -> str:
    match refused:
        case InvalidInput():
            with use_locale("en"):
                return explain_problem(refused.problems["jump"])
        case ClockMoving():
            return f"the clock of {named!r} is being moved already"
        case _:
            return f"there is no sample partner {named!r}"


@contextlib.contextmanager
def _durable_work() -> Iterator[None]:
    """Durable work is carried by this process for a moment, under a name of its own."""
    upkeep = Upkeep(engine.launch(f"{engine.own_executor_id()}:clock:{os.getpid()}"))
    upkeep.start()  # its signs of life: should it be killed, a server carries on what it began
    try:
        yield
    finally:
        upkeep.stop()
        engine.shut_down()


def _local(at: datetime, time_zone: str) -> str:
    return at.astimezone(zoneinfo.ZoneInfo(time_zone)).isoformat()


def _check_provider() -> None:
    """A wrong key stops the start; a provider that can't be reached doesn't."""
    try:
        get_payments().check()
    except ProviderUnavailable:
        _say("The payment provider can't be reached now; orders by card will wait for it")


def _build_frontend(*, force: bool) -> None:
    if not force and frontend.is_current():
        return
    _say("Building the frontend (a minute or less; only when something changed)")
    started = time.monotonic()
    try:
        frontend.build()
    except frontend.BuildError as failed:
        raise click.ClickException(f"the frontend could not be built:\n{failed}") from None
    _say(f"Built in {time.monotonic() - started:.0f} s")


def _say(text: str) -> None:
    click.echo(f"==> {text}", err=True)
