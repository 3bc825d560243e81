"""The page of the contract: every rule is on it, in its words, and no other."""

import re
import subprocess
import sys
from pathlib import Path

from pickupkit.testing import RULES
from pickupkit.testing._rules import LEVELS

PAGE = (Path(__file__).parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.*?) \|$", re.MULTILINE)


def rows(level):
    """Give what the page says of one level."""
    [section] = re.findall(
        rf"^## Level {level}: {LEVELS[level]}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL
    )
    return ROW.findall(section)


def test_the_page_tells_every_rule():
    """Level by level, in the order of the card, each with what it needs."""
    told = {level: rows(level) for level in LEVELS}

    assert told == {
        level: [
            (rule.name, rule.says, ", ".join(rule.needs))
            for rule in RULES.values()
            if rule.level == level
        ]
        for level in LEVELS
    }


def test_the_page_counts_them():
    """As many as there are."""
    assert f"**{len(RULES)} rules**" in PAGE


def test_the_rules_are_there_for_whoever_asks_first():
    """No contract has to be made before the table is full."""
    code = "from pickupkit.testing import RULES; print(len(RULES))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert int(done.stdout) == len(RULES)
