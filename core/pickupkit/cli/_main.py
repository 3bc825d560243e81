"""The root command, and what every command shares."""

import errno
import io
import sys
from typing import Any, Final

import click

from . import _about, _journal, _local, _orders, _pickups, _plugin, _requests, _spec
from ._exits import Command, tell
from ._say import say
from ._unwritten import Unwritten, give_up

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
_JSON: Final = f"{__name__}.json"
EPILOG: Final = (
    "Exit codes: 0 done, 1 a fault of ours, 2 usage, configuration or an invalid request, "
    "3 refused or not supported, 4 outcome unknown (do not book again before you know), "
    "5 unavailable, 130 interrupted and nothing booked."
)


class _Group(click.Group):
    command_class = Command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program; where not even help can be printed, say so in a line."""
        try:
            return super().main(*args, **kwargs)
        except (OSError, Unwritten) as error:
            if isinstance(error, OSError) and error.errno not in _FULL:
                raise
            lost = error if isinstance(error, Unwritten) else Unwritten(error)
            give_up(sys.stdout)
            say(lost.line(), err=True)
            sys.exit(lost.code)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep in mind whether a machine asks: an error in the rest is then told as JSON too."""
        ctx.meta[_JSON] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; tell a machine what is wrong with its options."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if not ctx.meta[_JSON]:
                raise
            said = error.format_message()
            tell({"type": "UsageError", "message": said}, (f"Error: {said}",), json=True)
            ctx.exit(error.exit_code)


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


for _module in (_requests, _pickups, _orders, _journal, _about, _local, _plugin, _spec):
    for _command in _module.COMMANDS:
        main.add_command(_command)
