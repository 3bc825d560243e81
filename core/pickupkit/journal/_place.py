"""Where the journal is."""

import os
from typing import Final
from urllib.parse import quote, unquote

from pickupkit.errors import ConfigError

OFF: Final = "off"
"""The place of no journal: bookings are then not protected by one."""

VARIABLE: Final = "PICKUPKIT_JOURNAL"
"""An environment variable that names the journal: a path, a URL, or ``off``."""

_PLAIN: Final = "/\\:"


def default_url() -> str:
    """Give the journal's URL: the environment's, or a private file in the user's state folder."""
    if named := os.environ.get(VARIABLE):
        return as_url(named, VARIABLE)
    from platformdirs import user_state_path

    try:
        return as_url(str(user_state_path("pickupkit") / "journal.sqlite"))
    except RuntimeError:
        said = f"this user has no home to keep a journal in: name its place by {VARIABLE}, or 'off'"
        raise ConfigError(said) from None


def exists(url: str) -> bool:
    """Tell whether there may be a journal; a file that is not there yet holds nothing."""
    _, file, path = url.partition("sqlite:///")
    return not file or os.path.exists(unquote(path.partition("?")[0]))  # noqa: PTH110


def as_url(place: str, what: str = "journal") -> str:
    """Take a whole path or a URL; ``what`` names where it is written."""
    if place == OFF or "://" in place:
        return place
    path = os.path.expanduser(place)  # noqa: PTH111
    if not os.path.isabs(path):  # noqa: PTH117
        # In another folder it would be another journal, where the same key would book again.
        raise ConfigError(f"{what} is {place!r}: name the whole path, a URL, or 'off'")
    try:
        # A "?" or "%" in it would be read as a URL's, and name another file.
        return f"sqlite:///{quote(os.path.abspath(path), safe=_PLAIN)}"  # noqa: PTH100
    except UnicodeEncodeError:
        raise ConfigError(f"{what} is {place!r}, which is not UTF-8: name another place") from None
