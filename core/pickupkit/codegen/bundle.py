"""Bring what a description refers to in other files into it."""

import copy
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import urldefrag, urljoin

from .documents import Place, references, resolve
from .errors import SpecError

Json: TypeAlias = Any
Load: TypeAlias = Callable[[str], dict[str, Json] | None]
_KINDS = {"parameters": "parameters", "responses": "responses", "requestBody": "requestBodies"}


def bundle(document: dict[str, Json], base: str, load: Load) -> dict[str, Json]:
    """Give a copy of ``document`` with what ``load`` knows of its references made components.

    ``base`` is its own address; ``load`` gives the document at an address, None where it may not
    be read. Such references stay as they are, and matter only if an operation that is kept needs
    them.
    """
    bundler = _Bundler(copy.deepcopy(document), base, load)
    bundler.bring_in(bundler.document, base)
    return bundler.document


class _Bundler:
    def __init__(self, document: dict[str, Json], base: str, load: Load) -> None:
        self.document = document
        self._base = base
        self._load = load
        self._loaded: dict[str, dict[str, Json] | None] = {base: document}
        self._moved: dict[str, str] = {}

    def bring_in(self, part: Json, home: str, above: Place = ()) -> None:
        """Point every reference in ``part``, which came from ``home``, into the one document."""
        for place, target in list(references(part)):
            address, fragment = urldefrag(urljoin(home, target))
            local = target.startswith("#") and home == self._base
            if place[-1] == "$ref" and not local and address != self._base:
                self._move(part, place, f"{address}#{fragment}", _kind((*above, *place)))
            elif place[-1] == "$ref" and not local:
                _holder(part, place)["$ref"] = f"#{fragment}"

    def _move(self, part: Json, place: Place, target: str, kind: str) -> None:
        if target not in self._moved:
            address, fragment = urldefrag(target)
            if (source := self._source(address)) is None:
                return
            found = copy.deepcopy(_found(source, address, fragment))
            name = self._name(kind, fragment or address.rpartition("/")[2].partition(".")[0])
            self._moved[target] = f"#/components/{kind}/{name}"
            self.document.setdefault("components", {}).setdefault(kind, {})[name] = found
            self.bring_in(found, address, ("components", kind, name))
        _holder(part, place)["$ref"] = self._moved[target]

    def _source(self, address: str) -> dict[str, Json] | None:
        if address not in self._loaded:
            self._loaded[address] = self._load(address)
        return self._loaded[address]

    def _name(self, kind: str, wanted: str) -> str:
        taken = self.document.get("components", {}).get(kind, {})
        return next(name for name in _variants(wanted.rpartition("/")[2]) if name not in taken)


def _found(source: dict[str, Json], address: str, fragment: str) -> Json:
    try:
        return resolve(source, f"#{fragment}") if fragment else source
    except SpecError as error:
        raise SpecError(f"{address}: has no #{fragment}, which is referred to") from error


def _variants(name: str) -> Iterator[str]:
    yield name
    number = 1
    while True:
        number += 1
        yield f"{name}-{number}"


def _kind(place: Place) -> str:
    """Tell what a reference stands for, by where it stands."""
    if len(place) == 3 and place[0] == "paths":
        return "pathItems"
    if "schema" in place or "schemas" in place:
        return "schemas"
    return next((_KINDS[part] for part in reversed(place) if part in _KINDS), "schemas")


def _holder(part: Json, place: Place) -> dict[str, Json]:
    for step in place[:-1]:
        part = part[step]
    found: dict[str, Json] = part
    return found
