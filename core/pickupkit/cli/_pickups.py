"""Commands that book, look up and cancel."""

import sys
from shlex import quote as word
from typing import Any, Final

import click

from ._configured import configured, open_kit, pick
from ._exits import Command
from ._options import account_option, dry_option, json_option
from ._say import echo_json, plural, say
from ._unwritten import standing

_FILE: Final = click.argument("file", type=click.Path())


def _request(file: str) -> Any:
    from pickupkit.request_file import load_request

    return load_request(file)


@click.command(cls=Command)
@_FILE
@account_option
@json_option
@click.pass_context
def validate(context: click.Context, file: str, account: str | None, json: bool) -> None:
    """Check a request file against a provider's rules; send nothing."""
    from pickupkit.errors import InvalidRequest

    kit = open_kit(context)
    name = pick(kit, account)
    problems = kit.validate(name, _request(file))
    if problems:
        raise InvalidRequest(problems)
    if json:
        echo_json({"problems": []})
    else:
        say(f"{file} is valid for {name}")


@click.command(cls=Command)
@_FILE
@account_option
@click.option(
    "--from-orders", metavar="QUERY", help="Count and weigh these orders: 'status=unshipped'."
)
@click.option("--key", help="Name this booking: the same key never books twice.")
@click.option("--rebook", is_flag=True, help="Send a key again that is proven not to be booked.")
@json_option
@dry_option
@click.pass_context
def create(
    context: click.Context,
    file: str,
    account: str | None,
    from_orders: str | None,
    key: str | None,
    rebook: bool,
    json: bool,
    dry_run: bool,
) -> None:
    """Book the pickup of a request file: a van will come."""
    from pickupkit import render

    kit = open_kit(context)
    name, request = pick(kit, account), _request(file)
    if from_orders is not None:
        from ._from_orders import refuse_in_doubt, with_orders

        if key is None and not dry_run:
            refuse_in_doubt(kit, name)
        request = with_orders(kit, name, request, from_orders)
    if dry_run:
        _preview(kit.preview(name, request, key=key), json=json)
        return
    pickup = kit.create(name, request, key=key, rebook=rebook)
    seen = f"see pickupkit list -a {word(name)}"
    with standing(f"pickup {pickup.id} is booked all the same: {seen}"):
        if pickup.source == "journal":
            say(f"nothing was sent: {_earlier(pickup, key, kit.zone(name))}", err=True)
        if json:
            echo_json(pickup)
        else:
            say(render.details(pickup, kit.zone(name), asked=False))


def _earlier(pickup: Any, key: str | None, tz: str | None) -> str:
    from pickupkit import render

    made = f" at {render.moment(pickup.created_at, tz)}" if pickup.created_at else ""
    if key is None:
        lost = "by a command whose answer was lost; to book another, give it a --key of its own"
        return f"this was booked earlier{made} {lost}"
    under = f"this was booked earlier{made} under the key {key!r}"
    if pickup.status == "cancelled":
        return f"{under}, and cancelled since; to book another, take a new key"
    return f"{under}, and is shown as it was then"


@click.command(cls=Command)
@_FILE
@account_option
@json_option
@dry_option
@click.pass_context
def quote(
    context: click.Context, file: str, account: str | None, json: bool, dry_run: bool
) -> None:
    """Ask for offers for a request file; book nothing."""
    from pickupkit import render

    kit = open_kit(context)
    name = pick(kit, account)
    if dry_run:
        _preview(kit.preview(name, _request(file), "quote"), json=json)
        return
    quotation = kit.quote(name, _request(file))
    if json:
        echo_json(quotation)
        return
    rows = ((rate.carrier, rate.service, str(rate.price)) for rate in quotation.rates)
    say(render.table(("CARRIER", "SERVICE", "PRICE"), rows))
    for message in quotation.messages:
        say(message)


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
        _preview(kit.preview(name, pickup_id, "cancel"), json=json)
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


def _preview(send: Any, *, json: bool) -> None:
    from pickupkit import render

    if json:
        echo_json(render.request_fields(send))
    else:
        say(render.request(send))


COMMANDS: Final = (validate, create, quote, list_, show, cancel)
