"""Commands that take a request file: is it valid, what would it cost, book it."""

from shlex import quote as word
from typing import Any, Final

import click

from ._configured import open_kit, pick
from ._exits import Command
from ._options import account_option, dry_option, json_option
from ._say import echo_json, preview, say
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
        preview(kit.preview(name, request, key=key), json=json)
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
        preview(kit.preview(name, _request(file), "quote"), json=json)
        return
    quotation = kit.quote(name, _request(file))
    if json:
        echo_json(quotation)
        return
    rows = ((rate.carrier, rate.service, str(rate.price)) for rate in quotation.rates)
    say(render.table(("CARRIER", "SERVICE", "PRICE"), rows))
    for message in quotation.messages:
        say(message)


COMMANDS: Final = (validate, create, quote)
