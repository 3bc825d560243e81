"""Which descriptions are understood; in other versions the same things are said elsewhere."""

from pathlib import Path
from typing import Any, TypeAlias

from .documents import read
from .errors import SpecError, named

Json: TypeAlias = Any


def described(path: Path) -> dict[str, Json]:
    """Read a description of a version that is understood."""
    document = read(path)
    named(str(path), lambda: demand_version(document))
    return document


def demand_version(document: dict[str, Json]) -> None:
    """Refuse a description of another version, or of none."""
    key = "swagger" if "swagger" in document else "openapi"
    version = str(document.get(key, "missing"))
    if key == "swagger" or not version.startswith(("3.0", "3.1")):
        raise SpecError(f"#/{key}: {version}; OpenAPI 3.0 and 3.1 can be read: convert it first")
