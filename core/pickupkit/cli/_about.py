"""Commands that tell what there is and what it needs."""

from typing import Any, Final

import click

from ._exits import Command
from ._options import echo_json, json_option, open_registry, say


@click.command(cls=Command)
@json_option
@click.pass_context
def providers(context: click.Context, json: bool) -> None:
    """Show every provider that is installed, and what it can do."""
    from pickupkit import render
    from pickupkit.plugin import OPERATIONS

    registry = open_registry(context)
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
    from pickupkit import render
    from pickupkit.template import template as fill_in

    rules = _rules(context, name, carrier)
    if template:
        click.echo(fill_in(name, carrier, rules), nl=False)
        return
    if json:
        echo_json({"provider": name, "carrier": carrier, "requirements": rules})
        return
    rows = ((rule.pointer, _need(rule), _values(rule), rule.why, rule.source) for rule in rules)
    say(render.table(("FIELD", "NEED", "VALUES", "WHY", "SOURCE"), rows))


def _rules(context: click.Context, name: str, carrier: str | None) -> Any:
    from pickupkit.config import Config
    from pickupkit.errors import ConfigError
    from pickupkit.kit import PickupKit

    root = context.find_root().obj
    try:
        config = Config.load(root)
    except ConfigError:
        if root is not None:
            raise
        config = Config.of({})
    with PickupKit(config) as kit:
        return kit.requirements(name, carrier)


def _need(rule: Any) -> str:
    words = f"{rule.need} {rule.condition}" if rule.condition else str(rule.need)
    if rule.carriers:
        words += f" for {', '.join(rule.carriers)}"
    return f"{words} but for {', '.join(rule.but_not)}" if rule.but_not else words


def _values(rule: Any) -> str:
    bounds = []
    if rule.at_least is not None:
        bounds.append(f"at least {rule.at_least}")
    if rule.at_most is not None:
        bounds.append(f"at most {rule.at_most}")
    if rule.together:
        bounds.append("in all")
    return " | ".join(rule.choices) or ", ".join(bounds)


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
