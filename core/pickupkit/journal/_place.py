"""Where the journal is."""

import os
from typing import Final

from pickupkit.errors import ConfigError

OFF: Final = "off"
"""The place of no journal: bookings are then not protected by one."""

VARIABLE: Final = "PICKUPKIT_JOURNAL"
"""An environment variable that names the journal: a path, a URL, or ``off``."""


def default_url() -> str:
    """Give the journal's URL: the environment's, or a private file in the user's state folder."""
    named = os.environ.get(VARIABLE)
    if named:
        if _is_relative(named):
            # In another folder it would be another journal, where the same key would book again.
            raise ConfigError(f"{VARIABLE} is {named!r}: name the whole path, a URL, or 'off'")
        return as_url(named)
    from platformdirs import user_state_path

    return as_url(str(user_state_path("pickupkit") / "journal.sqlite"))


def _is_relative(place: str) -> bool:
    path = place != OFF and "://" not in place
    return path and not os.path.isabs(os.path.expanduser(place))  # noqa: PTH111, PTH117


def exists(url: str) -> bool:
    """Tell whether there may be a journal; a file that is not there yet holds nothing."""
    _, file, path = url.partition("sqlite:///")
    return not file or os.path.exists(path)  # noqa: PTH110


def as_url(place: str) -> str:
    """Take a path or a URL."""
    if place == OFF or "://" in place:
        return place
    return f"sqlite:///{os.path.abspath(os.path.expanduser(place))}"  # noqa: PTH100, PTH111
