"""The wheel alone, in a virtual environment of its own, can do what a checkout can."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.scaffold.descriptions import PLAIN

ROOT = Path(__file__).parents[2]


def run(*words, folder):
    """Run something without any of the settings of this checkout's environment."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PATH")}
    done = subprocess.run(
        [*map(str, words)],
        capture_output=True, text=True, cwd=folder, check=False,
        env={**environment, "PATH": os.defpath},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel, and install it beside what it needs; give the environment's programs."""
    root = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    alone = ("-q", "--no-index", "--no-deps")
    run(*pip, "wheel", *alone, "--no-build-isolation", "-w", root, ROOT, folder=root)
    venv.create(root / "venv", with_pip=False)
    scripts = root / "venv" / "bin"
    run(*pip, "--python", scripts / "python", "install", *alone, *root.glob("*.whl"), folder=root)
    # What a folder named in a .pth has in its own .pth, such as this checkout, stays out.
    [site] = (root / "venv").glob("lib/python*/site-packages")
    (site / "needed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    (scripts / "ruff").symlink_to(shutil.which("ruff", path=sysconfig.get_path("scripts")))
    return scripts


def test_a_plugin_is_written_and_its_client_made_anew_without_a_checkout(installed, tmp_path):
    """`plugin new --openapi` and `plugin generate` find pipeline and templates in the wheel."""
    (tmp_path / "acme.yaml").write_text(PLAIN, "utf-8")
    where = "import pickupkit; print(pickupkit.__file__)"
    assert str(installed.parent) in run(installed / "python", "-c", where, folder=tmp_path)

    new = ("plugin", "new", "acme", "--openapi", "acme.yaml", "--into", "acme")
    run(installed / "pickupkit", *new, folder=tmp_path)
    client = tmp_path / "acme" / "pickupkit_acme" / "client"
    written = {path: path.read_bytes() for path in client.rglob("*.py")}
    shutil.rmtree(client)
    run(installed / "pickupkit", "plugin", "generate", "acme", folder=tmp_path)

    assert len(written) > 10
    assert {path: path.read_bytes() for path in client.rglob("*.py")} == written
