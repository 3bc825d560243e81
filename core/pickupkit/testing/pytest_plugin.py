"""What pytest loads beside everybody's tests: one option, and nothing more until it is given."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_OPTION = "--pickupkit-scorecard"


def pytest_addoption(parser: "pytest.Parser") -> None:
    """Add the option."""
    parser.getgroup("pickupkit").addoption(
        _OPTION, action="store_true", help="print what each ProviderContract keeps, rule by rule"
    )


def pytest_configure(config: "pytest.Config") -> None:
    """Keep the score only when it was asked for."""
    if config.getoption(_OPTION):
        from ._keeper import Keeper

        config.pluginmanager.register(Keeper(), "pickupkit-scorecard")
