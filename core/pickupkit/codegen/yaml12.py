"""Read YAML as its version 1.2 has it, into what JSON can hold.

PyYAML reads version 1.1, where ``NO`` is false and ``12:30`` a number. Its parser in C is eight
times as fast as a reader in Python, which a vendor's megabyte makes worth it; so the parser stays
and what plain words mean is replaced.
"""

import re
from collections import Counter
from functools import cache
from typing import Any, Final

_CORE: Final = "tag:yaml.org,2002:"
# YAML 1.2.2, section 10.3.2; without infinity and NaN, which JSON has not: they stay text.
_WORDS: Final = (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("merge", r"<<", "<"),  # gone from 1.2, and still written
)
_KINDS: Final = ("null", "bool", "float", "str", "seq", "map")


def load(text: str) -> Any:
    """Give the one document in ``text``; ValueError where it is none, or names a key twice."""
    import yaml  # type: ignore[import-untyped]

    try:
        return yaml.load(text, _loader())  # noqa: S506  (a safe loader, with fewer kinds)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


@cache
def _loader() -> Any:
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """PyYAML's safe loader with the words and kinds of YAML 1.2's core schema."""

        yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012  (PyYAML's own form)
        yaml_constructors: dict[Any, Any] = {  # noqa: RUF012
            _CORE + kind: yaml.SafeLoader.yaml_constructors[_CORE + kind] for kind in _KINDS
        }

    for kind, pattern, first in _WORDS:
        signs = [sign if sign != "\0" else "" for sign in first]
        Loader.add_implicit_resolver(_CORE + kind, re.compile(rf"^(?:{pattern})$"), signs)
    Loader.add_constructor(_CORE + "int", lambda _, node: _integer(node.value))
    Loader.add_constructor(_CORE + "timestamp", lambda _, node: node.value)
    Loader.add_constructor(_CORE + "map", _mapping)
    Loader.add_constructor(None, yaml.SafeLoader.construct_undefined)
    return Loader


def _integer(text: str) -> int:
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def _mapping(loader: Any, node: Any) -> Any:
    """Refuse a key that is given twice, of which PyYAML keeps the last without a word."""
    import yaml

    result: dict[Any, Any] = {}
    yield result
    given = [key.value for key, _ in node.value if key.tag != _CORE + "merge"]
    counts = Counter(key for key in given if isinstance(key, str))
    if twice := [key for key, count in counts.items() if count > 1]:
        place = f"line {node.start_mark.line + 1}"
        raise yaml.constructor.ConstructorError(
            None, None, f"in the mapping from {place} on, the key {twice[0]!r} is given twice"
        )
    result.update(loader.construct_mapping(node))
