"""JSONPaths (RFC 9535) in a document: what they match, and how far those get that do not."""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeAlias

Json: TypeAlias = Any
Parts: TypeAlias = tuple[str | int, ...]
_QUOTES = "[]'\""


def found(path: str, document: Json) -> list[Parts]:
    """Give the places that ``path`` matches; JSONPathError where it is none."""
    from jsonpath import JSONPathEnvironment

    matches = JSONPathEnvironment(strict=True).finditer(path, document)
    return [match.parts for match in matches]


def how_far(path: str, document: Json) -> str:
    """Say which part of a path that matches nothing is there, and what comes near the rest."""
    from jsonpath import JSONPath, JSONPathEnvironment

    environment = JSONPathEnvironment(strict=True)
    segments = environment.compile(path).segments  # type: ignore[union-attr]
    for length in range(len(segments) - 1, -1, -1):
        part = JSONPath(env=environment, segments=segments[:length])
        if nodes := [match.obj for match in part.finditer(document)]:
            known = [key for node in nodes if isinstance(node, dict) for key in node]
            missing = str(segments[length])
            return f"{part} is there, {missing} in it is not{near(missing.strip(_QUOTES), known)}"
    return "the document is empty"


def near(name: str, known: Iterable[str]) -> str:
    """Name what is spelt nearly so, where something is."""
    close = get_close_matches(name, list(dict.fromkeys(known)), n=2, cutoff=0.5)
    return f" (but {' and '.join(close)})" if close else ""


def written(parts: Iterable[str | int]) -> str:
    """Write a place as the JSONPath that an overlay's target takes."""
    return "$" + "".join(_step(part) for part in parts)


def cure(place: Parts, update: str = "") -> str:
    """Say which action of an overlay would mend a place."""
    return f"overlay: target {written(place)}, {f'update: {update}' if update else 'remove: true'}"


def _step(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    if part == "*" or (part.isidentifier() and part.isascii()):
        return f".{part}"
    quoted = json.dumps(part)[1:-1].replace("'", "\\'").replace('\\"', '"')
    return f"['{quoted}']"
