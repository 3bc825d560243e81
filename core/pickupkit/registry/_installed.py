"""The entry points of a group among all that is installed, at the cost of a glance at each.

`importlib.metadata` parses every file of every distribution, and to import it costs more than the
rest of naming the providers. What it would find in plain folders is found here by the name of the
group; anything else that may be on the path is left to it.
"""

import os
import re
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    from importlib.metadata import Distribution

_KINDS: Final = (".dist-info", ".egg-info")


@frozen
class Entry:
    """One entry point; ``home`` is its distribution, or the folder with what is said of that."""

    group: str
    name: str
    value: str
    home: "str | Distribution | None"

    def load(self) -> object:
        """Import what it names."""
        from importlib.metadata import EntryPoint

        return EntryPoint(self.name, self.value, self.group).load()

    @property
    def distribution(self) -> str:
        """The name of the distribution, and its version, if its metadata can be read."""
        from importlib.metadata import Distribution

        try:
            found = Distribution.at(self.home) if isinstance(self.home, str) else self.home
            known = f"{found.name} {found.version}" if found else ""
        except Exception:  # noqa: BLE001 - whatever is wrong there, it names no fault of its own
            known = ""
        return known or "an unknown distribution"


class _UnusualError(Exception):
    """There may be distributions where a glance at folders does not show them."""


def entries(group: str) -> list[Entry]:
    """Give the entry points of a group; of distributions with one name the first counts."""
    try:
        folders = [*_folders()]
    except _UnusualError:
        from importlib.metadata import entry_points

        return [Entry(group, p.name, p.value, p.dist) for p in entry_points(group=group)]
    return [entry for folder in folders for entry in _read(folder, group)]


def _folders() -> Iterator[str]:
    """Give the metadata folder of each distribution, in the order of the path."""
    finders = (f for f in sys.meta_path if f is not PathFinder)
    if any(hasattr(finder, "find_distributions") for finder in finders):
        raise _UnusualError
    seen: set[str] = set()
    # Python itself passes over what is no text there.
    path: list[object] = [*sys.path]
    for place in (place for place in path if isinstance(place, str)):
        for child in _told(place):
            name = re.sub(r"[-_.]+", "_", _stem(child.name)).lower()
            if name not in seen:
                seen.add(name)
                yield child.path


def _stem(folder: str) -> str:
    """Take the version and the suffix off; an editable install may have no version there."""
    return folder.rpartition(".")[0].partition("-")[0]


def _told(place: str) -> list[os.DirEntry[str]]:
    if place.endswith(".egg"):
        raise _UnusualError
    try:
        with os.scandir(place or ".") as children:
            return [child for child in children if child.name.endswith(_KINDS)]
    except NotADirectoryError:  # an archive
        raise _UnusualError from None
    except OSError:
        return []


def _read(folder: str, group: str) -> Iterator[Entry]:
    try:
        # A Path would cost more than the file.
        with open(f"{folder}/entry_points.txt", "rb", buffering=0) as file:  # noqa: PTH123
            content = file.read()
    except OSError:
        return
    if f"[{group}]".encode() in content:
        yield from _parsed(content.decode("utf-8", "replace"), group, folder)


def _parsed(text: str, group: str, folder: str) -> Iterator[Entry]:
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line.strip("[]")
        elif section == group and line and not line.startswith("#"):
            name, _, value = map(str.strip, line.partition("="))
            yield Entry(group, name, value, folder)
