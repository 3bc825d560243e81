"""What an operation gives is what it should be, or the plugin's fault is told; nothing is lost."""

import pytest
from attrs import evolve

from pickupkit import CancelOutcome, NotFound, OutcomeUnknown, PluginError
from pickupkit.models import Cancellation, OrderPage, OrderQuery, Page, Quotation
from pickupkit.plugin import Failure
from tests.core._vans import GET, POST, REQUEST, page, pickup, session, vans

BOTH = pytest.mark.parametrize("asynchronous", [False, True], ids=["blocking", "asyncio"])
QUOTED = Quotation(provider="vans", account="shop", id="1", rates=())


def gives(result, *calls):
    async def operation(*_):
        for call in calls:
            await call
        return result

    return operation


def yields(*results):
    async def operation(*_):
        for result in results:
            await GET
            yield result

    return operation


@BOTH
@pytest.mark.parametrize(
    ("operation", "given", "said"),
    [
        ("get", None, "gives no Pickup but a NoneType"),
        ("get", {"id": "1"}, "gives no Pickup but a dict"),
        ("quote", None, "gives no Quotation but a NoneType"),
        ("quote", evolve(QUOTED, rates=(1,)), "gives a Quotation whose rates hold a int"),
        ("check", True, "gives no str but a bool"),
        ("order", pickup(), "gives no Order but a Pickup"),
        ("create", {"id": "1"}, "gives no Pickup but a dict"),
        ("cancel", True, "gives no Cancellation but a bool"),
    ],
)
def test_a_result_of_another_kind_is_told_as_the_plugins_fault(
    operation, given, said, asynchronous
):
    """With the operation, the provider and the kind; where nothing was sent that may count."""
    arguments = {"check": (), "quote": (REQUEST,), "create": (REQUEST,)}.get(operation, ("1",))
    opened = session(vans(**{operation: gives(given, GET)}), asynchronous=asynchronous)
    error = opened.run(operation, *arguments).error

    assert isinstance(error, PluginError)
    assert str(error) == f"{operation} of 'vans' {said}"


@BOTH
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "gives no Page but a NoneType"),
        ([], "gives no Page but a list"),
        ([pickup()], "gives no Page but a list"),
        (OrderPage(()), "gives no Page but a OrderPage"),
        (Page(({"id": 1},)), "gives a Page whose pickups hold a dict"),
        (Page((), ("odd",)), "gives a Page whose faults hold a str"),
        (Page(None), "gives a Page whose pickups are no tuple but a NoneType"),
    ],
)
def test_a_page_of_another_kind_ends_no_listing_in_silence(given, said, asynchronous):
    """The pages after it would be lost, and nobody would know."""
    opened = session(vans(list=yields(page("1"), given, page("2"))), asynchronous=asynchronous)
    error = opened.run("list").error

    assert isinstance(error, PluginError)
    assert str(error) == f"list of 'vans' {said}"


def test_a_listing_that_breaks_so_keeps_what_came_before():
    """It says itself that there is more."""
    listing = session(vans(list=yields(page("1"), None))).kit.list("shop")

    assert next(listing).id == "1"
    with pytest.raises(PluginError):
        next(listing)


def test_empty_pages_are_pages():
    """The listing goes on behind them."""
    found, faults = session(vans(list=yields(page(), page("1"), page()))).run("list").value

    assert ([each.id for each in found], faults) == (["1"], ())


@pytest.mark.parametrize("given", [None, page("1")])
def test_orders_are_checked_as_pickups_are(given):
    """A page of pickups is none of orders."""
    error = session(vans(orders=yields(OrderPage(()), given))).run("orders", OrderQuery()).error

    assert str(error) == f"orders of 'vans' gives no OrderPage but a {type(given).__name__}"


def fails(*_):
    raise KeyError("s3cret")


@pytest.mark.parametrize(
    ("tell", "said"),
    [
        (lambda *_: None, "retell of 'vans' gives no Pickup but a NoneType"),
        (fails, "retell of 'vans' fails: KeyError in "),
    ],
)
def test_what_retells_a_pickup_gives_one(tell, said):
    """Wherever it is asked."""
    provider = vans(get=gives(pickup()))
    assert provider.retell(tell) is tell
    error = session(provider).run("refresh", pickup()).error

    assert isinstance(error, PluginError)
    assert str(error).startswith(said)
    assert "s3cret" not in str(error)


def test_advice_on_a_cancel_is_checked_too():
    """Nothing but a `Cancellation` says what to do."""
    provider = vans()
    provider.uncancellable(lambda _: "call us")

    assert str(session(provider).run("cancel", "1").error) == (
        "uncancellable of 'vans' gives no Cancellation but a str"
    )


async def loses(*_):
    await POST
    raise OutcomeUnknown("it does not say", failure=Failure(("Failed.", "Call us.")))


async def stumbles(*_):
    await POST
    raise TypeError("s3cret")


@BOTH
@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (gives(True, POST), "cancel of 'vans' gives no Cancellation but a bool; look it up"),
        (gives(None, POST), "cancel of 'vans' gives no Cancellation but a NoneType; look it up"),
        (loses, "it does not say: Failed. Call us.; look it up"),
        (stumbles, f"then came TypeError in {__file__}, line "),
    ],
)
def test_a_cancel_that_was_sent_is_unknown_whatever_the_plugin_does_then(
    operation, said, asynchronous
):
    """It may have been done; a crash would hide that. No private words are in it."""
    done = session(vans(cancel=operation), asynchronous=asynchronous).run("cancel", pickup()).value

    assert isinstance(done, Cancellation)
    assert (done.outcome, done.pickup) == (CancelOutcome.UNKNOWN, pickup())
    assert str(done.message).startswith(said)
    assert "look it up" in str(done.message)
    assert "s3cret" not in str(done.message)


@pytest.mark.parametrize("error", [TypeError("odd"), NotFound("there is none")])
def test_a_cancel_that_fails_before_anything_was_sent_raises(error):
    """As nothing was done."""

    async def early(*_):
        raise error

    assert session(vans(cancel=early)).run("cancel", "1").error is error


@pytest.mark.parametrize("given", ["", " ", None, 7])
def test_a_booking_without_an_id_stands_as_accepted(given):
    """It is no success that nobody could look up, and no failure either."""
    error = session(vans(create=gives(pickup(given), POST))).run("create", REQUEST).error

    assert isinstance(error, OutcomeUnknown)
    assert error.attempt is not None
    assert error.attempt.accepted
    assert str(error.__cause__) == "create of 'vans' gives a Pickup without an id"
