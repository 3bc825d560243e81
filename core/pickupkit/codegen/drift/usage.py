"""Where code and recordings spell the names that a difference is about, by file and line.

By names alone: what is called alike and means something else is named too, and what reaches a
field by way of a variable is not found. It says where to look first.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .findings import Finding

ROLES = ("mapping", "code", "requirement", "sandbox", "cassette")
_KEY = re.compile(r'"([^"\\]{1,60})"(?=\s*[:,}\]])|[?&]([\w.-]+)=|^\s+([\w-]+):\s*$')
_URI = re.compile(r"^\s+uri: \S+?://[^/]+([^?\s]*)")


class Hit(NamedTuple):
    """One place that has to do with a difference."""

    role: str
    file: str
    line: int
    inside: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" + (f" {self.inside}" if self.inside else "")


class Usage:
    """Knows which names each file spells."""

    def __init__(self, places: Iterable[Path], root: Path | None = None) -> None:
        self._hits: dict[str, list[Hit]] = defaultdict(list)
        self._uris: list[tuple[str, Hit]] = []
        for path in sorted({file for place in places for file in _files(place)}):
            name = str(path.relative_to(root)) if root else str(path)
            read = self._python if path.suffix == ".py" else self._recording
            read(path.read_text(encoding="utf-8", errors="replace"), name)

    def of(self, finding: Finding) -> list[Hit]:
        """Give the places that spell what ``finding`` is about, once each."""
        found = [hit for name in finding.names for hit in self._of(name)]
        return sorted(dict.fromkeys(found), key=lambda hit: (ROLES.index(hit.role), hit))

    def _of(self, name: str) -> list[Hit]:
        if name.startswith("path "):
            path = name.split(" ", 2)[2]
            pattern = re.compile(r".*" + re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path)) + "/?")
            return [hit for uri, hit in self._uris if pattern.fullmatch(uri)]
        if name.startswith("class "):
            return self._hits.get(f"class {_plain(name[6:])}", [])
        return self._hits.get(_plain(name), [])

    def _python(self, text: str, name: str) -> None:
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            return
        role = _role(name)
        for node, inside in _walk(tree, ""):
            for word in _words(node):
                self._hits[word].append(Hit(role, name, getattr(node, "lineno", 1), inside))

    def _recording(self, text: str, name: str) -> None:
        seen: set[str] = set()
        for number, line in enumerate(text.splitlines(), 1):
            hit = Hit("cassette", name, number)
            if uri := _URI.match(line):
                self._uris.append((uri[1], hit))
            words = {_plain(next(filter(None, found.groups()))) for found in _KEY.finditer(line)}
            for word in words - seen:
                self._hits[word].append(hit)
            seen |= words


def _files(place: Path) -> Iterator[Path]:
    wanted = (".py", ".yaml", ".yml")
    if place.is_file():
        yield place
    for path in place.rglob("*") if place.is_dir() else ():
        if path.suffix in wanted and path.is_file() and "__pycache__" not in path.parts:
            yield path


def _role(name: str) -> str:
    if "sandbox" in Path(name).parts:
        return "sandbox"
    stem = Path(name).stem.strip("_")
    return {"requirements": "requirement", "mapping": "mapping", "write": "mapping"}.get(
        stem, "code"
    )


def _walk(node: ast.AST, inside: str) -> Iterator[tuple[ast.AST, str]]:
    """Give each node with the function that it is in."""
    yield node, inside
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        inside = f"{inside}.{node.name}" if inside else node.name
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, inside)


def _words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        yield f"class {_plain(node.attr)}" if node.attr[:1].isupper() else _plain(node.attr)
    elif isinstance(node, ast.keyword) and node.arg:
        yield _plain(node.arg)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
        yield _plain(node.value.rpartition("/")[2] if node.value[:1] == "/" else node.value)


def _plain(name: str) -> str:
    """Spell a name one way: ``zip_``, ``houseNumber`` and ``API-VERSION`` as Python would."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")
