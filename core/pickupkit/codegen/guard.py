"""Refuse to run on another generator than the one that the templates were written against.

Only its command line is public. What the templates are given is not, so the files that decide it
are known by their hashes; after a change, read their differences, adapt, and put in the new ones.
`report` shows what moved; docs/vendor-changed.md walks through it.
"""

from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from .errors import SpecError

TEMPLATES = Path(__file__).with_name("templates")
_MOVED = "  MOVED "
GENERATOR = "openapi-python-client"
VERSIONS = {GENERATOR: "0.29.1", "ruff": "0.17.6"}

# What our templates take from each file. The first 16 hex digits of each file's sha256.
FILES = {
    "__init__.py": "00546863473964eb",
    "config.py": "7ddfe4c815ad3e5e",
    "strings.py": "d4ea3863b6e00f0f",
    "parser/openapi.py": "529d09c27147354f",
    "parser/responses.py": "dec4696f96d99e43",
    "parser/bodies.py": "336b91867c9f2bdd",
    "parser/properties/__init__.py": "206c45a25d7563f7",
    "parser/properties/enum_property.py": "eae49cbded56135d",
    "parser/properties/list_property.py": "cf6376ad2ff4f1ff",
    "parser/properties/model_property.py": "9bb705cc708e2813",
    "parser/properties/protocol.py": "ad8d906cacac2e23",
    "parser/properties/schemas.py": "3a1870dd8b25bae3",
    "parser/properties/union.py": "e154ef4b08175da5",
    "schema/untrusted_string.py": "067ffd4af2d43703",
}


def guard() -> None:
    """Raise `SpecError` when the installed generator is not the known one; it says what moved."""
    faults = [
        f"{name} {wanted} is needed, {found} is installed"
        for name, wanted in VERSIONS.items()
        if (found := _version(name)) != wanted
    ]
    home = generator_home()
    if changed := differing(home):
        known = f"{GENERATOR} {VERSIONS[GENERATOR]}"
        faults.append(f"{home} differs from {known} in {', '.join(changed)}")
        faults.append(f"compare these with {known} before adapting the templates in {TEMPLATES}")
    if faults:
        faults.append("scripts.generate --guard shows all that moved; see docs/vendor-changed.md")
        raise SpecError("\n".join(faults))


def report() -> tuple[list[str], bool]:
    """Give what is known of versions and files beside what is installed, and whether all is same.

    The lines of what moved are those to put into this module once the templates fit.
    """
    home = generator_home()
    lines = [f"templates: {TEMPLATES}", f"generator: {home}"]
    for name, wanted in VERSIONS.items():
        lines.append(_line(_version(name) == wanted, name, wanted, _version(name)))
    for name, known in FILES.items():
        found = _digest(home / name)
        lines.append(_line(found == known, name, known, found or "gone"))
    return lines, not any(line.startswith(_MOVED) for line in lines)


def _line(same: bool, name: str, known: str, found: str) -> str:
    return f"  same  {name}" if same else f'{_MOVED}"{name}": "{found}",  # was {known}'


def generator_home() -> Path:
    """Give the directory of the installed generator; it is not imported."""
    spec = find_spec("openapi_python_client")
    if spec is None or spec.origin is None:
        raise SpecError("openapi-python-client is missing; install pickupkit[generate]")
    return Path(spec.origin).parent


def differing(home: Path) -> list[str]:
    """Name the files in ``home`` that are not as they were."""
    return [name for name, known in FILES.items() if _digest(home / name) != known]


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
