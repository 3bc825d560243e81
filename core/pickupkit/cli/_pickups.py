"""Commands for pickups that are there: list, show and cancel them."""

import sys
from shlex import quote as word
from typing import Any, Final

import click

from ._configured import configured, open_kit, pick
from ._exits import Command
from ._options import account_option, dry_option, json_option
from ._say import echo_json, plural, preview, say
from ._unwritten import standing


@click.command("list", cls=Command)
@click.option("-a", "--account", "accounts", multiple=True, metavar="NAME", help="Only these.")
@json_option
@click.pass_context
def list_(context: click.Context, accounts: tuple[str, ...], json: bool) -> None:
    """List the pickups of all accounts in one table."""
    from pickupkit import render

    kit = open_kit(context)
    listing = kit.list(*(accounts or configured(kit)))
    found = [*_counted(listing)]
    if json:
        echo_json({"pickups": found, "faults": listing.faults})
    else:
        say(render.pickups((pickup, kit.zone(pickup.account)) for pickup in found))
        for fault in listing.faults:
            say(f"{fault.account}: {fault.reason}", err=True)
    if errors := [fault.error for fault in listing.faults if fault.error]:
        _end(context, errors)


def _end(context: click.Context, errors: list[Exception]) -> None:
    """Fail as the worst account did; one whose provider cannot list at all is no failure."""
    from pickupkit.errors import Unsupported

    from ._exits import code_of

    context.exit(max((code_of(e) for e in errors if not isinstance(e, Unsupported)), default=0))


def _counted(listing: Any) -> Any:
    """Count on a terminal's stderr while pages arrive."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    for count, pickup in enumerate(listing, 1):
        if terminal and count % 100 == 0:
            click.echo(f"\r{count} pickups …", nl=False, err=True)
        yield pickup
    if terminal:
        click.echo("\r\033[K", nl=False, err=True)


@click.command(cls=Command)
@click.argument("pickup_id", metavar="ID")
@account_option
@click.option("--wait", is_flag=True, help="Look again until the carrier has answered.")
@click.option(
    "--every",
    default=5.0,
    show_default=True,
    type=click.FloatRange(0.1, 86_400),
    metavar="SECONDS",
    help="With --wait: look again after so long.",
)
@click.option(
    "--within",
    default=300.0,
    show_default=True,
    type=click.FloatRange(0, 604_800),
    metavar="SECONDS",
    help="With --wait: give up after so long.",
)
@json_option
@click.pass_context
def show(
    context: click.Context,
    pickup_id: str,
    account: str | None,
    wait: bool,
    every: float,
    within: float,
    json: bool,
) -> None:
    """Show one pickup as it is now."""
    from pickupkit import render

    kit = open_kit(context)
    name = pick(kit, account)
    if wait:
        pickup = kit.refresh(name, pickup_id, every=every, within=within)
    else:
        pickup = kit.get(name, pickup_id)
    if json:
        echo_json(pickup)
    else:
        say(render.details(pickup, kit.zone(name)))
    if wait and pickup.status.is_pending:
        waited = plural(within, "second")
        say(f"still {pickup.status} after {waited}; look again later", err=True)
        context.exit(5)


@click.command(cls=Command)
@click.argument("pickup_id", metavar="ID")
@account_option
@json_option
@dry_option
@click.pass_context
def cancel(
    context: click.Context, pickup_id: str, account: str | None, json: bool, dry_run: bool
) -> None:
    """Cancel one pickup, or say who can."""
    from pickupkit import render

    kit = open_kit(context)
    name = pick(kit, account)
    if dry_run:
        preview(kit.preview(name, pickup_id, "cancel"), json=json)
        return
    done = kit.cancel(name, pickup_id)
    seen = f"see pickupkit show {word(pickup_id)} -a {word(name)}"
    with standing(f"the cancel was answered all the same: {done.outcome}; {seen}"):
        said = render.cancellation(done, kit.zone(name))
        if json:
            echo_json(done)
        else:
            say(f"pickup {pickup_id} (account {name}): {said}")
    context.exit({"cancelled": 0, "requested": 0, "unknown": 4}.get(done.outcome, 3))


COMMANDS: Final = (list_, show, cancel)
