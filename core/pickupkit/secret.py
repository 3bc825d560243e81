"""A value that must not be seen, and the variable that it may come from."""

import re
from collections.abc import Callable
from typing import NoReturn


class Secret:
    """A credential: no repr, no string, no pickle and no attribute shows it; only `reveal` does."""

    __slots__ = ("_show",)

    def __init__(self, value: str) -> None:
        self._show: Callable[[], str] = lambda: value

    def reveal(self) -> str:
        """Give the value; for the line that puts it into a header, and nowhere else."""
        return self._show()

    def map(self, change: Callable[[str], str]) -> "Secret":
        """Make another secret of this one, such as the encoded form that a header wants."""
        return Secret(change(self._show()))

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self.reveal()

    def __hash__(self) -> int:
        return hash(self._show())

    def __bool__(self) -> bool:
        return bool(self._show())

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not to be pickled or copied")


def variable_of(account: str, setting: str = "") -> str:
    """Name the environment variable of an account's secret, so that every shell can set it."""
    return re.sub("[^A-Z0-9]", "_", f"PICKUPKIT_{account}_{setting}".upper())
