"""Read an answer's JSON or XML leaf by leaf, and change one leaf of it."""

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final, TypeAlias

from attrs import evolve

from pickupkit.calls import Answer

from . import _markup

Path: TypeAlias = tuple[str | int, ...]
GONE: Final = object()
"""In place of a new value: the leaf is taken away."""


def document(answer: Answer) -> Any:
    """Give what an answer says, ``None`` where that is neither JSON nor XML."""
    return parsed(answer.content)


def parsed(content: bytes) -> Any:
    """Read a body, of an answer or of a request."""
    try:
        return json.loads(content)
    except ValueError:
        return _markup.read(content)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give every plain value with its place; null and empty lists are values too."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for at, item in enumerate(value):
            yield from leaves(item, (*path, at))
    else:
        yield path, value


def replaced(value: Any, path: Path, new: object) -> Any:
    """Give a copy with another value at ``path``, or with none if it is `GONE`."""
    if not path:
        return None if new is GONE else new
    head, rest = path[0], path[1:]
    copy = value.copy()
    if not rest and new is GONE:
        del copy[head]
    else:
        copy[head] = replaced(value[head], rest, new)
    return copy


def objects(value: Any, path: Path = ()) -> Iterator[Path]:
    """Give the place of every object."""
    if isinstance(value, dict):
        yield path
        for key, item in value.items():
            yield from objects(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from objects(item, (*path, number))


def at(value: Any, path: Path) -> Any:
    """Give what is at a place."""
    for step in path:
        value = value[step]
    return value


def edited(change: Callable[[Any], Any]) -> Callable[[Answer], Answer]:
    """Make a change to a document one to an answer."""
    return lambda answer: with_document(answer, change(document(answer)))


def with_document(answer: Answer, value: Any) -> Answer:
    """Give the answer with another document, in the form that it has."""
    headers = {k: v for k, v in answer.headers.items() if k != "content-length"}
    content = _markup.write(value) if is_markup(answer) else json.dumps(value).encode()
    return evolve(answer, content=content, headers=headers)


def is_markup(answer: Answer) -> bool:
    """Whether an answer is XML."""
    return _markup.read(answer.content) is not None


def shown(path: Path) -> str:
    """Write a place as a JSON pointer."""
    return "".join(f"/{step}" for step in path) or "/"


def items(value: Any, ids: Collection[str]) -> Path | None:
    """Find the outermost list whose items have these ids, perhaps each in an envelope.

    Where there is none, it may be an object that has them by their ids.
    """
    lists, keyed = sorted(_lists(value), key=len), sorted(objects(value), key=len)
    for holds, places in ((_holds, lists), (_wraps, lists), (_holds, keyed)):
        for path in places:
            if any(holds(item, ids) for item in _members(at(value, path))):
                return _unwrapped(value, path, ids)
    return None


def _unwrapped(value: Any, path: Path, ids: Collection[str]) -> Path:
    """Give the list around a list of one, if each of its several members has one of the ids.

    In XML a child that holds the id is a list as well.
    """
    for outer in (path[:end] for end in range(len(path)) if len(at(value, path)) == 1):
        held = at(value, outer)
        if isinstance(held, list) and len(held) > 1 and all(_has(item, ids) for item in held):
            return outer
    return path


def first(value: Any, place: Path) -> Path:
    """Give the place of the first item."""
    held = at(value, place)
    return (*place, next(iter(held)) if isinstance(held, dict) else 0)


def _members(held: Any) -> list[Any]:
    """Give items; of those that are held by their ids, each with its own."""
    return [{**_object(i), "": key} for key, i in held.items()] if isinstance(held, dict) else held


def _object(item: Any) -> dict[str, Any]:
    return item if isinstance(item, dict) else {}


def _holds(item: Any, ids: Collection[str]) -> bool:
    return any(str(value) in ids for value in _object(item).values())


def _wraps(item: Any, ids: Collection[str]) -> bool:
    return any(_holds(inner, ids) for inner in _object(item).values())


def _has(item: Any, ids: Collection[str]) -> bool:
    return any(str(leaf) in ids for _, leaf in leaves(item))


def _lists(value: Any) -> Iterator[Path]:
    if isinstance(value, list):
        yield ()
    for path in objects(value):
        for key, item in at(value, path).items():
            if isinstance(item, list):
                yield (*path, key)
