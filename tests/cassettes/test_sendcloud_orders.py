"""Orders of Sendcloud's API v3 as the library tells them.

Staged as a whole: a vendor's account would have orders of true customers.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pickupkit import (
    AuthenticationFailed,
    Money,
    NotFound,
    OrderQuery,
    Refused,
    Unavailable,
    Weight,
)

from ._stage import Stripping

pytestmark = [pytest.mark.vcr, pytest.mark.staged]


def numbers(listing):
    return [order.number for order in listing]


def test_order(kit):
    """One order: exact money, items, what it is to be sent with, and no word invented."""
    order = kit.order("shop", "1005")

    assert (order.id, order.order_id, order.number) == ("1005", "shop-000005", "N-5")
    assert (order.integration, order.status, order.status_message) == (
        "41",
        "unshipped",
        "Unshipped",
    )
    assert order.ordered_at == datetime(2026, 9, 1, 9, 55, tzinfo=UTC)
    assert [(item.name, item.quantity) for item in order.items] == [
        ("Oak frame", 3),
        ("Cylinder candle", 4),
        ("Squared candle", 1),
    ]
    assert order.items[0].unit_price == Money(Decimal("24.9"), "EUR")
    assert order.items[0].weight == Weight("1.25")
    assert order.payment.total == Money(Decimal("90.7"), "EUR")
    assert order.payment.freight == Money(Decimal("5.99"), "EUR")
    assert (order.ship_with.carrier, order.ship_with.option) == ("dhl", "dhl:standard")
    assert (order.ship_to.city, order.bill_to, order.customs) == ("Oss", None, None)
    assert (order.notes, order.tags) == ("Leave it with the neighbours", ("gift",))


def test_order_that_goes_abroad(kit):
    """Customs, another who pays, a service point, and goods that are dangerous."""
    order = kit.order("shop", "1050")

    assert (order.customs.invoice_number, order.customs.shipment_type) == (
        "INV-50",
        "commercial_goods",
    )
    [number] = order.customs.tax_numbers
    assert (number.of, number.kind, number.value) == ("sender", "VAT", "NL000000000B01")
    assert order.bill_to.house_number != order.ship_to.house_number
    assert (order.service_point.id, order.service_point.type) == ("50", "locker")
    assert [item.is_dangerous for item in order.items[:1]] == [True]


def test_order_with_an_unknown_id(kit):
    """A 404 with a title beside its words."""
    with pytest.raises(NotFound) as caught:
        kit.order("shop", "7")

    error = caught.value
    assert (error.operation, error.http_status, error.vendor_code) == ("order", 404, "not_found")
    assert error.messages == ("The order could not be found with the search criteria given",)


def test_orders_over_pages(kit):
    """Filters and sort keys go with each page; the links lead through all of them."""
    query = OrderQuery(
        integrations=(41, 68),
        status="UNSHIPPED",
        updated_from=date(2026, 9, 1),
        updated_until=date(2026, 9, 1),
        sort=("integration", "-created"),
        page_size=5,
    )

    listing = kit.orders("shop", query)
    found = list(listing)

    assert [(order.integration, order.number) for order in found] == [
        *(("41", f"N-{n}") for n in (39, 28, 17, 15, 8, 5)),
        *(("68", f"N-{n}") for n in (50, 44, 38, 31, 29, 18, 2)),
    ]
    assert {order.status for order in found} == {"unshipped"}
    assert listing.faults == []


def test_orders_without_a_query(kit):
    """The newest come first, two hundred at once."""
    found = numbers(kit.orders("shop"))

    assert (found[0], found[-1], len(found)) == ("N-250", "N-1", 250)


def test_orders_of_a_day(kit):
    """A day is one of the shop's times; both kinds of time are asked for."""
    query = OrderQuery(
        created_on=date(2026, 9, 1), updated_on=date(2026, 9, 2), status="unshipped", sort="id"
    )

    assert numbers(kit.orders("shop", query)) == ["N-52", "N-53"]


def test_orders_by_number(kit):
    """A number names one, in capitals or not, and so does the shop's own id."""
    assert numbers(kit.orders("shop", OrderQuery(number="n-17"))) == ["N-17"]
    assert numbers(kit.orders("shop", OrderQuery(order_id="SHOP-000017"))) == ["N-17"]


def test_orders_of_nothing(kit):
    """No order is an empty list, not an error."""
    query = OrderQuery(created_from=date(2026, 9, 5), created_until=date(2026, 9, 6))

    assert numbers(kit.orders("shop", query)) == []


def test_orders_of_a_foreign_integration(kit):
    """A 400 names the parameter and the value."""
    with pytest.raises(Refused) as caught:
        numbers(kit.orders("shop", OrderQuery(integrations=128)))

    error = caught.value
    assert (error.http_status, error.vendor_code) == (400, "invalid_choice")
    assert error.messages == (
        "integration: Select a valid choice. 128 is not one of the available choices.",
    )


def test_orders_with_wrong_keys(open_kit):
    """A wrong pair is 401."""
    with pytest.raises(AuthenticationFailed) as caught:
        numbers(open_kit(public_key="sandbox-inactive").orders("shop"))

    assert caught.value.messages == ("/data: Invalid username/password.",)


def test_orders_without_keys(open_kit):
    """No credentials are 401 in another form."""
    with pytest.raises(AuthenticationFailed) as caught:
        numbers(open_kit(wrap=Stripping).orders("shop"))

    assert caught.value.messages == ("Authentication credentials were not provided.",)


def test_orders_under_the_rate_limit(kit, fail):
    """A 429 without a body is waited out: a read does no harm."""
    fail("status", operation="orders", status=429, times=2)

    assert numbers(kit.orders("shop", OrderQuery(number="N-17"))) == ["N-17"]


def test_orders_behind_a_gateway_that_fails(kit, fail):
    """Three pages of HTML are no empty list."""
    fail("status", operation="orders", status=502, body="html")

    with pytest.raises(Unavailable) as caught:
        numbers(kit.orders("shop"))

    assert (caught.value.operation, caught.value.http_status) == ("orders", 502)


def test_orders_of_an_account_on_v2(open_kit):
    """Orders come through API v3, whichever books the pickups."""
    kit = open_kit(api="v2")

    assert numbers(kit.orders("shop", OrderQuery(number="N-17"))) == ["N-17"]
    assert kit.order("shop", "1017").number == "N-17"
