"""The contract of imports: a plugin sees the plugin interface and nothing else of core."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
CORE = ROOT / "core" / "pickupkit"


def test_every_module_of_core_but_the_interface_is_kept_from_plugins():
    """A new one cannot be forgotten."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [
        each
        for each in settings["tool"]["importlinter"]["contracts"]
        if each["name"].startswith("Plugins see the plugin interface")
    ]
    modules = {path.stem for path in CORE.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in CORE.glob("*/__init__.py")}

    assert contract["forbidden_modules"] == sorted(
        f"pickupkit.{name}" for name in modules | packages - {"plugin"}
    )
