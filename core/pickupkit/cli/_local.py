"""Commands that need no account and no network."""

from typing import Final

import click

from ._exits import Command


@click.command(cls=Command)
@click.option("--provider", metavar="NAME", help="Only this one, at the paths of its real host.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option(
    "--host", type=click.Choice(["127.0.0.1", "::1"]), default="127.0.0.1", show_default=True
)
@click.option("--seed", type=int, help="The same answers each time.")
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
    from pickupkit.errors import ConfigError

    try:
        from pickupkit.sandbox import FaultFile, Sandbox, World, load_faults
    except ImportError as error:
        raise ConfigError(str(error)) from None
    apps = applications(World(seed=seed), provider)
    app = apps[provider] if provider else apps
    order = load_faults(faults) if faults else FaultFile()
XX

@click.command(cls=Command)
def demo() -> None:
    """Book, list, show and cancel at each provider's stand-in, to see how it goes."""
    from pickupkit.demo import run
    from pickupkit.errors import ConfigError

    try:
        run(click.echo)
    except ImportError as error:
        raise ConfigError(str(error)) from None


COMMANDS: Final = (sandbox, demo)
