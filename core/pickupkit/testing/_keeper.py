"""Keeps the score of a pytest run; across the processes of pytest-xdist as well."""

from typing import Any

import pytest

from ._contract import ProviderContract
from ._rules import RULES
from ._score import Line, Scorecard, State

_PROPERTY = "pickupkit"


class Keeper:
    """A pytest plugin; each test of a contract carries its rule to whoever prints."""

    def __init__(self) -> None:
        self._lines: dict[str, list[Line]] = {}

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Write down whose rule a test is."""
        contract: Any = getattr(item, "cls", None)
        name = item.name.removeprefix("test_")
        if contract and issubclass(contract, ProviderContract) and name in RULES:
            item.user_properties.append((_PROPERTY, [contract().found().name, name]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the result of a rule; a set-up that fails or skips is one, too."""
        told: Any = dict(report.user_properties).get(_PROPERTY)
        if told is None or (report.when != "call" and report.passed) or report.when == "teardown":
            return
        provider, name = told
        state, why = _state(report)
        rule = RULES[name]
        line = Line(name, rule.level, rule.says, state, why)
        self._lines.setdefault(provider, []).append(line)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print a card for each provider."""
        order = list(RULES)
        for provider, lines in sorted(self._lines.items()):
            lines.sort(key=lambda line: order.index(line.rule))
            terminalreporter.write_sep("-", "pickupkit")
            terminalreporter.write_line(Scorecard(provider, tuple(lines)).text())


def _state(report: pytest.TestReport) -> tuple[State, tuple[str, ...]]:
    excuse = getattr(report, "wasxfail", None)
    if excuse is not None and report.skipped:
        return "exempt", (excuse,)
    if report.skipped:
        said = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        said = said.removeprefix("Skipped: ")
        return ("missing" if "not aimed at" in said else "exempt"), (said,)
    if report.failed:
        return "missing", ("see the failure above",)
    return "done", ()
