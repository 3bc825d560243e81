"""Commands that tell what there is and what it needs."""

from collections.abc import Sequence
from typing import Any, Final

import click

from ._configured import config_or_none, usable
from ._exits import Command
from ._options import json_option
from ._say import echo_json, say


@click.command(cls=Command)
@json_option
@click.pass_context
def providers(context: click.Context, json: bool) -> None:
    """Show every provider that is installed, and what it can do."""
    from pickupkit import render
    from pickupkit.plugin import OPERATIONS

    registry = usable(context)
    found = list(registry)
    if json:
        listed = [{"name": p.name, "title": p.title, "supports": sorted(p.supports)} for p in found]
        echo_json({"providers": listed, "broken": {k: str(v) for k, v in registry.broken.items()}})
        return
    shown = [name for name in OPERATIONS if name not in ("check", "order")]
    rows = ([p.name, *(_ability(p, name) for name in shown)] for p in found)
    say(render.table(("PROVIDER", *(name.upper() for name in shown)), rows))
    for error in registry.broken.values():
        say(f"broken: {error}", err=True)


def _ability(provider: Any, operation: str) -> str | None:
    if operation in provider.pending:
        return "unfinished"
    return "yes" if operation in provider.supports else None


@click.command(cls=Command)
@click.argument("name", metavar="PROVIDER|ACCOUNT")
@click.argument("carrier", required=False)
@click.option("--template", is_flag=True, help="Print a request file to fill in.")
@json_option
@click.pass_context
def requirements(
    context: click.Context, name: str, carrier: str | None, template: bool, json: bool
) -> None:
    """Show what a provider wants of a request, for one carrier or all."""
    from pickupkit.template import template as fill_in

    from ._rules import table

    rules, unknown = _rules(context, name, carrier)
    if unknown:
        say(unknown, err=True)
    filled = fill_in(name, carrier, rules) if template else ""
    if json:
        told = {"template": filled} if template else {"requirements": rules}
        echo_json({"provider": name, "carrier": carrier, **told})
    else:
        say(filled.removesuffix("\n") if template else table(rules))


def _rules(context: click.Context, name: str, carrier: str | None) -> tuple[Any, str]:
    """Give what is wanted, and what is to be said where the carrier is none that is known."""
    from pickupkit.kit import PickupKit

    config = config_or_none(context)
    account = config.accounts.get(name)
    with PickupKit(config, registry=usable(context)) as kit:
        rules = kit.requirements(name)
        choices = [value for rule in rules if rule.pointer == "/carrier" for value in rule.choices]
        known = choices or kit.registry.get(account.provider if account else name).carriers
        said = _unknown(name, carrier, known) if carrier else ""
        return kit.requirements(name, carrier), said


def _unknown(name: str, carrier: str, known: Sequence[str]) -> str:
    if carrier in known or not known:
        return ""
    return (
        f"{name}: no rules of a carrier {carrier!r} are known here; these are the fields that "
        f"every carrier has; known: {', '.join(known)}"
    )


@click.command(cls=Command)
@click.option("--check", is_flag=True, help="Also prove the credentials with a harmless call.")
@json_option
@click.pass_context
def doctor(context: click.Context, check: bool, json: bool) -> None:
    """Say what is configured, which plugins loaded, and which did not and why."""
    from ._doctor import examine

    report = examine(context, check=check)
    if json:
        echo_json(report.fields())
    else:
        say(report.text())
    context.exit(report.code)


COMMANDS: Final = (providers, requirements, doctor)
