"""What is on disk: the modules of cases, and their cassettes as text and as data."""

from functools import cache
from pathlib import Path

from ._form import interactions
from ._stage import KEYS, part_of
from .conftest import CASSETTES

MODULES = sorted(
    path for path in Path(__file__).parent.glob("test_*.py") if part_of(path.stem)[0] in KEYS
)
FILES = {
    path.relative_to(CASSETTES).with_suffix("").as_posix(): path
    for path in sorted(CASSETTES.rglob("*.yaml"))
}
TEXTS = {name: path.read_text("utf-8") for name, path in FILES.items()}


@cache
def recorded(name):
    """Give the exchanges of a cassette, which nobody may change."""
    return interactions(FILES[name])


def every_exchange(provider=""):
    """Give the exchanges of all cassettes, or of a provider's."""
    return [played for name in FILES if name.startswith(provider) for played in recorded(name)]
