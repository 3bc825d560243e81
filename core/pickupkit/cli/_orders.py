"""Commands about a shop's orders."""

from typing import TYPE_CHECKING, Any, Final

import click

from ._configured import open_kit, pick
from ._exits import Command
from ._options import account_option, json_option
from ._say import echo_json, say

if TYPE_CHECKING:
    from pickupkit.models import Order

_HEAD: Final = ("NUMBER", "ORDERED", "STATUS", "TOTAL", "WEIGHT", "SHIP WITH", "ID")
_DATE: Final = "2026-11-21"


class _Group(click.Group):
    command_class = Command


@click.group(cls=_Group)
def orders() -> None:
    """List the orders of your shops, or show one."""


@orders.command("list")
@account_option
@click.option(
    "--where", metavar="QUERY", help="All of it in one: 'status=unshipped&sort=-created'."
)
@click.option("--status", help="The shop's own word, such as unshipped.")
@click.option("--number", help="The shop's order number.")
@click.option("--order-id", help="The shop's own id.")
@click.option("--integration", "integrations", multiple=True, metavar="N", help="Only this shop.")
@click.option("--created-on", metavar=_DATE)
@click.option("--created-from", metavar=_DATE)
@click.option("--created-until", metavar=_DATE)
@click.option("--updated-on", metavar=_DATE)
@click.option("--updated-from", metavar=_DATE)
@click.option("--updated-until", metavar=_DATE)
@click.option("--sort", metavar="KEYS", help="integration, number, created, updated, id; or -id.")
@click.option("--page-size", metavar="N", help="Asked for at once, 1 to 200.")
@json_option
@click.pass_context
def list_(
    context: click.Context, /, account: str | None, where: str | None, json: bool, **filters: Any
) -> None:
    """List orders, newest first unless sorted otherwise."""
    from pickupkit import render

    kit = open_kit(context)
    name = pick(kit, account)
    listing = kit.orders(name, _query(where, filters))
    found = list(listing)
    if json:
        echo_json({"orders": found, "faults": listing.faults})
        return
    tz = kit.zone(name)
    say(render.table(_HEAD, (_row(order, tz) for order in found)))
    for fault in listing.faults:
        say(f"{fault.account}: {fault.reason}", err=True)


def _query(where: str | None, filters: dict[str, Any]) -> Any:
    from pickupkit.models import OrderQuery

    given = {name: value for name, value in filters.items() if value not in (None, ())}
    if where is None:
        return OrderQuery(**given)
    if given:
        raise click.UsageError("--where holds the whole query; no other filter goes beside it")
    return OrderQuery.parse(where)


def _row(order: "Order", tz: str | None) -> tuple[str | None, ...]:
    from pickupkit import render
    from pickupkit.models._parcels import weight_of

    weight = weight_of(order)
    return (
        order.number,
        render.moment(order.ordered_at, tz),
        order.status,
        str(order.payment.total) if order.payment.total else None,
        f"{weight.value} {weight.unit}" if weight else None,
        order.ship_with.option if order.ship_with else None,
        order.id,
    )


@orders.command()
@click.argument("order_id", metavar="ID")
@account_option
@json_option
@click.pass_context
def show(context: click.Context, order_id: str, account: str | None, json: bool) -> None:
    """Show one order by the provider's id."""
    kit = open_kit(context)
    name = pick(kit, account)
    order = kit.order(name, order_id)
    if json:
        echo_json(order)
    else:
        show_order(order, kit.zone(name))


def show_order(order: "Order", tz: str | None) -> None:
    """Print what a list tells of an order, and its items, a line each."""
    from pickupkit import render

    for name, value in zip(_HEAD, _row(order, tz), strict=True):
        say(f"{name.lower():10} {render.cell(value)}")
    for item in order.items:
        count = render.cell(None if item.quantity is None else str(item.quantity))
        line = f"{count} x {render.cell(item.name)}  {item.total_price or ''}"
        say(f"{'item':10} {line.rstrip()}")


COMMANDS: Final = (orders,)
