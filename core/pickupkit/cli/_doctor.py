"""Examine an installation: configuration, plugins, journal, accounts."""

import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

import click
from attrs import asdict, define, field

from pickupkit.config import Config
from pickupkit.errors import ConfigError, PickupKitError, PluginError
from pickupkit.journal import State
from pickupkit.kit import PickupKit
from pickupkit.plugin._faults import place_of
from pickupkit.registry import Registry

from ._configured import usable
from ._exits import code_of
from ._say import plural


@define
class Finding:
    """One thing looked at."""

    what: str
    healthy: bool
    said: str
    code: int = field(default=0, repr=False)


@define
class Report:
    """Everything that was looked at."""

    findings: list[Finding] = field(factory=list)

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.healthy for finding in self.findings)

    @property
    def code(self) -> int:
        """The exit code: 2 if anything has to be mended, else that of what answered worst."""
        codes = {finding.code for finding in self.findings}
        return 2 if 2 in codes else max(codes)

    def fields(self) -> dict[str, Any]:
        """Give the report as data."""
        return {"healthy": self.healthy, "findings": [asdict(f) for f in self.findings]}

    def text(self) -> str:
        """Give the report as lines."""
        marks = {True: "ok   ", False: "WRONG"}
        return "\n".join(f"{marks[f.healthy]} {f.what}: {f.said}" for f in self.findings)


def examine(context: click.Context, *, check: bool) -> Report:
    """Look at everything; with ``check``, let each provider that can prove its credentials."""
    registry = usable(context)
    report = Report([Finding("pickupkit", healthy=True, said=_versions())])
    report.findings += _plugins(registry)
    try:
        config = Config.load(context.find_root().obj)
    except ConfigError as error:
        report.findings.append(_wrong("configuration", error))
        return report
    said = f"{config.path}, {plural(len(config.accounts), 'account')}"
    report.findings.append(Finding("configuration", healthy=True, said=said))
    with PickupKit(config, registry=registry) as kit:
        report.findings.append(_journal(kit))
        for name, account in config.accounts.items():
            whose = _whose(registry, account.provider)
            report.findings.append(_account(kit, name, whose, check=check))
    return report


def _versions() -> str:
    return f"{version('pickupkit')} on Python {platform.python_version()}"


def _plugins(registry: Registry) -> Iterator[Finding]:
    for name in registry.names():
        source = registry.sources[name]
        try:
            provider = registry.get(name)
            provider.rules(None)
        except PickupKitError as error:
            yield _plugins_fault(f"provider {name}", source.distribution, error)
        else:
            said = f"{source.distribution}; {_listed(provider.supports)}"
            yield Finding(f"provider {name}", healthy=True, said=said)
    for name in registry.broken.keys() - registry.sources.keys():
        yield _wrong(f"provider {name}", registry.broken[name])


def _account(kit: PickupKit, name: str, whose: str, *, check: bool) -> Finding:
    try:
        kit.requirements(name)
        if check and "check" in kit.supports(name):
            said = kit.check(name)
        else:
            said = f"ready, {_listed(kit.supports(name))}; credentials not tried"
    except PluginError as error:
        return _plugins_fault(f"account {name}", whose, error)
    except PickupKitError as error:
        return _wrong(f"account {name}", error)
    except Exception as error:  # noqa: BLE001 - a plugin's fault must not hide the other accounts
        fault = PluginError(f"fails: {place_of(error)}")
        return _plugins_fault(f"account {name}", whose, fault)
    return Finding(f"account {name}", healthy=True, said=said)


def _whose(registry: Registry, provider: str) -> str:
    source = registry.sources.get(provider)
    return source.distribution if source else provider


def _plugins_fault(what: str, distribution: str, error: PickupKitError) -> Finding:
    """Tell a fault of a plugin, with what has to be mended or removed."""
    said = str(error)
    whole = said if distribution in said else f"{distribution}: {said}"
    return Finding(what, healthy=False, said=whole, code=code_of(error))


def _journal(kit: PickupKit) -> Finding:
    """Open the journal, as the next booking would."""
    if not kit.has_journal:
        return Finding("journal", healthy=True, said="off: nothing remembers what was sent")
    try:
        doubtful = sum(entry.state is State.UNKNOWN for entry in kit.attempts())
    except PickupKitError as error:
        return _wrong("journal", error)
    doubt = f"{plural(doubtful, 'booking')} in doubt: run pickupkit reconcile"
    said = doubt if doubtful else "ready"
    return Finding("journal", healthy=True, said=said)


def _wrong(what: str, error: PickupKitError) -> Finding:
    return Finding(what, healthy=False, said=str(error), code=code_of(error))


def _listed(operations: Iterable[str]) -> str:
    listed = ", ".join(sorted(operations))
    return f"operations: {listed}" if listed else "can do nothing yet"
