"""Compare two whole descriptions: servers, ways to log in, operations, and their schemas."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from pickupkit.codegen.documents import Place, each_schema, operations
from pickupkit.codegen.mend import mended_paths, mended_schema
from pickupkit.codegen.operation import PYTHON_NAME, opened, placed_parameters

from .findings import KINDS, Drift, Finding, Side
from .schemas import Schemas

Json: TypeAlias = Any
Operation: TypeAlias = tuple[dict[str, Json], dict[str, Json]]
_JSON = "application/json"


def compare(
    old: dict[str, Json], new: dict[str, Json], paths: Sequence[str] | None = None
) -> Drift:
    """Give what differs; of ``paths``, where given, in full, and of others the number."""
    comparison = _Comparison(_normal(old), _normal(new))
    found = list(dict.fromkeys(comparison.findings()))
    ours = [finding for finding in found if paths is None or _touches(finding, paths)]
    ours.sort(key=lambda f: (KINDS.index(f.kind), f.where, f.side, f.what))
    return Drift(ours, len(found) - len(ours))


def _touches(finding: Finding, paths: Sequence[str]) -> bool:
    return not finding.operations or any(o.split(" ", 1)[1] in paths for o in finding.operations)


def _normal(document: dict[str, Json]) -> dict[str, Json]:
    """Take out what is only a matter of spelling; the rest stays as the vendor has it."""
    document = mended_paths({**document, "paths": document.get("paths") or {}})
    result: dict[str, Json] = each_schema(document, mended_schema)
    return result


class _Comparison:
    def __init__(self, old: dict[str, Json], new: dict[str, Json]) -> None:
        self.old, self.new = old, new
        self.schemas = Schemas(old, new)

    def findings(self) -> Iterator[Finding]:
        before = {_title(place): operation for place, operation in operations(self.old)}
        after = {_title(place): operation for place, operation in operations(self.new)}
        yield from self._whole()
        for name in sorted({*before, *after}):
            if name not in after:
                yield _operation("breaking", name, "operation gone", before[name])
            elif name not in before:
                yield _operation("new", name, "operation added", after[name])
            else:
                self._operation(name, before[name], after[name])
        yield from self.schemas.findings()

    def _whole(self) -> Iterator[Finding]:
        servers = [[s.get("url") for s in d.get("servers", ())] for d in (self.old, self.new)]
        for gone in [url for url in servers[0] if url not in servers[1]]:
            yield Finding("breaking", "servers", f"{gone} gone")
        for url in [url for url in servers[1] if url not in servers[0]]:
            yield Finding("new", "servers", f"{url} added")
        schemes = [d.get("components", {}).get("securitySchemes", {}) for d in (self.old, self.new)]
        for name in sorted(schemes[0].keys() & schemes[1].keys()):
            a, b = ({**s[name], "description": ""} for s in schemes)
            if a != b:
                yield Finding("breaking", f"securitySchemes.{name}", "is another way to log in")

    def _operation(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        function = (old.get(PYTHON_NAME) or old.get("operationId") or "",)
        if old.get("operationId") != new.get("operationId"):
            told = f"operationId {old.get('operationId')} became {new.get('operationId')}"
            self._add("changed", name, told, names=function)
        if new.get("deprecated") and not old.get("deprecated"):
            self._add("changed", name, "is deprecated", names=function)
        if any(old.get(key) != new.get(key) for key in ("summary", "description")):
            self._add("words", name, "summary or description reworded")
        self._security(name, old, new)
        self._parameters(name, old, new)
        self._body(name, old, new)
        self._answers(name, old, new)

    def _add(
        self, kind: Any, name: str, what: str, side: Side = "", names: tuple[str, ...] = ()
    ) -> None:
        operation = " ".join(name.split(" ")[:2])
        self.schemas.add(operation, Finding(kind, name, what, side, names))

    def _security(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        a, b = (
            {
                " and ".join(sorted(way)) or "none"
                for way in part.get("security", d.get("security")) or ()
            }
            for part, d in ((old, self.old), (new, self.new))
        )
        if gone := sorted(a - b):
            self._add("breaking", name, f"{', '.join(gone)} no longer logs in")
        if more := sorted(b - a):
            self._add("new" if a else "breaking", name, f"{', '.join(more)} logs in")

    def _parameters(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        a, b = (_parameters(d, name, o) for d, o in ((self.old, old), (self.new, new)))
        for key in sorted({*a, *b}):
            at, names = f"{name} {key[0]}.{key[1]}", (key[1],)
            if key not in b:
                self._add("changed", at, "parameter gone", "request", names)
            elif key not in a:
                needed = b[key].get("required")
                kind, told = ("breaking", "required parameter") if needed else ("new", "parameter")
                self._add(kind, at, f"{told} added", "request", names)
            else:
                self._parameter(at, name, a[key], b[key])

    def _parameter(self, at: str, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        names = (str(new["name"]),)
        if bool(old.get("required")) != bool(new.get("required")):
            needed = bool(new.get("required"))
            told = "became required" if needed else "is no longer required"
            self._add("breaking" if needed else "changed", at, told, "request", names)
        if old.get("description") != new.get("description"):
            self._add("words", at, "description reworded", "request")
        self.schemas.compare(old.get("schema", {}), new.get("schema", {}), at, "request", name)

    def _body(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        a, b = _body(self.old, old), _body(self.new, new)
        if b.get("required") and not a.get("required"):
            self._add("breaking", name, "a body is required", "request")
        self._content(name, f"{name} body", a, b, "request")

    def _answers(self, name: str, old: dict[str, Json], new: dict[str, Json]) -> None:
        a, b = (
            {status: opened(d, r) for status, r in (o.get("responses") or {}).items()}
            for d, o in ((self.old, old), (self.new, new))
        )
        for status in sorted({*a, *b}):
            good = status.startswith("2")
            if status not in b:
                self._add(
                    "breaking" if good else "changed", name, f"answer {status} gone", "answer"
                )
            elif status not in a:
                self._add("new" if good else "changed", name, f"answer {status} added", "answer")
            else:
                self._content(name, f"{name} {status}", a[status], b[status], "answer")

    def _content(self, name: str, where: str, old: Json, new: Json, side: Side) -> None:
        a, b = old.get("content") or {}, new.get("content") or {}
        for kind in [kind for kind in a if kind not in b]:
            self._add("breaking", where, f"{kind} gone", side)
        for kind in [kind for kind in b if kind not in a]:
            self._add("new", where, f"{kind} added", side)
        for kind in [kind for kind in a if kind in b]:
            before, after = (part[kind].get("schema", {}) for part in (a, b))
            self.schemas.compare(before, after, where, side, name)


def _title(place: Place) -> str:
    return f"{str(place[2]).upper()} {place[1]}"


def _operation(kind: Any, name: str, what: str, operation: dict[str, Json]) -> Finding:
    names = (str(operation.get(PYTHON_NAME) or operation.get("operationId") or ""), f"path {name}")
    return Finding(kind, name, what, "", names, (name,))


def _parameters(
    document: dict[str, Json], name: str, operation: dict[str, Json]
) -> dict[tuple[str, str], dict[str, Json]]:
    item = document["paths"][name.split(" ", 1)[1]]
    found = [part for _, part in placed_parameters(document, item, operation)]
    return {(str(p["in"]), str(p["name"])): p for p in found}


def _body(document: dict[str, Json], operation: dict[str, Json]) -> dict[str, Json]:
    body = operation.get("requestBody")
    return opened(document, body) if body else {}
