"""Compare schemas, each pair of components once, and know which operations lead to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias

from pickupkit.codegen.errors import SpecError

from . import rules
from .findings import Finding, Kind, Side
from .forms import NOTHING, alike, bare, kinds, opened, resolved
from .rest import KNOWN, Rest

Json: TypeAlias = Any
Pair: TypeAlias = tuple[str, str, Side]
Owner: TypeAlias = str | Pair


class Schemas:
    """Collects what differs; ask `findings` at the end."""

    def __init__(self, old: dict[str, Json], new: dict[str, Json]) -> None:
        self._old, self._new = old, new
        self._rest = Rest(old, new)
        self._found: dict[Owner, list[Finding]] = defaultdict(list)
        self._leads: dict[Owner, set[Pair]] = defaultdict(set)
        self._fields: dict[Pair, set[str]] = defaultdict(set)
        self._waiting: list[Pair] = []

    def add(self, owner: Owner, finding: Finding) -> None:
        """Note a difference."""
        self._found[owner].append(finding)

    def compare(self, old: Json, new: Json, where: str, side: Side, owner: Owner) -> None:
        """Compare two schemas that stand in one place of what ``owner`` is."""
        a, b = bare(old), bare(new)
        if "$ref" in a and "$ref" in b:
            pair = (a["$ref"], b["$ref"], side)
            self._leads[owner].add(pair)
            self._fields[pair].add(_field(where))
            if pair not in self._found:
                self._found[pair] = []
                self._waiting.append(pair)
            a, b = _beside(a), _beside(b)
        self._tried(a, b, where, side, owner)

    def findings(self) -> Iterator[Finding]:
        """Give all differences, each with the operations that lead to it."""
        while self._waiting:
            pair = self._waiting.pop()
            old, new = ({"$ref": name} for name in pair[:2])
            a, b = resolved(self._old, old), resolved(self._new, new)
            where = pair[1].rsplit("/", 1)[-1]
            self._tried(a, b, where, pair[2], pair)
        leads = self._operations()
        for owner, found in self._found.items():
            for each in found:
                names = each.names or tuple(sorted(self._fields.get(owner, ())))  # type: ignore[arg-type]
                yield _with(each, names, tuple(sorted(leads[owner])))

    def _operations(self) -> dict[Owner, set[str]]:
        reached: dict[Owner, set[str]] = defaultdict(set)
        for start in [owner for owner in {*self._leads, *self._found} if isinstance(owner, str)]:
            waiting: list[Owner] = [start]
            while waiting:
                owner = waiting.pop()
                if start not in reached[owner]:
                    reached[owner].add(start)
                    waiting += self._leads.get(owner, ())
        return reached

    def _tried(self, old: Json, new: Json, where: str, side: Side, owner: Owner) -> None:
        try:
            self._opened(old, new, where, side, owner)
        except SpecError as error:
            self.add(owner, Finding("changed", where, f"cannot be compared: {error}", side))

    def _tell(self, told: Iterable[rules.Told], where: str, side: Side, owner: Owner) -> None:
        for kind, what in told:
            self.add(owner, Finding(kind, where, what, side, _names(where)))

    def _opened(self, old: Json, new: Json, where: str, side: Side, owner: Owner) -> None:
        a, b = alike(opened(self._old, old), opened(self._new, new))
        for kind, what in rules.notes(a.notes, b.notes):
            self.add(owner, Finding(kind, where, what, "" if kind == "words" else side))
        self._tell(rules.discriminator(a.notes, b.notes, side), where, side, owner)
        self._tell(rules.null(a.null, b.null, side), where, side, owner)
        if a.common is not None and b.common is not None:
            self._tell(rules.union(a.options, b.options, side), where, side, owner)
            self._option(a.common, b.common, where, side, owner)
        if a.common is None or (a.options and b.options):
            self._options(a.options, b.options, where, side, owner)

    def _options(
        self, old: dict[str, Json], new: dict[str, Json], where: str, side: Side, owner: Owner
    ) -> None:
        mine, theirs = dict(old), dict(new)
        pairs = [(mine.pop(key), theirs.pop(key)) for key in old if key in theirs]
        if len(mine) == len(theirs) == 1:
            pairs.append((mine.popitem()[1], theirs.popitem()[1]))
        self._tell(rules.options(mine, theirs, side), where, side, owner)
        for x, y in ((bare(x), bare(y)) for x, y in pairs):
            if len(old) > 1 or "$ref" in x:
                self._option(x, y, where, side, owner)
            else:
                self._plain(x, y, where, side, owner)

    def _option(self, x: Json, y: Json, where: str, side: Side, owner: Owner) -> None:
        if "$ref" in x and "$ref" in y:
            self.compare(x, y, where, side, owner)
        else:
            a, b = resolved(self._old, x), resolved(self._new, y)
            self._plain(a, b, where, side, owner)

    def _plain(self, a: Json, b: Json, where: str, side: Side, owner: Owner) -> None:
        a, b = resolved(self._old, a), resolved(self._new, b)
        if NOTHING in (a, b):
            self._tell(rules.nothing(a, b, side), where, side, owner)
            return
        self._tell(rules.kind(a, b, side), where, side, owner)
        if kinds(a) is not None and kinds(b) is not None and not _overlap(a, b):
            return
        for rule in (rules.values, rules.limits, rules.closed):
            self._tell(rule(a, b, side), where, side, owner)
        self._tell(self._rest.told(a, b, KNOWN[side], side), where, side, owner)
        self._properties(a, b, where, side, owner)
        if "items" in a or "items" in b:
            self.compare(a.get("items", {}), b.get("items", {}), f"{where}[]", side, owner)
        others = [part.get("additionalProperties") for part in (a, b)]
        if False not in others and others != [None, None]:
            self.compare(others[0], others[1], f"{where}.*", side, owner)

    def _properties(self, a: Json, b: Json, where: str, side: Side, owner: Owner) -> None:
        mine, theirs = _visible(a, side), _visible(b, side)
        needed, needs = set(a.get("required", ())), set(b.get("required", ()))
        # What has to be there need not be described.
        named = (needed ^ needs) - {*(a.get("properties") or ()), *(b.get("properties") or ())}
        for name in sorted({*mine, *theirs, *named}):
            at = f"{where}.{name}"
            change = "kept" if name in named else _change(name in mine, name in theirs)
            for kind, what in rules.presence(change, name in needed, name in needs, side):
                names = (*_names(at), *([f"class {_holder(where)}"] if change == "new" else []))
                self.add(owner, Finding(kind, at, what, side, names))
            if change == "kept" and name not in named:
                self.compare(mine[name], theirs[name], at, side, owner)


def _change(before: bool, after: bool) -> Literal["gone", "new", "kept"]:
    return "kept" if before and after else "gone" if before else "new"


def _beside(schema: dict[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in schema.items() if key != "$ref"}


def _visible(schema: Json, side: Side) -> dict[str, Json]:
    """Give the fields that one side may have; ``false`` is one that may not be there."""
    hidden = "readOnly" if side == "request" else "writeOnly"
    found = (schema.get("properties") or {}).items()
    return {
        k: v for k, v in found if v is not False and not (isinstance(v, dict) and v.get(hidden))
    }


def _overlap(a: Json, b: Json) -> bool:
    x, y = kinds(a) or set(), kinds(b) or set()
    return bool(x & y) or bool({"integer", "number"} & x and {"integer", "number"} & y)


def _field(where: str) -> str:
    """Give the field that a place ends in; nothing where it is a whole body or component."""
    return where.rstrip("[]*.").rpartition(".")[2] if "." in where else ""


def _names(where: str) -> tuple[str, ...]:
    return (_field(where),) if _field(where) else ()


def _holder(where: str) -> str:
    """Give the component at whose top a place is; code that builds it lacks what is new in it."""
    return "" if set(where) & set(". ") else where


def _with(finding: Finding, names: tuple[str, ...], operations: tuple[str, ...]) -> Finding:
    known: tuple[str, ...] = tuple(name for name in names if name)
    kind: Kind = finding.kind
    return Finding(kind, finding.where, finding.what, finding.side, known, operations)
