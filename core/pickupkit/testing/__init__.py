"""The conformance kit: subclass `ProviderContract`, run pytest, and know what your plugin does.

Nothing of it is imported before it is used, so that being installed beside other people's tests
costs them nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._cassettes import cassette
    from ._contract import ProviderContract, breaches
    from ._reply import Reply, reply
    from ._rules import RULES, Rule
    from ._score import Scorecard, score
    from ._vendors import Vendor
else:
    _HOME = {
        "ProviderContract": "_contract",
        "RULES": "_contract",
        "Reply": "_reply",
        "Rule": "_rules",
        "Scorecard": "_score",
        "Vendor": "_vendors",
        "breaches": "_contract",
        "cassette": "_cassettes",
        "reply": "_reply",
        "score": "_score",
    }

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f".{_HOME[name]}", __name__), name)


__all__ = [
    "RULES",
    "ProviderContract",
    "Reply",
    "Rule",
    "Scorecard",
    "Vendor",
    "breaches",
    "cassette",
    "reply",
    "score",
]
