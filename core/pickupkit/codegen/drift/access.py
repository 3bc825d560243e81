"""Compare where requests go and who may send them: servers, ways to log in and their scopes."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from .rules import Told

Json: TypeAlias = Any
Way: TypeAlias = Mapping[str, frozenset[str]]


def servers(old: list[Json], new: list[Json]) -> Iterator[Told]:
    """Compare two lists of servers by their addresses."""
    a, b = ({server.get("url"): server for server in part} for part in (old, new))
    yield from (("breaking", f"{url} gone") for url in a if url not in b)
    yield from (("new", f"{url} added") for url in b if url not in a)
    for url in [url for url in a if url in b]:
        if a[url].get("variables") != b[url].get("variables"):
            yield "breaking", f"{url}: variables differ; look at it"


def servers_of(document: Json, item: Json, operation: Json) -> list[Json]:
    """Give the servers of one operation: the innermost that are named."""
    found: list[Json] = next((p["servers"] for p in (operation, item) if p.get("servers")), [])
    return found or document.get("servers") or []


def security(old: list[Json], new: list[Json]) -> Iterator[Told]:
    """Compare alternative ways to log in; who has more scopes than are asked for may go on."""
    a, b = ([_way(each) for each in part] for part in (old, new))
    for way in [way for way in a if way not in b]:
        stays = not b or any(_suffices(way, other) for other in b)
        yield ("changed" if stays else "breaking"), f"{_named(way)} no longer logs in"
    free = bool(a) or any(not way for way in b)
    for way in [way for way in b if way not in a]:
        yield ("new" if free else "breaking"), f"{_named(way)} logs in"


def _way(requirement: dict[str, Json]) -> Way:
    return {name: frozenset(scopes or ()) for name, scopes in requirement.items()}


def _suffices(way: Way, asked: Way) -> bool:
    return all(name in way and scopes <= way[name] for name, scopes in asked.items())


def _named(way: Way) -> str:
    told = [f"{n} ({', '.join(sorted(way[n]))})" if way[n] else n for n in sorted(way)]
    return " and ".join(told) or "none"


def schemes(old: dict[str, Json], new: dict[str, Json]) -> Iterator[tuple[str, Told]]:
    """Compare the ways to log in that are described, by name."""
    for name in sorted({*old, *new}):
        if name not in new:
            yield name, ("breaking", "is gone")
        elif name not in old:
            yield name, ("new", "is added")
        elif {**old[name], "description": ""} != {**new[name], "description": ""}:
            yield name, ("breaking", "is another way to log in")
