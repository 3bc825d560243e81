"""The root command, and what every command shares."""

import io
import sys
from typing import Final

import click

from . import _about, _journal, _local, _orders, _pickups, _plugin, _spec
from ._exits import Command

EPILOG: Final = (
    "Exit codes: 0 done, 1 a fault of ours, 2 usage, configuration or an invalid request, "
    "3 refused or not supported, 4 outcome unknown (do not book again before you know), "
    "5 unavailable."
)


class _Group(click.Group):
    command_class = Command


@click.group(cls=_Group, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pickupkit")
@click.option(
    "--config",
    envvar="PICKUPKIT_CONFIG",
    metavar="FILE",
    help="The pickupkit.toml to use; else it is looked for from here upward.",
)
@click.pass_context
def main(context: click.Context, config: str | None) -> None:
    """Book, list and cancel carrier pickups at any provider."""
    context.obj = config
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Where a letter cannot be shown, what was booked must be told all the same.
            stream.reconfigure(errors="backslashreplace")


for _module in (_pickups, _orders, _journal, _about, _local, _plugin, _spec):
    for _command in _module.COMMANDS:
        main.add_command(_command)
