"""Apply an OpenAPI Overlay 1.1, strictly: each action has a reason and has an effect.

An action that matches or changes nothing is an error, which is how we learn that a vendor has
mended what the action was for.
"""

import copy
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from .errors import SpecError
from .paths import Parts, found, how_far, near

Json: TypeAlias = Any

# Beside the actions an overlay may list the paths that are wanted of a larger description.
KEEP = "x-keep-paths"
_CURE = "If the vendor mended it, remove the action; if it moved, mend the target"
_KEYS = {"target", "description", "update", "remove", "copy"}


def apply(document: dict[str, Json], overlay: dict[str, Json], name: str) -> dict[str, Json]:
    """Give a changed copy of ``document``; ``name`` is the overlay's file, for errors.

    An error names every action that fails, not only the first; one that fails may have made
    others fail that build on it.
    """
    version = str(overlay.get("overlay", ""))
    if not version.startswith("1."):
        raise SpecError(f"{name}: no OpenAPI Overlay 1.x, overlay is {version!r}")
    paths, actions = _lists(overlay, name)
    problems = [f"{name}: {problem}" for problem in _missing(document, paths or [])]
    result = copy.deepcopy(document if paths is None else keep(document, paths))
    for index, action in enumerate(actions):
        where = f"{name}: action {index}"
        try:
            target = _check(action, where)
            result = _act(result, action, f"{where} ({target})")
        except SpecError as error:
            problems.append(str(error))
    if problems:
        raise SpecError("\n".join(problems))
    return result


def keep(document: dict[str, Json], paths: Sequence[str]) -> dict[str, Json]:
    """Give ``document`` with those of ``paths`` that it has, and no others."""
    kept = {path: item for path, item in _paths(document).items() if path in paths}
    return {**document, "paths": kept}


def _paths(document: dict[str, Json]) -> dict[str, Json]:
    found = document.get("paths")
    return found if isinstance(found, dict) else {}


def _missing(document: dict[str, Json], paths: Sequence[str]) -> Iterator[str]:
    known = _paths(document)
    for path in paths:
        if path not in known:
            yield f"{KEEP} lists {path}, which the document has not{near(path, known)}"


def _lists(overlay: dict[str, Json], name: str) -> tuple[list[str] | None, list[Json]]:
    """Give the paths to keep, None for all, and the actions."""
    paths, actions = overlay.get(KEEP), overlay.get("actions") or []
    if not isinstance(actions, list):
        raise SpecError(f"{name}: actions must be a list of actions")
    texts = isinstance(paths, list) and all(isinstance(path, str) for path in paths)
    if paths is not None and not texts:
        raise SpecError(f"{name}: {KEEP} must be a list of paths")
    return paths, actions


def _check(action: Json, where: str) -> str:
    """Refuse what is no action; give its target."""
    if not isinstance(action, dict):
        raise SpecError(f"{where}: must be an object with a target")
    where = f"{where} ({action.get('target', 'no target')})"
    if unknown := sorted(action.keys() - _KEYS):
        raise SpecError(f"{where}: unknown keys {', '.join(unknown)}")
    if not str(action.get("description") or "").strip():
        raise SpecError(f"{where}: a description that says why is missing")
    if not isinstance(action.get("target"), str):
        raise SpecError(f"{where}: target must be a JSONPath")
    if not isinstance(action.get("copy", ""), str):
        raise SpecError(f"{where}: copy must be a JSONPath")
    if not isinstance(action.get("remove", False), bool):
        raise SpecError(f"{where}: remove must be true or false, without quotes")
    verbs = [key for key in ("update", "copy") if key in action]
    if len(verbs) + bool(action.get("remove")) != 1:
        raise SpecError(f"{where}: exactly one of update, copy and remove is needed")
    return str(action["target"])


def _act(document: dict[str, Json], action: dict[str, Json], where: str) -> dict[str, Json]:
    places = _find(document, action["target"], where)
    if not places:
        reached = how_far(action["target"], document)
        raise SpecError(f"{where}: matches nothing; {reached}. {_CURE}")
    if action.get("remove"):
        return _removed(document, places, where)
    value = _source(document, action["copy"], where) if "copy" in action else action["update"]
    changed = False
    for place in places:
        before = _at(document, place)
        merged = _merged(before, value)
        changed = changed or merged != before
        document = _put(document, place, merged, where)
    if not changed:
        raise SpecError(f"{where}: changes nothing; the document already says so. {_CURE}")
    return document


def _find(document: dict[str, Json], path: str, where: str) -> list[Parts]:
    from jsonpath.exceptions import JSONPathError

    try:
        return found(path, document)
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


def _put(document: dict[str, Json], place: Parts, merged: Json, where: str) -> dict[str, Json]:
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
