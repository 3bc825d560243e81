"""The accounts as they are written down, and where their secrets come from."""

from ._account import FILE, AccountConfig
from ._config import Config, find, user_file

__all__ = ["FILE", "AccountConfig", "Config", "find", "user_file"]
