"""Compare one operation with what it was: who may call it where, what it takes, what it gives."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from pickupkit.codegen.documents import METHODS
from pickupkit.codegen.operation import PYTHON_NAME, opened, placed_parameters

from . import access
from .findings import Finding, Kind, Side
from .rest import Rest
from .rules import Told
from .schemas import Schemas

Json: TypeAlias = Any
Two: TypeAlias = tuple[dict[str, Json], dict[str, Json]]

_BODY = frozenset({"content", "required"})
_ANSWER = frozenset({"content", "headers"})
_ITEM = frozenset({*METHODS, "parameters", "servers"})
_OPERATION = frozenset(
    {"callbacks", "deprecated", "operationId", "parameters", "requestBody", "responses"}
) | {"security", "servers"}
_PARAMETER = frozenset(
    {"content", "deprecated", "explode", "in", "name", "required", "schema", "style"}
)
# What no rule compares in an answer is told as the rest is.
_HEADER = frozenset({"content", "deprecated", "schema"})


class Operations:
    """Collects what differs in the operations that are there before and after, and its schemas."""

    def __init__(self, old: dict[str, Json], new: dict[str, Json]) -> None:
        self._both = old, new
        self._rest = Rest(old, new)
        self.schemas = Schemas(old, new)

    def compare(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        """Compare one, ``name`` being its method and path."""
        self._itself(name, old, new)
        self._access(name, old, new)
        self._parameters(name, old, new)
        self._body(name, old, new)
        self._answers(name, old, new)

    def _add(
        self, kind: Kind, name: str, what: str, side: Side = "", names: tuple[str, ...] = ()
    ) -> None:
        operation = " ".join(name.split(" ")[:2])
        self.schemas.add(operation, Finding(kind, name, what, side, names))

    def _tell(self, name: str, told: Iterable[Told], side: Side = "") -> None:
        for kind, what in told:
            self._add(kind, name, what, side)

    def _itself(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        function = (old.get(PYTHON_NAME) or old.get("operationId") or "",)
        if old.get("operationId") != new.get("operationId"):
            told = f"operationId {old.get('operationId')} became {new.get('operationId')}"
            self._add("changed", name, f"{told}, and what is named after it", names=function)
        if new.get("deprecated") and not old.get("deprecated"):
            self._add("changed", name, "is deprecated", names=function)
        if any(old.get(key) != new.get(key) for key in ("summary", "description")):
            self._add("words", name, "summary or description reworded")
        self._tell(name, self._rest.told(old, new, _OPERATION))
        self._tell(name, self._rest.told(*self._items(name), _ITEM))

    def _items(self, name: str) -> Two:
        old, new = (document["paths"][name.split(" ", 1)[1]] for document in self._both)
        return old, new

    def _access(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        a, b = (
            part.get("security", document.get("security")) or []
            for part, document in zip((old, new), self._both, strict=True)
        )
        self._tell(name, access.security(a, b))
        parts = [*zip(self._both, self._items(name), (old, new), strict=True)]
        if any(part.get("servers") for _, *inner in parts for part in inner):
            told = access.servers(*(access.servers_of(*part) for part in parts))
            self._tell(name, ((kind, f"server {what}") for kind, what in told))

    def _parameters(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        parts = zip(self._both, self._items(name), (old, new), strict=True)
        a, b = (_parameters(*part) for part in parts)
        for key in sorted({*a, *b}):
            at, names = f"{name} {key[0]}.{key[1]}", (key[1],)
            if key not in b:
                gone: Kind = "breaking" if key[0] == "path" else "changed"
                self._add(gone, at, "parameter gone", "request", names)
            elif key not in a:
                needed = b[key].get("required")
                told = "required parameter added" if needed else "parameter added"
                self._add("breaking" if needed else "new", at, told, "request", names)
            else:
                self._parameter(at, name, a[key], b[key])

    def _parameter(self, at: str, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        names = (str(new["name"]),)
        if bool(old.get("required")) != bool(new.get("required")):
            needed = bool(new.get("required"))
            told = "became required" if needed else "is no longer required"
            self._add("breaking" if needed else "changed", at, told, "request", names)
        if new.get("deprecated") and not old.get("deprecated"):
            self._add("changed", at, "is deprecated", "request", names)
        for key, a, b in zip(("style", "explode"), _written(old), _written(new), strict=True):
            if a != b:
                self._add("breaking", at, f"{key} {a} became {b}", "request", names)
        self._value(at, name, old, new, "request")

    def _value(
        self, at: str, name: str, old: dict[str, Json], new: dict[str, Json], side: Side
    ) -> None:
        """Compare the value of a parameter or header, described by a schema or by contents."""
        if old.get("description") != new.get("description"):
            self._add("words", at, "description reworded", side)
        known = _PARAMETER if side == "request" else _HEADER
        self._tell(at, self._rest.told(old, new, known, side), side)
        if ("content" in old) != ("content" in new):
            self._add("breaking", at, "content differs; look at it", side)
        elif "content" in old:
            self._content(at, name, old, new, side)
        self.schemas.compare(old.get("schema", {}), new.get("schema", {}), at, side, name)

    def _body(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        parts = zip(self._both, (old, new), strict=True)
        a, b = (opened(document, part.get("requestBody") or {}) for document, part in parts)
        if b.get("required") and not a.get("required"):
            self._add("breaking", name, "a body is required", "request")
        self._tell(name, self._rest.told(a, b, _BODY, "request"), "request")
        self._content(f"{name} body", name, a, b, "request")

    def _answers(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        a, b = (
            {status: opened(document, r) for status, r in (part.get("responses") or {}).items()}
            for document, part in zip(self._both, (old, new), strict=True)
        )
        for status in sorted({*a, *b}):
            good = status.startswith("2")
            if status not in b:
                kind: Kind = "breaking" if good else "changed"
                self._add(kind, name, f"answer {status} gone", "answer")
            elif status not in a:
                self._add("new" if good else "changed", name, f"answer {status} added", "answer")
            else:
                self._answer(f"{name} {status}", name, a[status], b[status])

    def _answer(self, at: str, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        if old.get("description") != new.get("description"):
            self._add("words", at, "description reworded", "answer")
        self._tell(at, self._rest.told(old, new, _ANSWER), "answer")
        self._headers(at, name, old, new)
        self._content(at, name, old, new, "answer")

    def _headers(self, at: str, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        a, b = (
            {key.lower(): opened(d, header) for key, header in (p.get("headers") or {}).items()}
            for d, p in zip(self._both, (old, new), strict=True)
        )
        for key in sorted({*a, *b}):
            where = f"{at} header.{key}"
            if key not in b:
                self._add("breaking", where, "header gone", "answer", (key,))
            elif key not in a:
                self._add("new", where, "header added", "answer", (key,))
            else:
                self._value(where, name, a[key], b[key], "answer")

    def _content(self, at: str, name: str, old: Json, new: Json, side: Side) -> None:
        a, b = old.get("content") or {}, new.get("content") or {}
        for kind in [kind for kind in a if kind not in b]:
            self._add("breaking", at, f"{kind} gone", side)
        for kind in [kind for kind in b if kind not in a]:
            self._add("new", at, f"{kind} added", side)
        for kind in [kind for kind in a if kind in b]:
            told = self._rest.told(a[kind], b[kind], frozenset({"schema"}), side)
            self._tell(at, ((level, f"{kind}: {what}") for level, what in told), side)
            before, after = (part[kind].get("schema", {}) for part in (a, b))
            self.schemas.compare(before, after, at, side, name)


def _written(parameter: dict[str, Json]) -> tuple[str, bool]:
    """Give style and explode, said or not."""
    usual = "form" if parameter["in"] in ("cookie", "query") else "simple"
    style = parameter.get("style") or usual
    return style, bool(parameter.get("explode", style == "form"))


def _parameters(
    document: dict[str, Json], item: dict[str, Json], operation: dict[str, Json]
) -> dict[tuple[str, str], dict[str, Json]]:
    found = [part for _, part in placed_parameters(document, item, operation)]
    return {(str(p["in"]), str(p["name"])): p for p in found}
