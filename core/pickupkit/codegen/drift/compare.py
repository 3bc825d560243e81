"""Compare two whole descriptions: servers, ways to log in, operations, and their schemas."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pickupkit.codegen.documents import Place, each_schema, operations
from pickupkit.codegen.errors import SpecError
from pickupkit.codegen.mend import mended_paths, mended_schema
from pickupkit.codegen.operation import PYTHON_NAME
from pickupkit.codegen.paths import near, written
from pickupkit.codegen.sound import sound

from .access import schemes, servers
from .findings import KINDS, Drift, Finding
from .operations import Operations
from .rest import Rest

Json: TypeAlias = Any
# Security is compared where it counts, at each operation; webhooks go to a server.
_KNOWN = frozenset(
    {"components", "info", "openapi", "paths", "security", "servers", "tags", "webhooks"}
)


def compare(
    old: dict[str, Json],
    new: dict[str, Json],
    paths: Sequence[str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Drift:
    """Give what differs; of ``paths``, where given, in full, and of others the number.

    ``names`` are the functions by which code calls operations, by the operations' places.
    """
    return sound(lambda: _compared(old, new, paths, names or {}), {"old: ": old, "new: ": new})


def _compared(
    old: dict[str, Json],
    new: dict[str, Json],
    paths: Sequence[str] | None,
    names: Mapping[str, str],
) -> Drift:
    comparison = _Comparison(*(_called(_normal(each), names) for each in (old, new)))
    _refuse_unknown(paths or (), {**comparison.old["paths"], **comparison.new["paths"]})
    found = list(dict.fromkeys(comparison.findings()))
    ours = [finding for finding in found if paths is None or _touches(finding, paths)]
    ours.sort(key=lambda f: (KINDS.index(f.kind), f.where, f.side, f.what))
    return Drift(ours, len(found) - len(ours))


def _refuse_unknown(paths: Sequence[str], known: Collection[str]) -> None:
    """Refuse a path that neither has: whoever misspells one would be told that nothing differs."""
    unknown = [f"neither has {path}{near(path, known)}" for path in paths if path not in known]
    if unknown:
        raise SpecError("\n".join(unknown))


def _touches(finding: Finding, paths: Sequence[str]) -> bool:
    return not finding.operations or any(o.split(" ", 1)[1] in paths for o in finding.operations)


def _normal(document: dict[str, Json]) -> dict[str, Json]:
    """Take out what is only a matter of spelling; the rest stays as the vendor has it."""
    document = mended_paths({**document, "paths": document.get("paths") or {}})
    result: dict[str, Json] = each_schema(document, mended_schema)
    return result


def _called(document: dict[str, Json], names: Mapping[str, str]) -> dict[str, Json]:
    for place, operation in operations(document):
        if name := names.get(written(place)):
            operation[PYTHON_NAME] = name
    return document


class _Comparison:
    def __init__(self, old: dict[str, Json], new: dict[str, Json]) -> None:
        self.old, self.new = old, new

    def findings(self) -> Iterator[Finding]:
        before = {_title(place): operation for place, operation in operations(self.old)}
        after = {_title(place): operation for place, operation in operations(self.new)}
        both = Operations(self.old, self.new)
        yield from self._whole()
        for name in sorted({*before, *after}):
            if name not in after:
                yield _operation("breaking", name, "operation gone", before[name])
            elif name not in before:
                yield _operation("new", name, "operation added", after[name])
            else:
                both.compare(name, before[name], after[name])
        yield from both.schemas.findings()

    def _whole(self) -> Iterator[Finding]:
        for kind, what in servers(*(d.get("servers") or [] for d in (self.old, self.new))):
            yield Finding(kind, "servers", what)
        known = [(d.get("components") or {}).get("securitySchemes") for d in (self.old, self.new)]
        for name, (kind, what) in schemes(*(part or {} for part in known)):
            yield Finding(kind, f"securitySchemes.{name}", what)
        rest = Rest(self.old, self.new)
        for kind, what in rest.told(self.old, self.new, _KNOWN):
            yield Finding(kind, "the whole", what)


def _title(place: Place) -> str:
    return f"{str(place[2]).upper()} {place[1]}"


def _operation(kind: Any, name: str, what: str, operation: dict[str, Json]) -> Finding:
    names = (str(operation.get(PYTHON_NAME) or operation.get("operationId") or ""), f"path {name}")
    return Finding(kind, name, what, "", names, (name,))
