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
_MERGE: Final = _CORE + "merge"
# As many pairs as a document may hold values; a few lines of merges can mean more.
_MOST: Final = 5_000_000


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
        pairs = 0

        def flatten_mapping(self, node: Any) -> None:
            """Bring merged mappings in, each key once, and count: PyYAML copies them all."""
            merges = any(key.tag == _MERGE for key, _ in node.value)
            super().flatten_mapping(node)
            node.value = _once(node.value) if merges else node.value
            self.pairs += len(node.value)
            if self.pairs > _MOST:
                raise _refused(node, f"merges bring in more than {_MOST} pairs")

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
    result: dict[Any, Any] = {}
    yield result
    given = [key.value for key, _ in node.value if key.tag != _MERGE]
    counts = Counter(key for key in given if isinstance(key, str))
    if twice := [key for key, count in counts.items() if count > 1]:
        raise _refused(node, f"the key {twice[0]!r} is given twice")
    result.update(loader.construct_mapping(node))


def _once(pairs: list[Any]) -> list[Any]:
    """Keep the last of those with one key, in the place of the first."""
    return list({_named(key): (key, value) for key, value in pairs}.values())


def _named(key: Any) -> tuple[str, Any]:
    return key.tag, key.value if isinstance(key.value, str) else id(key)


def _refused(node: Any, what: str) -> Exception:
    import yaml

    place = f"line {node.start_mark.line + 1}"
    error: Exception = yaml.constructor.ConstructorError(
        None, None, f"in the mapping from {place} on, {what}"
    )
    return error
