"""One account as it is written down, and where its secrets come from."""

import os
import stat
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import field, frozen

from pickupkit.errors import ConfigError, InvalidRequest
from pickupkit.mask import Mask, secrets
from pickupkit.models._window import zone
from pickupkit.secret import Secret, variable_of
from pickupkit.structure import Misfit, keys_of

from ._covered import Uncovering, covered, is_secret, uncovered

S = TypeVar("S")
FILE: Final = "pickupkit.toml"


@frozen
class AccountConfig:
    """One account as written down; secrets are looked up when it is used.

    ``tz`` is the time zone of its site, in which times are shown.
    ``url`` is not shown, as it may hold a password until it is known to hold none.
    ``folder`` is what relative paths of secret files start from, ``private`` says that the file
    may hold secrets itself. Any text among ``keys`` is kept as a `Secret` until it is known to be
    none.
    """

    name: str
    provider: str
    url: str | None = field(default=None, repr=False)
    tz: str | None = None
    keys: Mapping[str, Any] = field(factory=dict, repr=False)
    folder: Path = field(factory=Path)
    private: bool = True

    def settings(self, kind: type[S]) -> S:
        """Read the account's settings as an attrs class of its provider."""
        names, given = keys_of(kind), dict(self.keys)
        for name, known in names.items():
            variable = variable_of(self.name, name)
            if is_secret(known.type) and name not in given and variable in os.environ:
                given[name] = {"env": variable}
        held: list[Secret] = []
        try:
            return Uncovering({Secret: partial(self._secret, held)}).build(kind, given)
        except InvalidRequest as error:
            raise ConfigError("; ".join(self._complaints(error, names))) from None
        except Exception as refusal:  # noqa: BLE001 - a validator of the provider's own
            # Its words may hold a secret, and so may its traceback.
            hide = Mask((secrets(held),))
            # Of what attrs' own give the first is the message.
            said = hide(str(*refusal.args[:1])) or type(refusal).__name__
            raise ConfigError(f"account {self.name!r}: {said}") from None

    @property
    def prefix(self) -> str:
        """How the environment variables of its secrets begin."""
        return variable_of(self.name)

    def _complaints(self, error: InvalidRequest, names: Mapping[str, Any]) -> list[str]:
        found = []
        for problem in error.problems:
            name = problem.pointer.removeprefix("/")
            text = f"account {self.name!r}: {name} {problem.reason}"
            if name in names and is_secret(names[name].type) and problem.reason == "is required":
                text += (
                    f"; set {variable_of(self.name, name)}, or {name} = {{ file = … }} in {FILE}"
                )
            found.append(text)
        return found

    def _secret(self, held: list[Secret], value: object) -> Secret:
        held.append(found := self._found(value))
        return found

    def _found(self, value: object) -> Secret:
        if isinstance(value, str | Secret):
            if not (value.reveal() if isinstance(value, Secret) else value).strip():
                raise Misfit("is empty")
            if not self.private:
                raise Misfit(
                    "is written in a file that others may read; use { env = … }, { file = … }, "
                    "or take the others' rights away (chmod 600)"
                )
            return value if isinstance(value, Secret) else Secret(value)
        if isinstance(value, Mapping) and value.keys() == {"env"}:
            return _from_environment(str(uncovered(value["env"])))
        if isinstance(value, Mapping) and value.keys() == {"file"}:
            return _from_file(self.folder / Path(str(uncovered(value["file"]))).expanduser())
        raise Misfit("is not { env = 'NAME' } or { file = 'path' }")


def _from_environment(name: str) -> Secret:
    value = os.environ.get(name, "").strip()
    if not value:
        raise Misfit(f"is empty: the environment variable {name} is not set")
    return Secret(value)


def _from_file(path: Path) -> Secret:
    try:
        if not is_private(path):
            raise Misfit(f"is in {path}, which others may read; chmod 600 it")
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Misfit(f"is in {path}, which cannot be read") from None
    if not value:
        raise Misfit(f"is in {path}, which is empty")
    return Secret(value)


def read_account(name: str, keys: object, folder: Path, private: bool) -> AccountConfig:
    """Take one account; ``private`` says that nobody else may read what it is written in."""
    if not isinstance(keys, Mapping):
        raise ConfigError(f"account {name!r} is not a table")
    common = {key: keys.get(key) for key in ("provider", "url", "tz")}
    for key, value in common.items():
        if not isinstance(value, str) and not (value is None and key != "provider"):
            raise ConfigError(
                f"account {name!r}: {key} is " + ("not text" if value else "required")
            )
    if common["url"] is not None and not common["url"].strip():
        # The provider's own URL would be used, which is perhaps not meant: a van would come.
        raise ConfigError(f"account {name!r}: url is empty")
    _check_zone(name, common["tz"])
    rest = {key: covered(value) for key, value in keys.items() if key not in common}
    return AccountConfig(
        name,
        keys["provider"],
        url=keys.get("url"),
        tz=keys.get("tz"),
        keys=rest,
        folder=folder,
        private=private,
    )


def _check_zone(name: str, tz: str | None) -> None:
    # Now, and not when a time is to be shown: by then something may be booked.
    try:
        tz is not None and zone(tz)
    except InvalidRequest as error:
        raise ConfigError(f"account {name!r}: tz {error.problems[0].reason}") from None


def is_private(path: Path) -> bool:
    """Tell whether nobody but its owner may read a file, as far as the system says."""
    return os.name == "nt" or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
