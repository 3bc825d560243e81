"""What pytest loads beside everybody's tests: one option, and a look at tests of a contract."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_OPTION = "--pickupkit-scorecard"


def pytest_addoption(parser: "pytest.Parser") -> None:
    """Add the option."""
    parser.getgroup("pickupkit").addoption(
        _OPTION, action="store_true", help="print what each ProviderContract keeps, rule by rule"
    )


def pytest_runtest_setup(item: "pytest.Item") -> None:
    """Fail the tests of a contract that does not look after itself any more."""
    # Where nobody has imported it, no test can be one of a contract.
    known = sys.modules.get(f"{__package__}._contract")
    contract = getattr(item, "cls", None)
    if known is None or contract is None or not issubclass(contract, known.ProviderContract):
        return
    if said := known.unguarded(contract):
        import pytest

        pytest.fail("\n".join(said), pytrace=False)


def pytest_configure(config: "pytest.Config") -> None:
    """Keep the score only when it was asked for."""
    if config.getoption(_OPTION):
        from ._keeper import Keeper

        config.pluginmanager.register(Keeper(), "pickupkit-scorecard")
