"""What the templates of a plugin with a client ask for: its account, operations, mapping, tests."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from ._answers import CONSTANTS, answers, described
from ._client import Operation, read
from ._login import Login, login, servers
from ._mapping import mapping
from ._roles import Placed, placed
from ._stubs import operations, other, writes_body

Words: TypeAlias = dict[str, str]


def words(name: str, document: dict[str, Any], package: Path) -> Words:
    """Read the strict description and the client made from it."""
    client, entry = read(package), login(document)
    homes: dict[str, list[Operation]] = defaultdict(list)
    for operation in client.operations:
        homes[_servers(name, document, operation)[0]].append(operation)
    # A connection has one base: what is called at another would go to the wrong host.
    roles = max((placed(found, entry.settings) for found in homes.values()), key=len)
    used = {each.operation.name for each in roles}
    rest = [each for each in client.operations if each.name not in used]
    return {
        "operations": operations(name, client, roles),
        "functions": mapping(client, roles),
        "rest": "".join(map(other, rest)),
        "roles": _told(roles) or "(none: no path and no name makes it evident)",
        "others": _left(rest),
        **_account(name, document, entry, roles),
        **_tests(name, document, entry, roles),
    }


def _told(roles: Iterable[Placed]) -> str:
    return "\n".join(_line(each.role, each.operation) for each in roles)


def _left(rest: Iterable[Operation]) -> str:
    listed = "\n".join(_line(each.name, each) for each in rest)
    return f"\nWithout a role, in `others.py`:\n\n{listed}\n" if listed else ""


def _line(name: str, operation: Operation) -> str:
    says = "" if operation.says == operation.request else f", {operation.says}"
    return f"- `{name}`: `{operation.request}`{says}"


def _servers(name: str, document: dict[str, Any], operation: Operation | None) -> list[str]:
    whole = document if operation is None else described(document, operation)
    return servers(whole, f"https://api.{name}.example")


def _settings(entry: Login, roles: Iterable[Placed]) -> dict[str, str]:
    needed = {each.name: each.kind for role in roles for each in role.settings}
    return {**entry.settings, **needed}


def _account(name: str, document: dict[str, Any], entry: Login, roles: tuple[Placed, ...]) -> Words:
    asked = [each.operation for each in roles]
    first, *more = dict.fromkeys(
        server for o in (*asked, None) for server in _servers(name, document, o)
    )
    parts = urlsplit(first)
    root = f"account.root({json.dumps(f'{parts.scheme}://{parts.netloc}')})"
    fields = (f"    {field}: {kind}" for field, kind in _settings(entry, roles).items())
    return {
        "fields": "\n".join(fields),
        "login": entry.says,
        "header": entry.header,
        "root": f"{root} + {json.dumps(parts.path)}" if parts.path else root,
        "elsewhere": "".join(f"    # The description also has {each}\n" for each in more),
    }


def _tests(name: str, document: dict[str, Any], entry: Login, roles: tuple[Placed, ...]) -> Words:
    pickup_id, replies = answers(document, roles)
    values = {
        field: f"{name}-{field}-0001" if field in entry.settings else CONSTANTS[kind]
        for field, kind in _settings(entry, roles).items()
    }
    secret = {field for field, kind in entry.settings.items() if kind == "Secret"}
    given = (f"{f}=Secret({v!r})" if f in secret else f"{f}={v!r}" for f, v in values.items())
    marked = {each.role: f"pytest.param({each.role!r}, marks=unfinished)" for each in roles}
    calls = (_call(name, each, told) for each, told in zip(roles, replies, strict=True))
    return {
        "given": ", ".join(given),
        "told": ", ".join(f"{field!r}: {value!r}" for field, value in values.items()),
        "pickup_id": pickup_id,
        "answers": json.dumps(replies, indent=2) + "\n",
        "calls": ", ".join(calls),
        "called": ", ".join(marked[p.role] if writes_body(p) else repr(p.role) for p in roles),
        "finished": ", ".join(marked.values()),
    }


def _call(name: str, placed: Placed, reply: list[Any]) -> str:
    given = {"create": f"(Test{name}.request,)", "list": "()"}
    arguments = given.get(placed.role, f"(Test{name}.pickup_id,)")
    return f"{placed.role!r}: ({arguments}, {f'{reply[0]} {reply[1]}'!r})"
