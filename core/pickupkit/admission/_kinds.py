"""Tell whether what a program built holds the kinds of values that its models declare.

A model takes what it is given, as Python does; a request is looked at before anything is sent.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import evolve, fields, frozen, has, resolve_types

from pickupkit.errors import Problem
from pickupkit.structure import NAMES


@frozen
class _Shape:
    """A declared kind, taken apart; ``said`` is what a value that does not fit is not."""

    kind: type[Any]
    said: str
    choices: tuple[object, ...] = ()
    item: Any = None
    fields: tuple[tuple[str, Any], ...] = ()
    optional: bool = False


def misfits(kind: Any, value: Any, at: str = "") -> Iterator[Problem]:
    """Find each value that is not of its declared kind, by its pointer."""
    shape = _shape(kind)
    if value is None and shape.optional:
        return
    if not _fits(shape, value):
        yield Problem(at, f"is {shape.said}")
        return
    for name, inner in shape.fields:
        yield from misfits(inner, getattr(value, name), f"{at}/{name}")
    if shape.item is not None:
        for number, item in enumerate(value):
            yield from misfits(shape.item, item, f"{at}/{number}")


def _fits(shape: _Shape, value: object) -> bool:
    if shape.choices:
        return value in shape.choices
    if type(value) is shape.kind:
        return True
    if shape.kind is Mapping:
        return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)
    # True counts as 1 in Python, and is no number of parcels.
    return isinstance(value, shape.kind) and (shape.kind is bool or not isinstance(value, bool))


@cache
def _shape(kind: Any) -> _Shape:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        [some] = (option for option in inner if option is not NoneType)
        return evolve(_shape(some), optional=True)
    if origin is Literal:
        return _Shape(object, f"none of {', '.join(map(str, inner))}", choices=inner)
    if origin is tuple:
        return _Shape(tuple, "not a list", item=inner[0])
    if has(kind):
        parts = tuple((field.name, field.type) for field in fields(resolve_types(kind)))
        return _Shape(kind, f"no {kind.__name__}", fields=parts)
    return _Shape(origin or kind, f"not {NAMES[origin or kind]}")
