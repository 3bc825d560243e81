"""Put a finished tree in the place of another whole, and compare trees by their bytes."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def swap(fresh: Path, target: Path) -> None:
    """Rename ``fresh`` to ``target``; whenever this is interrupted, one whole tree stays.

    Both must be in one file system. A kill between the two renames leaves the old tree beside its
    place; `recover` puts it back.
    """
    old = _old(target)
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except BaseException:
        recover(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Undo what a killed `swap` left half done."""
    old = _old(target)
    if old.exists() and target.exists():
        shutil.rmtree(old)
    elif old.exists():
        old.rename(target)


def clear(target: Path) -> None:
    """Remove the workshops that killed runs for ``target`` left behind."""
    for left in target.parent.glob(f".{target.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


@contextmanager
def workshop(parent: Path, name: str) -> Iterator[Path]:
    """Give an empty directory in ``parent``'s file system that is gone afterwards."""
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}.new-", dir=parent) as place:
        yield Path(place)


def files(tree: Path) -> dict[str, bytes]:
    """Give each file's bytes by its path in the tree, compiled ones left out."""
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in sorted(tree.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(fresh: Path, target: Path) -> list[str]:
    """Name the files that are new, gone or changed in ``target`` against ``fresh``."""
    wanted, found = files(fresh), files(target)
    return sorted(
        name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)
    )
