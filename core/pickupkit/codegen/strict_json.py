"""Read JSON as it is defined: no NaN, and no key twice, of which Python keeps the last."""

import json
from collections import Counter
from typing import Any


def load(text: str) -> Any:
    """Give the one document in ``text``; ValueError where it is none, or names a key twice."""
    return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise ValueError(f"the key {counts.most_common(1)[0][0]!r} is given twice")
    return found
