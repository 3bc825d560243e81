"""Upstream and overlay become the strict ``openapi.json``, which answers are validated against."""

from typing import Any, TypeAlias

from .documents import at, each_schema, references, resolve
from .errors import SpecError
from .mend import in_order, mended_paths, mended_schema, name_operations, tags_of
from .version import demand_version

Json: TypeAlias = Any
_KEPT = {"securitySchemes"}


def derive(document: dict[str, Json]) -> dict[str, Json]:
    """Normalise to OpenAPI 3.1.0, mend, strip titles, drop components that nothing uses, sort."""
    demand_version(document)
    # Webhooks come to a server and are no business of a client.
    document = {key: value for key, value in document.items() if key != "webhooks"}
    document = prune(mended_paths(document))
    result = in_order({**each_schema(document, mended_schema), "openapi": "3.1.0"})
    name_operations(result)
    if "tags" in result:
        result["tags"] = tags_of(result, result["tags"])
    return dict(result)


def prune(document: dict[str, Json]) -> dict[str, Json]:
    """Drop components that no path reaches; refuse references to nothing, all at once."""
    wanted: set[str] = set()
    faults: dict[str, str] = {}
    found = {target for _, target in references(document.get("paths", {}))}
    while found:
        wanted |= found
        opened = [_opened(document, name, faults) for name in found]
        found = {target for part in opened for _, target in references(part)} - wanted
    if faults:
        raise SpecError("\n".join(_placed(document, wanted, faults)))
    homes = {_home(name) for name in wanted}
    components = {
        kind: kept
        for kind, items in document.get("components", {}).items()
        if isinstance(items, dict) and (kept := _kept(kind, items, homes))
    }
    return {**document, "components": components}


def _opened(document: dict[str, Json], name: str, faults: dict[str, str]) -> Json:
    try:
        return resolve(document, _home(name)) if resolve(document, name) is not None else None
    except SpecError as error:
        faults[name] = str(error)
        return None


def _home(name: str) -> str:
    """Give the component that a reference leads to or into."""
    parts = name.split("/")
    return "/".join(parts[:4]) if parts[1:2] == ["components"] else name


def _placed(document: dict[str, Json], wanted: set[str], faults: dict[str, str]) -> list[str]:
    """Name the places of bad references that the paths reach."""
    homes = {_home(name) for name in wanted}
    return [
        f"{at(place)}: {faults[target]}"
        for place, target in references(document)
        if target in faults and (place[0] == "paths" or at(place[:3]) in homes)
    ]


def _kept(kind: str, items: dict[str, Json], homes: set[str]) -> dict[str, Json]:
    return {
        name: item
        for name, item in items.items()
        if kind in _KEPT or at(("components", kind, name)) in homes
    }
