"""Options and output that several commands share."""

import errno
import json
import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ._unwritten import Unwritten, give_up

if TYPE_CHECKING:
    from pickupkit.kit import PickupKit

F = TypeVar("F", bound=Callable[..., Any])
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, or what turns the order of a line around."""


def account_option(command: F) -> F:
    """Name one account; without it, the only one there is."""
    return click.option(
        "-a", "--account", metavar="NAME", help="The account; not needed if there is only one."
    )(command)


def json_option(command: F) -> F:
    """Give machines the same as people."""
    return click.option("--json", is_flag=True, help="Print JSON.")(command)


def dry_option(command: F) -> F:
    """Show and do not send."""
    return click.option(
        "--dry-run", is_flag=True, help="Print the HTTP request, secrets masked; send nothing."
    )(command)


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


def plural(count: float, what: str) -> str:
    """Count things, or the only one."""
    return f"{count:.12g} {what}" if count == 1 else f"{count:.12g} {what}s"


def say(text: str, *, err: bool = False) -> None:
    """Print text that may hold a vendor's words: a terminal obeys none of them.

    `Unwritten` where standard output takes no more; what stderr does not take is lost.
    """
    if not err and sys.stdout is None:
        # It was closed before Python began, and click would print nothing without a word.
        raise Unwritten(OSError(errno.EBADF, os.strerror(errno.EBADF)))
    try:
        click.echo(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text), err=err)
    except OSError as reason:
        give_up(sys.stderr if err else sys.stdout)
        if not err:
            raise Unwritten(reason) from None


def echo_json(value: object, indent: int | None = 2) -> None:
    """Print JSON: times as ISO 8601 with offset, amounts as text; without ``indent`` in a line."""
    # Elsewhere a letter that cannot be shown would be written in a way that is not JSON's.
    shows_all = (getattr(sys.stdout, "encoding", None) or "").lower() in ("utf-8", "utf8")
    say(json.dumps(value, default=_plain, indent=indent, ensure_ascii=not shows_all))


def _plain(value: Any) -> object:
    from attrs import fields, has

    if has(type(value)):
        return {
            f.name: getattr(value, f.name) for f in fields(type(value)) if f.repr or f.name == "raw"
        }
    if isinstance(value, Exception):
        return str(value)
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else str(value)
