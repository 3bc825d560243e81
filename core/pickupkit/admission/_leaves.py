"""Walk what is set in a request, each value with its place."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from attrs import fields, has

from pickupkit.models import Money, Parcels, PickupRequest, Weight
from pickupkit.structure import step


class Leaf(NamedTuple):
    """A value that the caller gave; ``rule`` is its pointer with ``*`` for each list index."""

    pointer: str
    rule: str
    value: Any

    @property
    def is_default(self) -> bool:
        """Whether it is there also where nobody gives it, as a parcel's container is."""
        container = fields(Parcels).container
        return (self.rule, self.value) == ("/parcels/*/container", container.default)


def leaves(value: Any, pointer: str = "", rule: str = "") -> Iterator[Leaf]:
    """Walk what is set in a request, which empty text is not.

    A weight, an amount and a field of ``extra`` count as one value.
    """
    if parts := _parts(value.__class__):
        for name, down in parts:
            if _is_set(part := getattr(value, name)):
                yield from leaves(part, pointer + down, rule + down)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if _is_set(item):
                yield Leaf(pointer + step(key), rule + step(key), item)
    else:
        yield Leaf(pointer, rule, value)
        if isinstance(value, tuple):
            for at, item in enumerate(value):
                if not isinstance(item, str):
                    yield from leaves(item, f"{pointer}/{at}", f"{rule}/*")


@cache
def _parts(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """Give the fields of a kind, each with its step; none where it counts as one value."""
    if not has(kind) or issubclass(kind, Weight | Money):
        return ()
    return tuple((field.name, step(field.name)) for field in fields(kind))


def _is_set(value: object) -> bool:
    return value is not None and value not in ("", ())


class Given:
    """What is set in a request, also by the rule that it falls under."""

    def __init__(self, request: PickupRequest) -> None:
        self.leaves = tuple(leaves(request))
        self.pointers = {leaf.pointer for leaf in self.leaves}
        self._under: dict[str, list[Leaf]] = {}
        for leaf in self.leaves:
            self._under.setdefault(leaf.rule, []).append(leaf)

    def under(self, rule: str) -> Sequence[Leaf]:
        """Give what falls under a rule's pointer."""
        return self._under.get(rule, ())
