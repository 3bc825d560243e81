"""Apply an OpenAPI Overlay 1.1, strictly: each action has a reason and has an effect.

An action that matches or changes nothing is an error, which is how we learn that a vendor has
mended what the action was for.
"""

import copy
from collections.abc import Sequence
from typing import Any, TypeAlias

from .errors import SpecError

Json: TypeAlias = Any
Parts: TypeAlias = tuple[str | int, ...]

# Beside the actions an overlay may list the paths that are wanted of a larger description.
KEEP = "x-keep-paths"
_KEYS = {"target", "description", "update", "remove", "copy"}


def apply(document: dict[str, Json], overlay: dict[str, Json], name: str) -> dict[str, Json]:
    """Give a changed copy of ``document``; ``name`` is the overlay's file, for errors."""
    version = str(overlay.get("overlay", ""))
    if not version.startswith("1."):
        raise SpecError(f"{name}: no OpenAPI Overlay 1.x, overlay is {version!r}")
    result = _kept(copy.deepcopy(document), overlay.get(KEEP), name)
    for index, action in enumerate(overlay.get("actions") or []):
        where = f"{name}: action {index} ({action.get('target', 'no target')})"
        _check(action, where)
        result = _act(result, action, where)
    return result


def _kept(document: dict[str, Json], paths: list[str] | None, name: str) -> dict[str, Json]:
    if paths is None:
        return document
    if missing := [path for path in paths if path not in document.get("paths", {})]:
        raise SpecError(f"{name}: {KEEP} lists {', '.join(missing)}, which the document has not")
    return {**document, "paths": {path: document["paths"][path] for path in paths}}


def _check(action: dict[str, Json], where: str) -> None:
    if unknown := sorted(action.keys() - _KEYS):
        raise SpecError(f"{where}: unknown keys {', '.join(unknown)}")
    if not str(action.get("description") or "").strip():
        raise SpecError(f"{where}: a description that says why is missing")
    if not isinstance(action.get("target"), str):
        raise SpecError(f"{where}: target must be a JSONPath")
    verbs = [key for key in ("update", "copy") if key in action] + ["remove"] * bool(
        action.get("remove")
    )
    if len(verbs) != 1:
        raise SpecError(f"{where}: exactly one of update, copy and remove is needed")


def _act(document: dict[str, Json], action: dict[str, Json], where: str) -> dict[str, Json]:
    places = _find(document, action["target"], where)
    if not places:
        raise SpecError(f"{where}: matches nothing")
    if action.get("remove"):
        return _removed(document, places, where)
    value = _source(document, action["copy"], where) if "copy" in action else action["update"]
    before = copy.deepcopy(document)
    for place in places:
        document = _put(document, place, value, where)
    if document == before:
        raise SpecError(f"{where}: changes nothing")
    return document


def _find(document: dict[str, Json], path: str, where: str) -> list[Parts]:
    from jsonpath import JSONPathEnvironment
    from jsonpath.exceptions import JSONPathError

    try:
        matches = JSONPathEnvironment(strict=True).finditer(path, document)
        return [match.parts for match in matches]
    except JSONPathError as error:
        raise SpecError(f"{where}: {path!r} is no JSONPath (RFC 9535): {error}") from error


def _source(document: dict[str, Json], path: str, where: str) -> Json:
    places = _find(document, path, where)
    if len(places) != 1:
        raise SpecError(f"{where}: copy matches {len(places)} nodes, one is needed")
    return copy.deepcopy(_at(document, places[0]))


def _removed(document: dict[str, Json], places: list[Parts], where: str) -> dict[str, Json]:
    # From the last to the first, so that a list's indexes stay true while items go.
    for place in reversed(places):
        if not place:
            raise SpecError(f"{where}: the whole document cannot be removed")
        del _at(document, place[:-1])[place[-1]]
    return document


def _put(document: dict[str, Json], place: Parts, value: Json, where: str) -> dict[str, Json]:
    merged = _merged(_at(document, place), value)
    if not place:
        if not isinstance(merged, dict):
            raise SpecError(f"{where}: the document must stay an object")
        return merged
    _at(document, place[:-1])[place[-1]] = merged
    return document


def _at(document: Json, place: Sequence[str | int]) -> Json:
    for part in place:
        document = document[part]
    return document


def _merged(base: Json, update: Json) -> Json:
    """Merge as Overlay 1.1 says: objects by key, lists by appending, else replaced."""
    if isinstance(base, dict) and isinstance(update, dict):
        return {
            **base,
            **{
                key: _merged(base[key], value) if key in base else copy.deepcopy(value)
                for key, value in update.items()
            },
        }
    if isinstance(base, list):
        return [*base, *copy.deepcopy(update if isinstance(update, list) else [update])]
    return copy.deepcopy(update)
