"""Every hook is documented under its own signature, with the version that brought it."""

import inspect
import re
from pathlib import Path

from pickupkit.plugin._hooks import Hooks

ROOT = Path(__file__).parent.parent
HOOKS = {n: f for n, f in vars(Hooks).items() if n.startswith("pickupkit_")}


def test_each_hook_is_a_heading():
    """The page about plugins has each hook's name and arguments, and no other."""
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    signatures = {
        f"{name}({', '.join(list(inspect.signature(hook).parameters)[1:])})"
        for name, hook in HOOKS.items()
    }

    assert set(re.findall(r"^### (pickupkit_.*)$", page, re.MULTILINE)) == signatures


def test_each_hook_says_since_when():
    """A reader of the code learns which version is needed."""
    assert all(".. versionadded:: " in (hook.__doc__ or "") for hook in HOOKS.values())


def test_the_explanation_runs():
    """Its block is no mere illustration."""
    page = (ROOT / "docs" / "explanation.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    exec(compile(block, "explanation.md", "exec"), {"__name__": "explanation"})  # noqa: S102
