"""The accounts, and where they are written down."""

import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from pickupkit.errors import ConfigError

from ._account import FILE, AccountConfig, is_private, read_account

_PASSWORD: Final = re.compile(r"://[^:/]*:[^@]+@|[?&]password=[^&]")
"""In a database's URL, before its host or among its parameters."""


@frozen
class Config:
    """The accounts of a ``pickupkit.toml``, or of a mapping of the same shape.

    ``journal`` is not shown, as its URL may hold the password of a database.
    """

    accounts: Mapping[str, AccountConfig]
    path: Path | None = None
    journal: str | Path | None = field(default=None, repr=False)
    allow: tuple[str, ...] | None = None
    block: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: str | Path | None = None) -> "Config":
        """Read ``path``, or the file found by `find`."""
        found = Path(path) if path else find()
        if found is None:
            own = user_file() or "your home"
            raise ConfigError(
                f"there is no {FILE} here, above, or in {own}; see docs/configuration.md"
            )
        try:
            data = tomllib.loads(found.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise ConfigError(f"{found} cannot be read: {error.strerror}") from None
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{found} cannot be understood: {error}") from None
        if unknown := sorted(data.keys() - {"accounts", "journal", "plugins"}):
            known = "accounts, journal, plugins"
            raise ConfigError(f"{found}: unknown key {unknown[0]!r}; known are {known}")
        private = is_private(found)
        journal = _journal(data.get("journal"), found, private)
        accounts = _accounts(data.get("accounts", {}), found.parent, private)
        return cls(accounts, found, journal, **_plugins(data.get("plugins", {})))

    @classmethod
    def of(
        cls, accounts: Mapping[str, Mapping[str, Any]], journal: str | Path | None = None
    ) -> "Config":
        """Take accounts from a program: ``{"berlin": {"provider": "sendcloud", …}}``."""
        return cls(_accounts(accounts, Path(), private=True), journal=journal)


def _journal(place: object, found: Path, private: bool) -> str | None:
    if place is None or place == "off":
        return place
    if not isinstance(place, str):
        raise ConfigError(f"{found}: journal is not a path, a URL or 'off'")
    if "://" not in place:
        # One file, wherever the command is run: with two, the same key would book twice.
        return str(found.absolute().parent / _expanded(place, found))
    if _PASSWORD.search(place) and not private:
        raise ConfigError(
            f"{found}: journal has a password and is written in a file that others may read; "
            "use the variable PICKUPKIT_JOURNAL, or take the others' rights away (chmod 600)"
        )
    return place


def _expanded(place: str, found: Path) -> Path:
    try:
        return Path(place).expanduser()
    except RuntimeError:
        raise ConfigError(f"{found}: journal is {place!r}, and that home is not known") from None


def _plugins(data: object) -> dict[str, Any]:
    """Read which plugins may be used: ``allow`` and ``block``, lists of names."""
    if not isinstance(data, Mapping) or data.keys() - {"allow", "block"}:
        raise ConfigError("plugins is not a table of allow and block")
    for key, names in data.items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ConfigError(f"plugins: {key} is not a list of names")
    return {key: tuple(names) for key, names in data.items()}


def _accounts(data: object, folder: Path, private: bool) -> dict[str, AccountConfig]:
    if not isinstance(data, Mapping):
        raise ConfigError("accounts is not a table of accounts")
    found = {
        str(name): read_account(str(name), keys, folder, private) for name, keys in data.items()
    }
    plain: dict[str, str] = {}
    for name, account in found.items():
        other = plain.setdefault(account.prefix, name)
        if other != name:
            text = f"accounts {other!r} and {name!r} would share {account.prefix}* variables"
            raise ConfigError(text)
    return found


def find() -> Path | None:
    """Look for the file upward from the working directory, then in the user's own folder."""
    try:
        here = Path.cwd()
        above = (here, *here.parents)
    except OSError:  # the folder is gone
        above = ()
    own = user_file()
    places = [*(folder / FILE for folder in above), *([own] if own else [])]
    return next(filter(_may_be, places), None)


def _may_be(path: Path) -> bool:
    """Tell whether a file is there, or may be: where one may not look, reading it says so."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except PermissionError:
        return True
    except OSError:
        return False


def user_file() -> Path | None:
    """Where a user keeps the file when no folder above has one; ``None`` for one without a home."""
    from platformdirs import user_config_path

    try:
        return user_config_path("pickupkit") / FILE
    except RuntimeError:
        return None
