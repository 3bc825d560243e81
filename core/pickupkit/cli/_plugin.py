"""Commands for authors of plugins: begin one, regenerate its client, check it."""

from pathlib import Path
from typing import Final

import click

from ._exits import Command
from ._options import json_option
from ._say import echo_json, say
from ._unwritten import standing


class _Group(click.Group):
    command_class = Command


@click.group(cls=_Group)
def plugin() -> None:
    """Write a provider of your own, and see what it keeps of the contract."""


@plugin.command("new", cls=Command)
@click.argument("name")
@click.option("--openapi", type=click.Path(), metavar="FILE", help="Generate a client from it.")
@click.option("--overlay", type=click.Path(), metavar="FILE", help="Mends the description.")
@click.option("--into", type=click.Path(), metavar="DIR", help="The new folder; else the name.")
@json_option
def new(name: str, openapi: str | None, overlay: str | None, into: str | None, json: bool) -> None:
    """Write a plugin: an installable package whose tests pass at once."""
    from pickupkit.scaffold import write

    if overlay and not openapi:
        raise click.UsageError("--overlay mends a description: give --openapi as well")
    folder = Path(into or f"pickupkit-{name}")
    sources = (Path(given) if given else None for given in (openapi, overlay))
    written = write(name, folder, *sources)
    shown = [str(path) for path in written if "client" not in path.parts]
    with standing(f"the plugin is written all the same: see {folder}"):
        if json:
            echo_json({"written": written})
        else:
            lines = (*shown, "", f"Next: cd {folder} && pip install -e . pytest && pytest")
            say("\n".join(lines))


@plugin.command("generate", cls=Command)
@click.argument("folder", default=".", type=click.Path())
@click.option("--check", is_flag=True, help="Change nothing, name what differs.")
@json_option
@click.pass_context
def generate(context: click.Context, folder: str, check: bool, json: bool) -> None:
    """Make the client of a plugin anew from its specs/NAME/upstream.yaml and overlay.yaml."""
    from pickupkit.scaffold import regenerate

    changed = regenerate(Path(folder), only_check=check)
    if json:
        echo_json({"differs": changed})
    else:
        for path in changed:
            say(f"{path}: is not what its description gives", err=True)
    context.exit(1 if changed else 0)


@plugin.command("check", cls=Command)
@click.argument("name")
@click.option("--tests", default="tests", type=click.Path(), help="Where its contract is.")
@click.option("--markdown", is_flag=True, help="Print a table for a README.")
@json_option
@click.pass_context
def check(context: click.Context, name: str, tests: str, markdown: bool, json: bool) -> None:
    """Show what a provider keeps of the contract, rule by rule."""
    from pickupkit.testing._find import contract_of
    from pickupkit.testing._score import score

    contract = contract_of(name, Path(tests))
    card = score(contract)
    if json:
        echo_json(card.fields())
    else:
        say(card.markdown() if markdown else card.text())
    context.exit(0 if card.level >= contract.level else 3)


COMMANDS: Final = (plugin,)
