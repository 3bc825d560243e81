"""Commands that need no account and no network."""

from typing import Final

import click

from ._exits import Command


@click.command(cls=Command)
@click.option("--provider", metavar="NAME", help="Only this one, at the paths of its real host.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option("--seed", type=int, help="The same answers each time.")
def sandbox(provider: str | None, port: int, seed: int | None) -> None:
    """Run local stand-ins for the providers, until Ctrl-C."""
    from pickupkit.demo import applications
    from pickupkit.errors import ConfigError

    try:
        from pickupkit.sandbox import World, combine, serve
    except ImportError as error:
        raise ConfigError(str(error)) from None
    apps = applications(World(seed=seed), provider)
    app = apps[provider] if provider else combine(apps)
    try:
        serve(app, port, click.echo)
    except OSError as error:
        raise ConfigError(f"port {port} cannot be used: {error.strerror}") from None


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
