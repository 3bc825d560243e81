"""Ask git what there is; nothing here changes what it holds."""

import subprocess
from pathlib import Path

from pickupkit.codegen.errors import SpecError


def committed(root: Path, revision: str, path: str) -> bytes:
    """Give a file as it is at a revision."""
    return _git(root, "show", f"{revision}:{path}")


def listed(root: Path, revision: str, folder: str) -> list[str]:
    """Give the names in a folder at a revision."""
    return _git(root, "ls-tree", "--name-only", f"{revision}:{folder}").decode().split()


def present(root: Path) -> list[str]:
    """Name the files of a checkout: those committed that are still there, and new ones."""
    names = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    found = sorted(set(names.decode(errors="surrogateescape").split("\0")))
    return [name for name in found if (root / name).is_file()]


def _git(root: Path, *arguments: str) -> bytes:
    try:
        command = ["git", "-C", str(root), *arguments]
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise SpecError("git is needed to read what is committed") from error
    if done.returncode != 0:
        raise SpecError(f"git: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
