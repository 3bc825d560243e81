"""Options that several commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


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
