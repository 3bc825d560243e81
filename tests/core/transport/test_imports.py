"""Who imports what: the HTTP client has one home, and comes with the first request."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEAVY = ("httpx", "httpcore", "attrs", "attr", "pluggy", "click", "asyncio", "pickupkit.models")


def sources() -> list[Path]:
    return [path for top in ("core", "generated", "plugins") for path in (ROOT / top).rglob("*.py")]


def imported(tree: ast.AST) -> Iterator[str]:
    """Give the modules that are imported at run time."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
        yield from imported(node)


def test_only_the_transport_imports_the_http_client() -> None:
    """A change of HTTP client would touch one package."""
    homes = {
        path.relative_to(ROOT).parts[:3]
        for path in sources()
        for name in imported(ast.parse(path.read_bytes()))
        if name.partition(".")[0] in {"httpx", "httpcore", "h11", "anyio"}
    }
    assert homes == {("core", "pickupkit", "transport")}


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_package_imports_nothing_else() -> None:
    """The package's names come when they are used."""
    loaded = run(f"import sys, pickupkit; print([m for m in {HEAVY!r} if m in sys.modules])")
    assert loaded.strip() == "[]"


@pytest.mark.parametrize(
    "use",
    [
        "pickupkit.PickupKit({})",
        "pickupkit.AsyncPickupKit({})",
        "pickupkit.OutcomeUnknown, pickupkit.Limits(), pickupkit.Window, pickupkit.Listing",
        "import pickupkit.plugin",
    ],
)
def test_no_http_client_before_the_first_request(use: str) -> None:
    """Making a kit, naming errors and importing what plugins use costs no HTTP client."""
    code = f"import sys, pickupkit\n{use}\nprint('httpx' in sys.modules, 'asyncio' in sys.modules)"
    assert run(code).strip() == "False False"


def test_every_public_name_is_there() -> None:
    """The lazy table and ``__all__`` agree, and a wrong name is told as usual."""
    said = run(
        "import pickupkit\n"
        "print(all(getattr(pickupkit, n).__name__ for n in pickupkit.__all__))\n"
        "print(sorted(set(pickupkit.__all__) - set(dir(pickupkit))), pickupkit.__version__)\n"
        "print(hasattr(pickupkit, 'nothing'))"
    )
    first, second, third = said.splitlines()
    assert (first, second.split()[0], third) == ("True", "[]", "False")
