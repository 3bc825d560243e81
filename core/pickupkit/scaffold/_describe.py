"""What the templates of a plugin with a client ask for: its account, operations, mapping, tests."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from attrs import frozen

from ._answers import CONSTANTS, answers, described
from ._client import Client, Operation, read
from ._login import Login, login, servers
from ._mapping import mapping
from ._roles import Placed, placed
from ._stubs import operations, other, writes_body

Words: TypeAlias = dict[str, str]


def words(name: str, document: dict[str, Any], package: Path) -> Words:
    """Read the strict description and the client made from it."""
    plan = _planned(name, document, read(package))
    return {
        "operations": operations(name, plan.client, plan.roles),
        "functions": mapping(plan.client, plan.roles),
        "rest": "".join(map(other, plan.rest)),
        **_told(plan),
        **_account(plan),
        **_tests(plan),
    }


@frozen
class _Plan:
    """What is known of a plugin before a line of it is written."""

    name: str
    document: dict[str, Any]
    client: Client
    login: Login
    roles: tuple[Placed, ...]

    @property
    def rest(self) -> list[Operation]:
        """The operations without a role."""
        used = {each.operation.name for each in self.roles}
        return [each for each in self.client.operations if each.name not in used]

    @property
    def settings(self) -> dict[str, str]:
        """What an account has to say, by name with the kind."""
        needed = {each.name: each.kind for role in self.roles for each in role.settings}
        return {**self.login.settings, **needed}


def _planned(name: str, document: dict[str, Any], client: Client) -> _Plan:
    entry, homes = login(document), defaultdict[str, list[Operation]](list)
    for operation in client.operations:
        homes[_servers(name, described(document, operation))[0]].append(operation)
    # A connection has one base: what is called at another would go to the wrong host.
    roles = max((placed(found, entry.settings) for found in homes.values()), key=len)
    return _Plan(name, document, client, entry, roles)


def _servers(name: str, document: dict[str, Any]) -> list[str]:
    return servers(document, f"https://api.{name}.example")


def _told(plan: _Plan) -> Words:
    """List the operations for the author to make sure of."""
    roles = "\n".join(_line(each.role, each.operation) for each in plan.roles)
    rest = "\n".join(_line(each.name, each) for each in plan.rest)
    return {
        "roles": roles or "(none: no path and no name makes it evident)",
        "others": f"\nWithout a role, in `others.py`:\n\n{rest}\n" if rest else "",
    }


def _line(name: str, operation: Operation) -> str:
    says = "" if operation.says == operation.request else f", {operation.says}"
    return f"- `{name}`: `{operation.request}`{says}"


def _account(plan: _Plan) -> Words:
    holders = [*(described(plan.document, each.operation) for each in plan.roles), plan.document]
    first, *more = dict.fromkeys(url for each in holders for url in _servers(plan.name, each))
    parts = urlsplit(first)
    root = f"account.root({json.dumps(f'{parts.scheme}://{parts.netloc}')})"
    return {
        "fields": "\n".join(f"    {field}: {kind}" for field, kind in plan.settings.items()),
        "login": plan.login.says,
        "header": plan.login.header,
        "root": f"{root} + {json.dumps(parts.path)}" if parts.path else root,
        "elsewhere": "".join(f"    # The description also has {each}\n" for each in more),
    }


def _tests(plan: _Plan) -> Words:
    asked = [*(each.operation for each in plan.roles), *plan.rest]
    pickup_id, replies = answers(plan.document, asked, plan.settings)
    marked = {each.role: f"pytest.param({each.role!r}, marks=unfinished)" for each in plan.roles}
    called = (marked[p.role] if writes_body(p) else repr(p.role) for p in plan.roles)
    told = zip(plan.roles, replies, strict=False)
    return {
        **_values(plan),
        "pickup_id": pickup_id,
        "answers": json.dumps(replies, indent=2) + "\n",
        "calls": ", ".join(_call(plan.name, each, reply) for each, reply in told),
        "called": ", ".join(called),
        "finished": ", ".join(marked.values()),
    }


def _values(plan: _Plan) -> Words:
    """Write the settings of the tests' account: as they are made, and as they are configured."""
    values: dict[str, tuple[str, object]] = {
        field: (kind, CONSTANTS.get(kind, f"{plan.name}-{field}-0001"))
        for field, kind in plan.settings.items()
    }
    shown = {f: f"Secret({v!r})" if k == "Secret" else repr(v) for f, (k, v) in values.items()}
    return {
        "given": ", ".join(f"{field}={value}" for field, value in shown.items()),
        "told": ", ".join(f"{field!r}: {value!r}" for field, (_, value) in values.items()),
    }


def _call(name: str, placed: Placed, reply: Iterable[Any]) -> str:
    method, path, *_ = reply
    given = {"create": f"(Test{name}.request,)", "list": "()"}
    arguments = given.get(placed.role, f"(Test{name}.pickup_id,)")
    return f"{placed.role!r}: ({arguments}, {f'{method} {path}'!r})"
