"""Commands that need no account and no network."""

from typing import Final

import click

from ._exits import Command
from ._options import say


@click.command(cls=Command)
@click.option("--provider", metavar="NAME", help="Only this one, at the paths of its real host.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option(
    "--host", type=click.Choice(["127.0.0.1", "::1"]), default="127.0.0.1", show_default=True
)
@click.option("--seed", type=int, help="The same answers and chances each time.")
@click.option("--faults", metavar="FILE", help="A TOML file of what is to go wrong.")
@click.option("--truth", metavar="FILE", help="Append a line of JSON for each real booking.")
def sandbox(
    provider: str | None,
    port: int,
    host: str,
    seed: int | None,
    faults: str | None,
    truth: str | None,
) -> None:
    """Run local stand-ins for the providers, until Ctrl-C."""
    from pickupkit.demo import applications
    from pickupkit.errors import ConfigError, InvalidRequest

    try:
        from pickupkit.sandbox import FaultFile, World, load_faults, serve
    except ImportError as error:
        raise ConfigError(str(error)) from None
    apps = applications(World(seed=seed), provider)
    app = apps[provider] if provider else apps
    order = load_faults(faults) if faults else FaultFile()
    chance = order.seed if seed is None else seed
    try:
        serve(app, port, say, host, faults=order.faults, seed=chance, truth=truth)
    except InvalidRequest as error:
        raise ConfigError(f"{faults}: {error}") from None
    except ValueError as error:
        raise ConfigError(f"--truth: {error}; choose another with --provider") from None
    except OSError as error:
        place = error.filename or f"port {port}"
        raise ConfigError(f"{place} cannot be used: {error.strerror}") from None


@click.command(cls=Command)
def demo() -> None:
    """Book, list, show and cancel at each provider's stand-in, to see how it goes."""
    from pickupkit.demo import run
    from pickupkit.errors import ConfigError

    try:
        run(say)
    except ImportError as error:
        raise ConfigError(str(error)) from None


COMMANDS: Final = (sandbox, demo)
