"""What the configuration gives a command: accounts to work with, and plugins."""

from typing import TYPE_CHECKING

import click

from ._say import say

if TYPE_CHECKING:
    from pickupkit.config import Config
    from pickupkit.kit import PickupKit
    from pickupkit.registry import Registry


def open_kit(context: click.Context) -> "PickupKit":
    """Open the accounts that the root command was told of; closed when the command ends."""
    from pickupkit.kit import PickupKit

    return context.with_resource(PickupKit(context.find_root().obj))


def pick(kit: "PickupKit", account: str | None) -> str:
    """Give the account named, or the only one there is."""
    from pickupkit.errors import ConfigError

    if account is not None:
        return account
    if len(configured(kit)) != 1:
        names = ", ".join(kit.accounts)
        raise ConfigError(f"say which account with --account; there are: {names}")
    return kit.accounts[0]


def configured(kit: "PickupKit") -> tuple[str, ...]:
    """Give the names of the accounts; `ConfigError` where there are none."""
    from pickupkit.errors import ConfigError

    if not kit.accounts:
        raise ConfigError("no accounts are configured; see docs/configuration.md")
    return kit.accounts


def usable(context: click.Context) -> "Registry":
    """Give the plugins that the configuration allows; without one, all of them.

    Where it cannot be read it may forbid any, so that no third party's is used.
    """
    from pickupkit.config import Config, find
    from pickupkit.errors import ConfigError
    from pickupkit.registry import Registry

    root = context.find_root().obj
    try:
        config = Config.load(root)
    except ConfigError as error:
        if root is None and find() is None:
            return Registry()
        say(f"no third party's plugin is used: {error}", err=True)
        return Registry(allow=())
    return Registry(allow=config.allow, block=config.block)


def config_or_none(context: click.Context) -> "Config":
    from pickupkit.config import Config
    from pickupkit.errors import ConfigError

    root = context.find_root().obj
    try:
        return Config.load(root)
    except ConfigError:
        if root is not None:
            raise
        return Config.of({})
