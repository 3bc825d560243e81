"""What the generator refuses in words of its own: named by its place, with what would cure it."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias
from unicodedata import normalize

from .documents import Place, at
from .operation import name_of, placed_parameters
from .paths import cure

Json: TypeAlias = Any

LONGEST = 200
"""How many bytes a name may have that a file or directory gets, whose suffixes need some too."""
_TEXTS = ("description", "summary")
# Below these stand data, or names that somebody chose.
_DATA = {"const", "default", "enum", "example", "examples"}
_CHOSEN = {"$defs", "headers", "parameters", "patternProperties", "properties", "requestBodies"} | {
    "responses",
    "schemas",
}
_STATUS = re.compile(r"2(XX|[0-9]{2})")
_IN_PATH = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-zA-Z_-][a-zA-Z0-9_-]*")


def texts(value: Json, place: Place) -> Iterator[str]:
    """Name descriptions that are no text, such as a bare number."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts(item, (*place, index))
    for key, item in value.items() if isinstance(value, dict) else ():
        chosen = place[-1] in _CHOSEN
        if key in _TEXTS and not chosen and item is not None and not isinstance(item, str):
            fault = f"{at((*place, key))}: {item!r} is no text"
            yield f"{fault}; {cure((*place, key), '<the same in quotes>')}"
        elif chosen or not (key in _DATA or key.startswith("x-")):
            yield from texts(item, (*place, key))


def path_faults(
    document: dict[str, Json], place: Place, operation: dict[str, Json]
) -> Iterator[str]:
    """Name what is filled into a path and not described, or described and not in it."""
    path = str(place[1])
    item = document["paths"][path]
    found = placed_parameters(document, item, operation)
    known = {part["name"]: (local, part) for local, part in found if part["in"] == "path"}
    names = _IN_PATH.findall(path)
    for name in dict.fromkeys(names):
        if names.count(name) > 1 or not _NAME.fullmatch(name):
            fault = f"{at(place)}: {{{name}}} in its path is no name, or there twice"
            yield f"{fault}; {cure(place[:2])}"
        elif name not in known:
            told = f"{{name: {name}, in: path, required: true, schema: {{type: string}}}}"
            fault = f"{at(place)}: {{{name}}} of its path is none of its parameters"
            yield f"{fault}; {cure(place, f'{{parameters: [{told}]}}')}"
    for name, (local, part) in known.items():
        where = (*place[:2], *local)
        if name not in names:
            yield f"{at(where)} ({name}): is not in the path; {cure(where)}"
        elif part.get("required") is not True:
            yield f"{at(where)} ({name}): is in the path; {cure(where, '{required: true}')}"


def status_faults(place: Place, operation: dict[str, Json]) -> Iterator[str]:
    """Name answers of a success whose status is none."""
    for status in operation.get("responses", {}):
        if status.startswith("2") and not _STATUS.fullmatch(status):
            mends = cure((*place, status)), cure(place, "{2XX: <what it answers>}")
            fault = f"{at((*place, status))}: a status is three digits, or 2XX"
            yield f"{fault}; {'; '.join(mends)}"


def name_faults(place: Place, operation: dict[str, Json]) -> Iterator[str]:
    """Name what no file can be called, or is read as another name by Python itself."""
    name = _python(name_of(operation))
    if _long(name):
        fault = f"{at(place)}: its name has more than {LONGEST} bytes"
        yield f"{fault}; {cure(place, '{x-python-name: <a shorter one>}')}"
    elif name != _python(name) or name != normalize("NFKC", name):
        fault = f"{at(place)}: its name {name_of(operation)!r} makes no function"
        yield f"{fault}; {cure(place, '{x-python-name: <another>}')}"


def tag_faults(place: Place, operation: dict[str, Json]) -> Iterator[str]:
    """Name a tag that no directory can be called; without any it is called ``default``."""
    tags = operation.get("tags") or ["default"]
    first = (*place, "tags", 0)
    if not isinstance(tags, list):
        yield f"{at(first[:-1])}: {tags!r} is no list; {cure(first[:-1])}"
    elif not isinstance(tags[0], str):
        yield f"{at(first)}: {tags[0]!r} is no text; {cure(first, '<a name>')}"
    elif _long(tags[0]):
        yield f"{at(first)}: has more than {LONGEST} bytes; {cure(first, '<a shorter one>')}"


def _long(name: str) -> bool:
    return len(_python(name).encode()) > LONGEST


def _python(name: str) -> str:
    from openapi_python_client.strings import PythonIdentifier

    return str(PythonIdentifier(name, prefix="field_"))
