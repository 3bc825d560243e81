"""Write plugins by the command, and run what was written in processes of their own."""

import os
import subprocess
import sys
from importlib.metadata import entry_points

from click.testing import CliRunner

from pickupkit.cli import main

QUIETLY = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest")
"""For test runs inside a test: without plugins that they do not need, half as long to start."""
INSTALL = ("-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index")


def call(*words):
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def python(*words, folder, path):
    """Run Python with one more place to import from."""
    environment = {**os.environ, "PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True, text=True, cwd=folder, env=environment, check=False,
    )  # fmt: skip


def run_tests(folder, path, *more):
    """Run the tests of a plugin, as its author would."""
    known = entry_points(group="pytest11", name="pickupkit.testing.pytest_plugin")
    loaded = () if known else ("-p", "pickupkit.testing.pytest_plugin")
    return python("-m", "pytest", *loaded, *QUIETLY, *more, folder=folder, path=path)


def install(folder, site):
    """Install a plugin as from an index, without one."""
    quiet = (*INSTALL, "--disable-pip-version-check", "--target", site, ".")
    done = python(*quiet, folder=folder, path="")
    assert done.returncode == 0, done.stderr


def in_ruffs_form(folder):
    """Give what ruff would change of a folder by the settings that are in it."""
    chores = (("check", "--output-format=concise", "--quiet"), ("format", "--check", "--quiet"))
    done = [python("-m", "ruff", *c, "--no-cache", folder=folder, path="") for c in chores]
    return [each.stdout + each.stderr for each in done if each.returncode]
