"""Read committed files; nothing here changes what git holds."""

import subprocess
from pathlib import Path

from pickupkit.codegen.errors import SpecError


def committed(root: Path, revision: str, path: str) -> bytes:
    """Give a file as it is at a revision."""
    return _git(root, "show", f"{revision}:{path}")


def listed(root: Path, revision: str, folder: str) -> list[str]:
    """Give the names in a folder at a revision."""
    return _git(root, "ls-tree", "--name-only", f"{revision}:{folder}").decode().split()


def _git(root: Path, *arguments: str) -> bytes:
    try:
        command = ["git", "-C", str(root), *arguments]
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise SpecError("git is needed to read what is committed") from error
    if done.returncode != 0:
        raise SpecError(f"git: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
