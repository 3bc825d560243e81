"""What a plugin does to those who install it, and what it says of itself."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from attrs import fields, has

from pickupkit.models import Parcels, PickupRequest, Window
from pickupkit.registry import Registry
from pickupkit.testing._bench import Bench
from pickupkit.testing._rules import rule

_HEAVY = ("httpx", "sqlalchemy", "starlette", "uvicorn", "requests", "aiohttp", "pydantic")
_TYPES = {"windows": Window, "parcels": Parcels}


@rule(1)
def requirements_name_real_fields(bench: Bench) -> Iterator[str]:
    """Each requirement points to a field that a request has."""
    for pointer in {found.pointer for found in bench.requirements}:
        if not pointer.startswith("/extra/") and not _leads(PickupRequest, pointer):
            yield f"{pointer} is no field of a request"


def _leads(kind: type, pointer: str) -> bool:
    head, _, rest = pointer.removeprefix("/").partition("/")
    names = {field.name: field for field in fields(kind)}
    if head not in names:
        return False
    if rest.startswith("*/"):
        return _leads(_TYPES[head], f"/{rest[2:]}") if head in _TYPES else False
    return not rest or _inner(names[head].type, rest)


def _inner(told: object, rest: str) -> bool:
    options = getattr(told, "__args__", (told,))
    kinds = [option for option in options if isinstance(option, type) and has(option)]
    return any(_leads(kind, f"/{rest}") for kind in kinds)


@rule(3)
def requirements_give_their_source(bench: Bench) -> Iterator[str]:
    """Each requirement says where it comes from."""
    lacking = {found.pointer for found in bench.requirements if not found.source.strip("? ")}
    yield from (f"{pointer} has no source" for pointer in sorted(lacking))


@rule(2)
def importing_it_is_light(bench: Bench) -> Iterator[str]:
    """Importing the plugin loads no HTTP, database or server library, and opens no socket."""
    names = ", ".join(sorted(_modules(bench)))
    code = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise SystemExit('opens a socket')\n"
        "socket.socket.connect = refuse\n"
        f"sys.path[:0] = {sys.path!r}\n"
        f"import {names}\n"
        f"print(*[n for n in {_HEAVY!r} if n in sys.modules])\n"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    if done.returncode:
        yield f"import {names} fails: {done.stderr.strip().splitlines()[-1:]}"
    elif done.stdout.strip():
        yield f"import {names} loads {done.stdout.strip()}"


def _modules(bench: Bench) -> set[str]:
    """Name the modules that the operations come from."""
    return {operation.__module__ for operation in bench.provider.operations.values()}


@rule(3)
def it_is_typed(bench: Bench) -> Iterator[str]:
    """The package says that it is typed."""
    for name in sorted(_modules(bench)):
        parts = name.split(".")
        around = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
        if not any(map(_has_mark, around)):
            yield f"there is no py.typed in the package of {name}"


def _has_mark(package: str) -> bool:
    """Whether a package says that it is typed; one that several share cannot, its parts can."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return any((Path(folder) / "py.typed").exists() for folder in folders or ())


@rule(3)
def it_is_installed(bench: Bench) -> Iterator[str]:
    """An entry point in the group ``pickupkit`` brings this very provider."""
    try:
        found = Registry().get(bench.provider.name)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is not installed
        yield str(error)
    else:
        if found is not bench.provider:
            yield f"what is installed as {bench.provider.name!r} is another provider"


@rule(3)
def there_is_a_sandbox(bench: Bench) -> Iterator[str]:
    """There is a stand-in of the vendor, for first runs without an account."""
    if bench.provider.sandbox_app is None:
        yield "no sandbox is registered"


@rule(3)
def credentials_can_be_proved(bench: Bench) -> Iterator[str]:
    """There is a check, so that `pickupkit doctor --check` can prove an account."""
    if not bench.can("check"):
        yield "check is not registered"
