"""Which settings can be read at all, known before anybody writes one down."""

from collections.abc import Iterator
from typing import Any, Final, Literal, get_args, get_origin

from attrs import has

from pickupkit.secret import Secret
from pickupkit.structure import LISTS, READERS, TABLES, UNIONS, keys_of, options

_PLAIN: Final = (Secret, *READERS, *TABLES)


def unreadable(kind: Any, at: str = "", within: tuple[Any, ...] = ()) -> Iterator[str]:
    """Find each setting whose kind no data gives, with that kind; ``at`` is where it stands."""
    if any(kind is plain for plain in _PLAIN) or get_origin(kind) is Literal or kind in within:
        return
    if isinstance(kind, type) and has(kind):
        for key, each in keys_of(kind).items():
            yield from unreadable(each.type, f"{at}/{key}" if at else key, (*within, kind))
        return
    inner = _inner(kind)
    if inner is None:
        yield f"{at}: {kind.__name__ if isinstance(kind, type) else kind}"
    else:
        yield from unreadable(inner, at, within)


def _inner(kind: Any) -> Any:
    """Give the one kind that others are made of; ``None`` where there is none, or more."""
    origin, held = get_origin(kind), get_args(kind)
    if origin in UNIONS:
        return options(kind)[0] if len(options(kind)) == 1 else None
    if origin is tuple:
        return held[0] if held[1:] == (...,) else None
    if origin in LISTS or (origin in TABLES and held[0] is str):
        return held[-1]
    return None
