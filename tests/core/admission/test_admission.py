"""What a program gives in another kind than declared is told by its place, and nothing is sent."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from attrs import evolve

from pickupkit import (
    AsyncPickupKit,
    InvalidRequest,
    Money,
    Parcels,
    PickupKit,
    Problem,
    Weight,
    Window,
)
from pickupkit.admission._kinds import misfits
from pickupkit.models import PickupRequest
from tests.plugins._play import easypost_request, sendcloud_request, shippo_request

GOOD: dict[str, Any] = {
    "easypost": easypost_request(),
    "shippo": shippo_request(),
    "sendcloud": sendcloud_request("dhl_express"),
}
ACCOUNTS = {
    "easypost": {"provider": "easypost", "api_key": "EZTK_example"},
    "shippo": {"provider": "shippo", "api_token": "shippo_test_example"},
    "sendcloud": {"provider": "sendcloud", "public_key": "public", "secret_key": "private"},
}
providers = pytest.mark.parametrize("name", ACCOUNTS)


def parcels(**changes: Any) -> dict[str, Any]:
    return {"parcels": [evolve(Parcels(quantity=1), **changes)]}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    (parcels(quantity="3"), "/parcels/0/quantity", "is not a whole number"),
    (parcels(quantity=2.0), "/parcels/0/quantity", "is not a whole number"),
    (parcels(quantity=True), "/parcels/0/quantity", "is not a whole number"),
    (parcels(weight="2 kg"), "/parcels/0/weight", "is no Weight"),
    (parcels(weight=Weight("2", "stone")), "/parcels/0/weight/unit", "is none of kg, g, lb, oz"),  # type: ignore[arg-type]
    (parcels(overweight=1), "/parcels/0/overweight", "is not true or false"),
    ({"address": {"country": "ES"}}, "/address", "is no Address"),
    ({"address": None}, "/address", "is no Address"),
    ({"windows": ["2031-05-12"]}, "/windows/0", "is no Window"),
    ({"shipments": [5]}, "/shipments/0", "is not text"),
    ({"reference": 5}, "/reference", "is not text"),
    ({"spot": "dock"}, "/spot", "is no Spot"),
    ({"max_price": "10 EUR"}, "/max_price", "is no Money"),
    ({"extra": None}, "/extra", "is not a table of fields"),
    ({"extra": {5: "x"}}, "/extra", "is not a table of fields"),
]


def never(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.method} was sent")


def kit() -> PickupKit:
    return PickupKit(ACCOUNTS, transport=httpx.MockTransport(never))


@providers
@pytest.mark.parametrize(("changes", "pointer", "reason"), WRONG)
def test_a_field_of_another_kind_is_named(
    name: str, changes: dict[str, Any], pointer: str, reason: str
) -> None:
    """By `validate`, which raises nothing, and by whatever would send it."""
    request = evolve(GOOD[name], **changes)
    with kit() as closed:
        assert closed.validate(name, request) == (Problem(pointer, reason),)
        for refused in (closed.create, closed.preview):
            with pytest.raises(InvalidRequest) as raised:
                refused(name, request)
            assert raised.value.problems == (Problem(pointer, reason),)


@providers
def test_nothing_is_shown_that_would_not_be_sent(name: str) -> None:
    """What a provider cannot carry is refused beforehand too."""
    request = evolve(GOOD[name], extra={"colour": "red"})
    with kit() as closed:
        for refused in (closed.create, closed.preview):
            with pytest.raises(InvalidRequest, match="cannot carry this field"):
                refused(name, request)


def test_a_query_is_an_order_query() -> None:
    """Else what is left out of it would be asked for."""
    with kit() as closed, pytest.raises(InvalidRequest, match="/query: is no OrderQuery"):
        list(closed.orders("sendcloud", "status=unfulfilled"))  # type: ignore[arg-type]


def test_quoting_looks_as_well() -> None:
    """It is a POST, too."""
    with kit() as closed, pytest.raises(InvalidRequest, match="/reference: is not text"):
        closed.quote("easypost", evolve(GOOD["easypost"], reference=5))


@providers
@pytest.mark.parametrize("request_", [None, {"address": {}}, "pickup.toml"])
def test_what_is_no_request_is_told(name: str, request_: Any) -> None:
    """Such as the name of a request's file."""
    with kit() as closed:
        assert closed.validate(name, request_) == (Problem("", "is no PickupRequest"),)
        with pytest.raises(InvalidRequest, match="is no PickupRequest"):
            closed.create(name, request_)


@pytest.mark.parametrize("name", ["easypost", "sendcloud"])
@pytest.mark.parametrize("operation", ["get", "cancel"])
@pytest.mark.parametrize("odd", [None, 5, b"pickup_1"])
def test_an_id_is_text(name: str, operation: str, odd: Any) -> None:
    """Else the pickup named None would be asked for."""

    async def later() -> None:
        async with AsyncPickupKit(ACCOUNTS, transport=httpx.MockTransport(never)) as opened:
            await getattr(opened, operation)(name, odd)

    with kit() as closed, pytest.raises(InvalidRequest, match="/id: is not text"):
        getattr(closed, operation)(name, odd)
    with pytest.raises(InvalidRequest, match="/id: is not text"):
        asyncio.run(later())


def test_an_id_of_an_order_is_text() -> None:
    """As a pickup's."""
    with kit() as closed, pytest.raises(InvalidRequest, match="/id: is not text"):
        closed.order("sendcloud", 7)  # type: ignore[arg-type]


def test_a_key_is_text(tmp_path: Any) -> None:
    """A number of an order is to be written as text, so that it stays the same one."""
    journal = tmp_path / "journal.sqlite"
    with (
        PickupKit(ACCOUNTS, journal=journal, transport=httpx.MockTransport(never)) as closed,
        pytest.raises(InvalidRequest, match="/key: is not 1 to 100 printable characters"),
    ):
        closed.create("easypost", GOOD["easypost"], key=5)  # type: ignore[arg-type]


@pytest.mark.parametrize("request_", GOOD.values(), ids=GOOD)
def test_what_is_as_declared_has_no_misfit(request_: PickupRequest) -> None:
    """Kinds that are more than declared, such as an enum's text, fit."""
    assert not [*misfits(PickupRequest, request_)]


@pytest.mark.parametrize("odd", ["2031-05-12T09:00Z", date(2031, 5, 12), 0, None])
def test_a_window_starts_at_a_time(odd: Any) -> None:
    """Text has a way of its own, which wants a zone."""
    with pytest.raises(InvalidRequest, match="/start: is no datetime"):
        Window(odd)


def test_a_window_ends_at_a_time() -> None:
    """If at all."""
    with pytest.raises(InvalidRequest, match="/end: is no datetime"):
        Window(datetime(2031, 5, 12, tzinfo=UTC), "12:00")  # type: ignore[arg-type]


@pytest.mark.parametrize("odd", [None, [1], True, 1.5, "many", b"1"])
def test_a_measure_is_an_exact_number(odd: Any) -> None:
    """Or text that is one."""
    for make in (lambda: Weight(odd), lambda: Money(odd, "EUR")):
        with pytest.raises(InvalidRequest, match="is no exact number"):
            make()
