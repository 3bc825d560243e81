"""An operation that is registered and not finished is nobody's promise."""

import pytest
from attrs import frozen

from pickupkit import Address, PickupKit, PickupRequest, Unsupported, Window
from pickupkit.plugin import Connection, Provider, hookimpl
from pickupkit.registry import Registry

REQUEST = PickupRequest(
    address=Address(name="Goods Out", line1="Stationsplein 1", country="NL"),
    windows=[Window.local("2031-05-12", "13:00", "17:00", tz="Europe/Amsterdam")],
)


@frozen
class Settings:
    """Nothing."""


def begun(order):
    """Make a provider with an unfinished operation of each kind, and a finished check."""
    made = Provider("vans", title="Vans", settings=Settings, connect=connect)

    async def operation(*_):
        raise AssertionError("a caller came as far as the operation")

    async def pages(*_):
        raise AssertionError("a caller came as far as the operation")
        yield

    for name in ("create", "quote", "get", "list", "cancel"):
        register, function = getattr(made, name), pages if name == "list" else operation
        if order == "mark first":
            register(made.unfinished(function))
        else:
            made.unfinished(register(function))
    made.check(checked)
    return made


def connect(account):
    return Connection("https://vans.example")


async def checked(account):
    return "fine"


@pytest.fixture(params=["mark first", "mark last"])
def kit(request):
    provider = begun(request.param)

    class Plugin:
        @hookimpl
        def pickupkit_providers(self):
            return [provider]

    registry = Registry()
    registry.register(Plugin(), "vans")
    with PickupKit({"shop": {"provider": "vans"}}, registry=registry, journal="off") as made:
        yield made


def test_it_is_not_supported(kit):
    """What is finished is, wherever the mark stands."""
    assert kit.supports("shop") == {"check"}
    assert kit.check("shop") == "fine"


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [("create", (REQUEST,)), ("quote", (REQUEST,)), ("get", ("1",)), ("preview", (REQUEST,))],
)
def test_callers_are_refused_it_before_anything_is_done(kit, operation, arguments):
    """The error is that of an operation that is absent, and says what is the matter."""
    with pytest.raises(Unsupported, match=r"an unfinished \w+; nothing was sent"):
        getattr(kit, operation)("shop", *arguments)


def test_a_listing_and_a_cancel_are_refused_too(kit):
    """Not as by a provider that cannot cancel, whose support could."""
    listing = kit.list("shop")

    with pytest.raises(Unsupported, match="unfinished cancel"):
        kit.cancel("shop", "1")
    with pytest.raises(Unsupported, match="unfinished list"):
        list(listing)
