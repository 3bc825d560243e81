"""An entry as a row of the table."""

import json
from typing import Any, Final

from sqlalchemy import RowMapping

from pickupkit.errors import JournalError

from ._entry import Entry, State
from ._schema import attempts

_JSON: Final = ("windows", "shipments", "facts", "pickup")
_COLUMNS: Final = tuple(column.name for column in attempts.columns)


def values_of(entry: Entry) -> dict[str, Any]:
    """Write an entry as a row."""
    values = {name: _storable(getattr(entry, name)) for name in _COLUMNS}
    for name in _JSON:
        value = getattr(entry, name)
        values[name] = None if value is None else json.dumps(value)
    return values


def _storable(value: Any) -> Any:
    """Replace what no store takes in a text: half characters, and the one of all zeros."""
    if type(value) is not str:
        return value
    return value.encode("utf-8", "replace").decode().replace("\0", "?")


def entry_of(row: RowMapping) -> Entry:
    """Read an entry from its row; one that is damaged is a `JournalError`."""
    try:
        return _read(dict(row))
    except (ValueError, TypeError, RecursionError):
        said = f"what it holds of attempt {row['key']!r} cannot be read"
        raise JournalError(f"the journal cannot be used: {said}") from None


def _read(values: dict[str, Any]) -> Entry:
    for name in _JSON:
        values[name] = None if values[name] is None else json.loads(values[name])
    values["state"] = State(values["state"])
    values["windows"] = tuple((start, end) for start, end in values["windows"])
    values["shipments"] = tuple(values["shipments"])
    values["facts"] = dict(values["facts"])
    return Entry(**values)
