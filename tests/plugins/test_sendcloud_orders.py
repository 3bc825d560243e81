"""Sendcloud's orders: every filter, exact money, pages by Link, and what they come to."""

import asyncio
import json
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import httpx
import pytest
from openapi_core.testing import MockRequest, MockResponse

from pickupkit import (
    AsyncPickupKit,
    InvalidRequest,
    MalformedAnswer,
    Money,
    NotFound,
    OrderQuery,
    Parcels,
    PickupKit,
    Refused,
    Unsupported,
    Weight,
)
from pickupkit.sandbox import Clock, World
from pickupkit_sendcloud.sandbox import create_app

from ._specs import description

HOST = "https://panel.sendcloud.sc"
API = "sendcloud_orders_v3"
KEYS = {"provider": "sendcloud", "public_key": "public", "secret_key": "secret"}
NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)

FIRST = b"""{"id": "701", "order_id": "900101", "order_number": "SHOP-12",
 "created_at": "2026-11-27T10:00:00.555Z", "modified_at": "2026-11-28T10:00:00.555Z",
 "order_details": {"integration": {"id": 739000},
  "status": {"code": "fulfilled", "message": "Fulfilled"},
  "order_created_at": "2026-11-27T09:00:00.555Z", "order_updated_at": "2026-11-27T09:30:00.555Z",
  "order_items": [{"name": "Round candle", "quantity": 1,
    "measurement": {"weight": {"value": 1, "unit": "kg"}},
    "unit_price": {"value": 3.50, "currency": "EUR"},
    "total_price": {"value": 3.5, "currency": "EUR"},
    "delivery_dates": {"handover_at": "2026-12-01T10:00:00.555309+00:00",
                       "deliver_at": "2026-12-02T11:50:00.555309+00:00"},
    "mid_code": "US7654321", "material_content": "all cotton", "intended_use": "Own use"}]},
 "payment_details": {"is_cash_on_delivery": false,
  "total_price": {"value": 12345678901234567.89, "currency": "SEK"},
  "status": {"code": "paid", "message": "Order is paid"},
  "discount_granted": {"value": "3.99", "currency": "EUR"},
  "insurance_costs": {"value": 9.99, "currency": "EUR"},
  "freight_costs": {"value": "5.99", "currency": "EUR"},
  "other_costs": {"value": null, "currency": null}},
 "customs_details": {"commercial_invoice_number": "0123-1", "shipment_type": "commercial_goods",
  "export_type": "commercial_b2c",
  "tax_numbers": {"sender": [{"name": "VAT", "country_code": "NL", "value": "NL000000000B01"}],
   "receiver": [{"name": "VAT", "country_code": "DE", "value": "DE000000000"}],
   "importer_of_record": []}},
 "shipping_address": {"name": "Dana Example", "address_line_1": "Stadhuisplein",
  "house_number": "15", "postal_code": 5341, "city": "Oss", "country_code": "NL"},
 "billing_address": {"name": "Kim Example", "address_line_1": "Vioolstraat",
  "house_number": "118", "postal_code": "5391 TW", "city": "Breda", "country_code": "NL"},
 "shipping_details": {"is_local_pickup": false, "ship_with": {"type": "shipping_option_code",
  "properties": {"shipping_option_code": "postnl:standard", "contract_id": 517}}},
 "customer_details": {"name": "Kim Example"}}"""
SECOND = b"""{"id": 1338, "order_id": "900102", "order_number": "SHOP-13",
 "order_details": {"integration": {"id": 739000}, "status": {"code": "Packed"}, "notes": null,
  "order_created_at": "2026-11-27T10:00:00.555Z", "order_updated_at": null,
  "order_items": [
   {"name": "Square candle", "quantity": 3, "measurement": {"weight": {"value": 0.8, "unit": "kg"}},
    "unit_price": {"value": 2, "currency": "EUR"}, "total_price": {"value": 6, "currency": "EUR"},
    "delivery_dates": null},
   {"name": "Scented candle", "quantity": 2, "unit_price": {"value": 5.5, "currency": "EUR"},
    "total_price": {"value": 11, "currency": "EUR"}, "delivery_dates": null, "measurement": null,
    "dangerous_goods": {"regulation_set": "ADR", "weight_type": "net"}}]},
 "payment_details": null, "shipping_address": null, "shipping_details": {"ship_with": null},
 "customer_details": null, "service_point_details": {"carrier_service_point_id": "P1"}}"""


def kit_of(answer):
    return PickupKit({"shop": KEYS}, transport=httpx.MockTransport(answer), journal="off")


def answering(*orders, **headers):
    body = b'{"data": [' + b",".join(orders) + b"]}"
    return lambda _: httpx.Response(200, content=body, headers=headers)


def read(*orders):
    with kit_of(answering(*orders)) as kit:
        listing = kit.orders("shop")
        return list(listing), listing.faults


def test_the_documented_list_is_read_whole():
    """Both orders, delivery_dates that are null included."""
    found, faults = read(FIRST, SECOND)

    assert faults == []
    assert [order.id for order in found] == ["701", "1338"]
    assert [order.number for order in found] == ["SHOP-12", "SHOP-13"]
    assert [(order.status, order.status_message) for order in found] == [
        ("fulfilled", "Fulfilled"), ("Packed", None),
    ]  # fmt: skip


def test_what_is_documented_and_what_the_stand_in_answers_fits_the_description():
    """Recorded answers are checked by it, so it must refuse neither."""
    made_up = [order.raw for order in listed(stand_in(60))]
    for orders in ([json.loads(FIRST), json.loads(SECOND)], made_up):
        answer = MockResponse(json.dumps({"data": orders}).encode(), status_code=200)
        description(API).validate_response(MockRequest(HOST, "get", "/api/v3/orders"), answer)


def test_an_order_has_its_parts():
    """Times aware, addresses, customs, the way of shipping and the vendor's JSON."""
    order = read(FIRST)[0][0]

    assert order.ordered_at == datetime(2026, 11, 27, 9, 0, 0, 555000, tzinfo=UTC)
    assert order.modified_at == datetime(2026, 11, 28, 10, 0, 0, 555000, tzinfo=UTC)
    assert (order.integration, order.order_id) == ("739000", "900101")
    assert (order.ship_to.postal_code, order.bill_to.city) == ("5341", "Breda")
    assert (order.ship_with.option, order.ship_with.carrier) == ("postnl:standard", "postnl")
    assert order.ship_with.contract == "517"
    assert order.customs.shipment_type == "commercial_goods"
    assert [(tax.of, tax.value) for tax in order.customs.tax_numbers] == [
        ("sender", "NL000000000B01"), ("receiver", "DE000000000"),
    ]  # fmt: skip
    [item] = order.items
    assert (item.weight, item.material) == (Weight(1), "all cotton")
    assert item.deliver_at == datetime(2026, 12, 2, 11, 50, 0, 555309, tzinfo=UTC)
    assert order.raw["order_number"] == "SHOP-12"


def test_money_is_exact():
    """Digit by digit as written, as number or text, with more digits than a float keeps."""
    payment = read(FIRST)[0][0].payment

    assert str(payment.total) == "12345678901234567.89 SEK"
    assert payment.insurance == Money("9.99", "EUR")
    assert (payment.discount, payment.other) == (Money("3.99", "EUR"), None)
    assert str(read(FIRST)[0][0].items[0].unit_price.amount) == "3.50"


def test_every_part_may_be_absent():
    """All but the id."""
    [order], faults = read(b'{"id": "5"}')

    assert faults == []
    assert (order.id, order.items, order.payment.total, order.ship_to) == ("5", (), None, None)


def test_one_bad_order_loses_no_other():
    """It becomes a fault beside the good ones."""
    found, faults = read(b'{"order_id": "x"}', b"7", FIRST)

    assert [order.id for order in found] == ["701"]
    assert [fault.reason for fault in faults] == ["id is missing", "the item is no object"]


def test_parts_of_another_kind_read_as_absent():
    """Numbers for objects, text for numbers, objects for lists."""
    [order], faults = read(
        b'{"id": "5", "order_details": {"order_items": [3, {"quantity": "2"}], "tags": {},'
        b' "status": 4}, "payment_details": {"total_price": {"value": "1e", "currency": 7}},'
        b' "shipping_details": {"ship_with": {"properties": []}}}'
    )

    assert faults == []
    assert [item.quantity for item in order.items] == [None, None]
    assert (order.status, order.payment.total, order.ship_with) == (None, None, None)


def test_a_line_that_cannot_be_read_leaves_no_weight():
    """What the others weigh together would be too light."""
    [order], faults = read(
        b'{"id": "5", "order_details": {"order_items": [null, {"name": "Candle", "quantity": 1,'
        b' "measurement": {"weight": {"value": 1, "unit": "kg"}}}]}}'
    )

    assert faults == []
    assert Parcels.from_orders([order]).unweighed == (order,)


def test_every_filter_is_sent():
    """In the vendor's words; integrations and sort keys with commas between them."""
    query = OrderQuery(
        integrations=[41, 419],
        number="ORDER_1",
        order_id="abc",
        status="Unshipped",
        created_on="2026-04-28",
        created_from=date(2026, 4, 1),
        created_until="2026-04-30",
        updated_on="2026-05-28",
        updated_from="2026-05-01",
        updated_until="2026-05-30",
        sort=["integration", "-created", "number", "-updated", "-id"],
        page_size=150,
    )
    asked = []

    def answer(sent):
        asked.append(dict(sent.url.params))
        return answering()(sent)

    with kit_of(answer) as kit:
        assert list(kit.orders("shop", query)) == []

    assert asked == [
        {
            "integration": "41,419",
            "order_number": "ORDER_1",
            "order_id": "abc",
            "status": "Unshipped",
            "order_created_at": "2026-04-28",
            "order_created_at_min": "2026-04-01",
            "order_created_at_max": "2026-04-30",
            "order_updated_at": "2026-05-28",
            "order_updated_at_min": "2026-05-01",
            "order_updated_at_max": "2026-05-30",
            "sort": "integration,-order_created_at,order_number,-order_updated_at,-pk",
            "page_size": "150",
        }
    ]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<https://elsewhere.example/api/v3/orders/?cursor=a>; rel="next"', "another host"),
        (f'<{HOST}/api/v3/orders/?cursor=a>; rel="next"', "circle"),
        (f'<{HOST}/api/v3/orders/>; rel="next"', "has no cursor"),
    ],
)
def test_a_foreign_or_repeated_cursor_ends_the_listing(link, words):
    """With a typed error."""
    with kit_of(answering(FIRST, link=link)) as kit, pytest.raises(MalformedAnswer, match=words):
        list(kit.orders("shop"))


def test_a_refused_query_tells_why():
    """An integration that is not the account's."""
    error = {
        "code": "invalid_choice",
        "detail": "Select a valid choice. 128 is not one of the available choices.",
        "status": "400",
        "source": {"parameter": "integration"},
    }
    with (
        kit_of(lambda _: httpx.Response(400, json={"errors": [error]})) as kit,
        pytest.raises(Refused) as raised,
    ):
        list(kit.orders("shop", OrderQuery(integrations=[128])))

    assert raised.value.vendor_code == "invalid_choice"
    assert "128 is not one" in raised.value.messages[0]


def test_an_order_is_looked_up_by_the_vendors_number():
    """Not by the shop's; what is no number is refused here."""
    asked = []

    def answer(sent):
        asked.append(sent.url.path)
        return httpx.Response(200, content=b'{"data": ' + FIRST + b"}")

    with kit_of(answer) as kit:
        assert kit.order("shop", "701").number == "SHOP-12"
        with pytest.raises(InvalidRequest):
            kit.order("shop", "SHOP-12")

    assert asked == ["/api/v3/orders/701"]


def test_a_provider_without_orders_says_so():
    """EasyPost and Shippo know shipments, not orders."""
    with PickupKit({"east": {"provider": "easypost", "api_key": "k"}}, journal="off") as kit:
        assert "orders" not in kit.supports("east")
        with pytest.raises(Unsupported):
            kit.order("east", "1")
        with pytest.raises(Unsupported):
            list(kit.orders("east"))


class Remembering(httpx.ASGITransport):
    """Asks an application in this process, and keeps its answers by URL."""

    def __init__(self, app):
        super().__init__(app)
        self.answers = {}

    async def handle_async_request(self, request):
        answer = await super().handle_async_request(request)
        self.answers[str(request.url)] = (dict(answer.headers), await answer.aread())
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def again(self, request):
        """Answer as before; whatever was not asked before fails."""
        headers, content = self.answers[str(request.url)]
        return httpx.Response(200, headers=headers, content=content)


def stand_in(count):
    return Remembering(create_app(World(clock=Clock(NOW), seed=1), orders=count))


def listed(transport, query=None):
    async def read():
        async with AsyncPickupKit({"shop": KEYS}, transport=transport, journal="off") as kit:
            return [order async for order in kit.orders("shop", query)]

    return asyncio.run(read())


def test_the_stand_in_filters_and_sorts():
    """As documented: whole words without regard to capitals, days included, keys in turn."""
    query = OrderQuery.parse(
        "status=UNSHIPPED&integrations=41,68&created_from=2026-09-03&created_until=2026-09-05"
        "&sort=integration,-number&page_size=7"
    )
    found = listed(stand_in(600), query)

    days = {order.ordered_at.date() for order in found}
    assert days <= {date(2026, 9, 3), date(2026, 9, 4), date(2026, 9, 5)}
    assert {order.status for order in found} == {"unshipped"}
    keys = [(order.integration, order.number) for order in found]
    assert len(keys) > 20
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)
    for shop in ("41", "68"):
        numbers = [number for integration, number in keys if integration == shop]
        assert numbers == sorted(numbers, reverse=True)


def test_the_stand_in_refuses_as_documented():
    """An unknown id is 404, a foreign integration 400."""

    async def ask():
        async with AsyncPickupKit({"shop": KEYS}, transport=stand_in(3), journal="off") as kit:
            assert (await kit.order("shop", "1002")).number == "N-2"
            with pytest.raises(NotFound, match="could not be found"):
                await kit.order("shop", "9")
            with pytest.raises(Refused, match="128 is not one"):
                [order async for order in kit.orders("shop", OrderQuery(integrations=[128]))]

    asyncio.run(ask())


def count(transport):
    """Count what is listed; nothing that is read is kept here."""

    async def read():
        async with AsyncPickupKit({"shop": KEYS}, transport=transport, journal="off") as kit:
            listing = kit.orders("shop")
            return sum([1 async for _ in listing]), listing.faults

    return asyncio.run(read())


def test_five_thousand_orders_take_a_request_a_page_and_little_memory():
    """25 pages from the stand-in; the same again shows what the client alone holds meanwhile."""
    transport = stand_in(5_000)
    assert (count(transport), len(transport.answers)) == ((5_000, []), 25)

    tracemalloc.start()
    try:
        assert count(httpx.MockTransport(transport.again)) == (5_000, [])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 15 * 2**20


def test_orders_of_the_stand_in_come_to_parcels():
    """By carrier; those without weight are named, those fetched by the customer left out."""
    found = listed(stand_in(300), OrderQuery(status="unshipped"))

    tally = Parcels.from_orders(found)

    assert set(tally.parcels) == {"dhl_express", "dhl", "ups", None}
    assert tally.quantity + len(tally.not_shipped) == len(found)
    assert tally.unweighed
    assert all(any(item.weight is None for item in order.items) for order in tally.unweighed)
    weighed = [order for order in found if order not in tally.unweighed]
    again = Parcels.from_orders(weighed)
    whole = sum(
        (item.weight.value * item.quantity for order in weighed if not order.is_local_pickup
         for item in order.items), Decimal(0)
    )  # fmt: skip
    assert sum(group.weight.to("kg").value for group in again.parcels.values()) == whole
