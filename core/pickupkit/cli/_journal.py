"""Commands about bookings whose end is, or was, not known."""

from datetime import UTC, datetime, timedelta
from shlex import quote
from typing import Any, Final

import click

from ._configured import open_kit
from ._exits import Command
from ._options import json_option
from ._say import echo_json, plural, say
from ._unwritten import standing


@click.command(cls=Command)
@click.option("-a", "--account", "accounts", multiple=True, metavar="NAME", help="Only these.")
@json_option
@click.pass_context
def reconcile(context: click.Context, accounts: tuple[str, ...], json: bool) -> None:
    """Find out what became of bookings whose answers were lost."""
    from pickupkit import render

    found = open_kit(context).reconcile(*accounts)
    rows = (
        (s.account, s.key, s.state, s.pickup.id if s.pickup else None, s.message) for s in found
    )
    with standing("what was found out is kept: see pickupkit journal list" if found else ""):
        if json:
            echo_json({"settled": found})
        elif found:
            say(render.table(("ACCOUNT", "KEY", "STATE", "PICKUP", "WHAT IS KNOWN"), rows))
        else:
            say("nothing is unknown")
    context.exit(4 if any(s.state == "unknown" for s in found) else 0)


@click.group()
def journal() -> None:
    """Show what was about to be booked, and what came of it."""


@journal.command("list", cls=Command)
@click.option("-a", "--account", metavar="NAME", help="Only this account's.")
@json_option
@click.pass_context
def list_(context: click.Context, account: str | None, json: bool) -> None:
    """List attempts, newest first."""
    from pickupkit import render

    found = open_kit(context).attempts(account)
    if json:
        echo_json({"attempts": [*map(_dated, found)]})
        return
    rows = ((_when(e), e.account, e.key, _state(e), e.pickup_id, e.reason) for e in found)
    head = ("PLANNED", "ACCOUNT", "KEY", "STATE", "PICKUP", "REASON")
    say(render.table(head, rows))


def _dated(entry: Any) -> dict[str, Any]:
    """Give what the journal has of an attempt, with its times as ISO 8601 in UTC."""
    from attrs import asdict

    fields = asdict(entry, recurse=False)
    times = {name: fields[name] for name in ("planned_at", "sent_at", "settled_at")}
    return fields | {
        name: None if value is None else datetime.fromtimestamp(value, UTC)
        for name, value in times.items()
    }


def _when(entry: Any) -> str:
    return f"{datetime.fromtimestamp(entry.planned_at, UTC):%Y-%m-%d %H:%M:%S}Z"


def _state(entry: Any) -> str:
    if entry.state != "unknown":
        return str(entry.state)
    age = datetime.now(UTC) - datetime.fromtimestamp(entry.sent_at or entry.planned_at, UTC)
    return f"UNKNOWN for {age - timedelta(microseconds=age.microseconds)}"


@journal.command("show", cls=Command)
@click.argument("key")
@json_option
@click.pass_context
def show(context: click.Context, key: str, json: bool) -> None:  # noqa: ARG001 - errors go by it
    """Show one attempt whole, as JSON."""
    from pickupkit.errors import ConfigError

    found = [entry for entry in open_kit(context).attempts() if entry.key == key]
    if not found:
        raise ConfigError(f"the journal has no attempt {key!r}")
    echo_json(_dated(found[0]))


@journal.command("settle", cls=Command)
@click.argument("key")
@click.option(
    "--booked/--not-booked", default=None, help="What you have found out; one has to be said."
)
@click.option("--id", "pickup_id", metavar="ID", help="The provider's id, if it has one.")
@click.option("--confirmation", metavar="CODE", help="The carrier's code, such as from its mail.")
@json_option
@click.pass_context
def settle(
    context: click.Context,
    key: str,
    *,
    booked: bool | None,
    pickup_id: str | None,
    confirmation: str | None,
    json: bool,
) -> None:
    """Write down what became of a booking, where only a person could find out."""
    if booked is None:
        raise click.UsageError("say what you have found out: --booked, or --not-booked")
    kit = open_kit(context)
    done = kit.settle(key, booked=booked, pickup_id=pickup_id, confirmation=confirmation)
    with standing(f"it is settled all the same: see pickupkit journal show {quote(key)}"):
        if json:
            echo_json({"settled": [done]})
        else:
            say(f"{done.key} {done.state}: {done.message}")


@journal.command("prune", cls=Command)
@click.option("--older-than", type=click.IntRange(1, 36_500), required=True, metavar="DAYS")
@json_option
@click.pass_context
def prune(context: click.Context, older_than: int, json: bool) -> None:
    """Forget attempts and cancels that ended long ago; what is not known stays."""
    before = datetime.now(UTC) - timedelta(days=older_than)
    forgotten = open_kit(context).prune(before)
    said = f"forgot {plural(forgotten, 'attempt')}"
    with standing(said if forgotten else ""):
        if json:
            echo_json({"forgotten": forgotten})
        else:
            say(said)


COMMANDS: Final = (reconcile, journal)
