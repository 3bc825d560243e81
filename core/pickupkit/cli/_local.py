"""Commands that need no account and no network."""

from typing import TYPE_CHECKING, Final

import click

from ._configured import usable
from ._exits import Command
from ._options import json_option
from ._say import echo_json, say

if TYPE_CHECKING:
    from pickupkit.registry import Registry
    from pickupkit.sandbox import ASGIApp, World


@click.command(cls=Command)
@click.option("--provider", metavar="NAME", help="Only this one, at the paths of its real host.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option(
    "--host", type=click.Choice(["127.0.0.1", "::1"]), default="127.0.0.1", show_default=True
)
@click.option("--seed", type=int, help="The same answers and chances each time.")
@click.option("--faults", metavar="FILE", help="A TOML file of what is to go wrong.")
@click.option("--truth", metavar="FILE", help="Append a line of JSON for each real booking.")
@click.option(
    "--orders",
    type=click.IntRange(0),
    default=250,
    show_default=True,
    help="So many made-up orders in a shop.",
)
@json_option
@click.pass_context
def sandbox(
    context: click.Context,
    provider: str | None,
    port: int,
    host: str,
    seed: int | None,
    faults: str | None,
    truth: str | None,
    orders: int,
    json: bool,
) -> None:
    """Run local stand-ins for the providers, until Ctrl-C."""
    from pickupkit.errors import ConfigError, InvalidRequest

    try:
        from pickupkit.sandbox import FaultFile, World, load_faults, serve, stock
    except ImportError as error:
        raise ConfigError(str(error)) from None
    apps = _stand_ins(World(seed=seed), provider, usable(context))
    stock(apps.values(), orders, seed or 0)
    app = apps[provider] if provider else apps
    order = load_faults(faults) if faults else FaultFile()
    chance = order.seed if seed is None else seed

    def announce(url: str) -> None:
        urls = {name: url if provider else f"{url}/{name}" for name in apps}
        echo_json({"url": url, "providers": urls}, indent=None) if json else say(url)

    try:
        serve(app, port, announce, host, faults=order.faults, seed=chance, truth=truth)
    except InvalidRequest as error:
        raise ConfigError(f"{faults}: {error}") from None
    except ValueError as error:
        raise ConfigError(f"--truth: {error}; choose another with --provider") from None
    except OSError as error:
        place = error.filename or f"port {port}"
        raise ConfigError(f"{place} cannot be used: {error.strerror}") from None


def _stand_ins(world: "World", only: str | None, registry: "Registry") -> dict[str, "ASGIApp"]:
    """Make one stand-in, or all; of all, one that cannot be made is told and left out."""
    from pickupkit.demo import applications, stand_in
    from pickupkit.errors import PluginError

    if only:
        return applications(world, only, registry=registry)
    found = {}
    for provider in registry:
        try:
            if provider.sandbox_app is not None:
                found[provider.name] = stand_in(provider, world)
        except PluginError as error:
            say(f"left out: {error}", err=True)
    for broken in registry.broken.values():
        say(f"left out: {broken}", err=True)
    return found


@click.command(cls=Command)
@json_option
@click.pass_context
def demo(context: click.Context, json: bool) -> None:
    """Book, list, show and cancel at each provider's stand-in, to see how it goes."""
    from pickupkit.demo import steps
    from pickupkit.errors import ConfigError

    found = {}
    try:
        for step in steps(usable(context).block):
            found[step.name] = step.result
            if not json:
                say(step.text)
    except ImportError as error:
        raise ConfigError(str(error)) from None
    if json:
        echo_json(found)


COMMANDS: Final = (sandbox, demo)
