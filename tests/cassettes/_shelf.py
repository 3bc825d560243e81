"""What is on disk: the modules of cases, and their cassettes by their paths without an ending."""

from pathlib import Path

from pickupkit.testing._cassettes import folder

from ._stage import KEYS, part_of
from .conftest import CASSETTES

MODULES = sorted(
    path for path in Path(__file__).parent.glob("test_*.py") if part_of(path.stem)[0] in KEYS
)
SHELF = {each.name.removesuffix(".yaml"): each for each in folder(CASSETTES)}


def every_exchange(provider=""):
    """Give the exchanges of all cassettes, or of a provider's."""
    return [one for name in SHELF if name.startswith(provider) for one in SHELF[name].exchanges]
