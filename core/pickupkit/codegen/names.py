"""Names for classes and enum members that do not clash, and do not move when a list grows."""

import json
import re
from collections.abc import Iterable
from typing import Any, TypeAlias

Json: TypeAlias = Any


# A class gets a file of its name, spelt with more signs than it has here.
_LONGEST = 120


class Component(str):
    """The name of a component, which goes before names made from places."""

    __slots__ = ()


class Names:
    """Gives each class its name: components keep theirs, what would be called alike gets a number.

    The generator spells names its own way; what differs in case and signs alone counts as alike.
    """

    def __init__(self, components: Iterable[str]) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._taken: dict[str, str] = {}
        for name in sorted(components):
            self._claim(name, f"component {name}")

    def of(self, hint: str, kind: str, content: Json) -> str:
        """Give the name of the class that ``hint`` asks for; the same for the same content."""
        if isinstance(hint, Component):
            return self._given[f"component {hint}", ""]
        owner = f"{kind} {json.dumps(content, sort_keys=True)}"
        return self._given.get((owner, hint)) or self._claim(hint, owner, hint)

    def free(self, hint: str) -> str:
        """Give a name that nothing else has."""
        return self._claim(hint, f"free {hint}")

    def _claim(self, hint: str, owner: str, asked: str = "") -> str:
        name, number = _tidy(hint), 1
        while _key(name) in self._taken:
            number += 1
            name = f"{_tidy(hint)}-{number}"
        self._taken[_key(name)] = owner
        self._given[owner, asked] = name
        return name


def members(values: list[str]) -> list[str] | None:
    """Name an enum's members where the generator would lose or number some; None where it is fine.

    ``01`` is VALUE_01 wherever it stands in the list; of ``UPS`` and ``ups`` the later is UPS_2.
    """
    plain = [_member(value) for value in values]
    if all(v[:1].isalpha() for v in values) and len(set(plain)) == len(plain):
        return None
    result: list[str] = []
    for name in plain:
        own, number = name, 1
        while own in result:
            number += 1
            own = f"{name}_{number}"
        result.append(own)
    return result


def spelt(name: str) -> str:
    """Give a member's name as the generator spells it."""
    from openapi_python_client.strings import snake_case

    return snake_case(name).upper()


def _member(value: str) -> str:
    """Name one value by itself alone; what has no letters and digits by its characters' numbers."""
    if not value.strip():
        return "EMPTY"
    name = spelt(value.upper()) or "SIGN_" + "_".join(f"{ord(sign):X}" for sign in value)
    return name if name[0].isalpha() and name.isidentifier() else spelt(f"VALUE_{name}")


def _tidy(hint: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", hint)[:_LONGEST]


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
