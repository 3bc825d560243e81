"""Commands on API descriptions, for those who write plugins."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ._exits import Command
from ._options import json_option
from ._say import echo_json, say

if TYPE_CHECKING:
    from pickupkit.codegen.drift import Drift, Usage

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_PLACE: Final = click.Path(exists=True, path_type=Path)


class _Group(click.Group):
    command_class = Command


@click.group(cls=_Group)
def spec() -> None:
    """Compare and check OpenAPI descriptions."""


@spec.command()
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("--keep", multiple=True, metavar="PATH", help="Tell only of this path; repeatable.")
@click.option("--usage", multiple=True, type=_PLACE, help="Code or cassettes to look through.")
@click.option("--markdown", is_flag=True, help="Print Markdown, for a pull request.")
@json_option
@click.pass_context
def drift(
    context: click.Context,
    old: Path,
    new: Path,
    keep: tuple[str, ...],
    usage: tuple[Path, ...],
    markdown: bool,
    json: bool,
) -> None:
    """Say what changed between two descriptions: what breaks, what is new, what is only words.

    Leaves with 1 if a client may break.
    """
    from pickupkit.codegen.drift import Usage

    found = _compared(old, new, keep)
    used = Usage(usage) if usage else None
    _tell(
        found, used, f"{old.name} to {new.name}", "json" if json else "markdown" if markdown else ""
    )
    context.exit(1 if found.breaks else 0)


@spec.command()
@click.argument("file", type=_FILE)
@json_option
@click.pass_context
def check(context: click.Context, file: Path, json: bool) -> None:
    """Check that a description is OpenAPI and whole, and that its examples fit its schemas.

    Leaves with 1 if something is wrong with it.
    """
    faults = _faults(file)
    if json:
        echo_json({"file": str(file), **faults})
    for kind, found in faults.items() if not json else ():
        for fault in found:
            say(f"{kind}: {fault}")
    if not json and not any(faults.values()):
        say(f"{file}: nothing wrong found")
    context.exit(1 if any(faults.values()) else 0)


@contextmanager
def _readable() -> Iterator[None]:
    """Tell what cannot be read, and what is missing to read it, as a usage error."""
    from pickupkit.codegen import SpecError
    from pickupkit.errors import ConfigError

    try:
        yield
    except SpecError as error:
        raise ConfigError(str(error)) from error
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error}; install pickupkit[generate]") from error


def _compared(old: Path, new: Path, keep: tuple[str, ...]) -> "Drift":
    with _readable():
        from pickupkit.codegen.drift import compare
        from pickupkit.codegen.version import described

        return compare(described(old), described(new), keep or None)


def _tell(found: "Drift", used: "Usage | None", title: str, form: str) -> None:
    from pickupkit.codegen.drift import as_json, as_markdown, as_text

    if form == "json":
        echo_json(as_json(found, used, title))
    else:
        say((as_markdown if form == "markdown" else as_text)(found, used, title))


def _faults(file: Path) -> dict[str, list[str]]:
    with _readable():
        from pickupkit.codegen.documents import read
        from pickupkit.codegen.examples import contradictions
        from pickupkit.codegen.invalid import invalid
        from pickupkit.codegen.sound import sound

        document = read(file)
        return {
            "not OpenAPI": sound(lambda: [*invalid(document)], {}),
            "contradicts itself": sound(lambda: [*contradictions(document)], {}),
        }


COMMANDS: Final = (spec,)
