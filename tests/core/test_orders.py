"""Queries are checked before anything is asked; orders come to parcels."""

import weakref
from datetime import date, datetime
from decimal import Decimal

import pytest
from attrs import evolve

from pickupkit import InvalidRequest, Order, OrderItem, OrderQuery, Parcels, ShipWith, Weight


def order(number, *items, carrier=None, **more):
    way = ShipWith(option=f"{carrier}:any", carrier=carrier) if carrier else None
    return Order(
        provider="p", account="a", id=str(number), number=f"N-{number}", items=items,
        ship_with=way, **more,
    )  # fmt: skip


def item(quantity, weight=None, unit="kg"):
    return OrderItem(quantity=quantity, weight=Weight(weight, unit) if weight else None)


def faults(**query):
    with pytest.raises(InvalidRequest) as refused:
        OrderQuery(**query)
    return [problem.pointer for problem in refused.value.problems]


def test_an_empty_query_asks_for_everything():
    """Nothing is filtered or sorted unless asked for."""
    assert OrderQuery() == OrderQuery.parse("")
    assert OrderQuery().sort == ()


def test_text_and_objects_make_the_same_query():
    """Days, numbers and lists may be text, as a command line has them."""
    written = OrderQuery.parse(
        "integrations=41, 68 & status=Ready to ship & created_from=2026-11-01 & "
        "sort=integration,-created & page_size=50"
    )

    assert written == OrderQuery(
        integrations=[41, 68],
        status="Ready to ship",
        created_from=date(2026, 11, 1),
        sort=("integration", "-created"),
        page_size=50,
    )
    assert OrderQuery(integrations=7).integrations == (7,)


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ({"sort": "pk"}, ["/sort/0"]),
        ({"sort": ["created", "-created"]}, ["/sort/1"]),
        ({"sort": "--id"}, ["/sort/0"]),
        ({"page_size": 0}, ["/page_size"]),
        ({"page_size": 201}, ["/page_size"]),
        ({"page_size": "many"}, ["/page_size"]),
        ({"integrations": [0, "x", True]}, ["/integrations/0", "/integrations/1",
                                            "/integrations/2"]),
        ({"created_on": "yesterday"}, ["/created_on"]),
        ({"updated_from": datetime(2026, 11, 1)}, ["/updated_from"]),  # noqa: DTZ001
        ({"created_from": "2026-11-02", "created_until": "2026-11-01"}, ["/created_until"]),
        ({"status": " "}, ["/status"]),
        ({"number": 7}, ["/number"]),
        ({"status": "\ud800"}, ["/status"]),
        ({"integrations": "9" * 5000}, ["/integrations/0"]),
        ({"integrations": [10**5000], "page_size": 10**5000}, ["/integrations/0", "/page_size"]),
        ({"integrations": None}, ["/integrations/0"]),
        ({"integrations": 1.5, "page_size": "9" * 5000}, ["/integrations/0", "/page_size"]),
        ({"sort": 3}, ["/sort/0"]),
        ({"sort": None}, ["/sort/0"]),
        ({"sort": "x", "page_size": 900, "order_id": ""}, ["/order_id", "/page_size", "/sort/0"]),
    ],
)  # fmt: skip
def test_a_wrong_query_is_refused_with_all_that_is_wrong(query, pointers):
    """A vendor would take an unknown sort key for none, and say nothing."""
    assert faults(**query) == pointers


@pytest.mark.parametrize("text", ["stat=x", "status", "status=a&status=b", "=a"])
def test_a_query_in_words_names_each_filter_once(text):
    """What is none, or comes twice, is refused."""
    with pytest.raises(InvalidRequest):
        OrderQuery.parse(text)


def test_orders_are_counted_and_weighed_by_carrier():
    """One parcel each; a piece's weight counts as often as the piece."""
    tally = Parcels.from_orders(
        [
            order(1, item(2, "1.5"), item(1, "0.25"), carrier="dhl"),
            order(2, item(3, "500", "g"), carrier="dhl"),
            order(3, item(1, "2"), carrier="ups"),
            order(4, item(1, "1")),
        ]
    )

    assert tally.parcels["dhl"] == Parcels(quantity=2, weight=Weight("4.75", "kg"))
    assert tally.parcels["ups"] == Parcels(quantity=1, weight=Weight("2"))
    assert tally.parcels[None].quantity == 1
    assert (tally.quantity, tally.unweighed) == (4, ())


def test_an_orders_own_weight_counts_before_its_items():
    """It was weighed whole, with its box."""
    tally = Parcels.from_orders([order(1, item(2, "1.5"), weight=Weight("4", "lb"))])

    assert tally.parcels[None].weight == Weight("4", "lb")


@pytest.mark.parametrize(
    "items",
    [
        (),
        (item(1),),
        (item(None, "1"),),
        (item(1, "1"), item(2)),
        (item(1, "0"),),
        (item(0, "1"),),
        (item(1, "5"), item(1, "-3")),
    ],
)
def test_what_cannot_be_weighed_is_named_and_leaves_no_weight(items):
    """A sum without it would be too light."""
    light = order(9, *items)
    tally = Parcels.from_orders([order(1, item(1, "1")), light])

    assert tally.unweighed == (light,)
    assert tally.parcels[None] == Parcels(quantity=2, weight=None)


def test_an_order_that_weighs_nothing_has_no_weight():
    """Whatever the shop wrote."""
    nothing = order(1, item(1, "1"), weight=Weight(0))

    assert Parcels.from_orders([nothing]).unweighed == (nothing,)


def test_what_the_customer_fetches_is_not_counted():
    """No van takes it."""
    fetched = order(2, is_local_pickup=True)
    tally = Parcels.from_orders([order(1, item(1, "1")), fetched])

    assert (tally.quantity, tally.not_shipped) == (1, (fetched,))


def test_an_order_that_comes_twice_counts_once():
    """As it was told last: one that changes while the pages are read moves to another."""
    before, after = order(1, item(1, "1"), carrier="dhl"), order(1, item(2, "1"), carrier="ups")
    elsewhere = evolve(before, account="b")
    tally = Parcels.from_orders([before, order(2, item(1, "1"), carrier="ups"), after, elsewhere])

    assert tally.parcels == {
        "ups": Parcels(quantity=2, weight=Weight("3")),
        "dhl": Parcels(quantity=1, weight=Weight("1")),
    }


def test_orders_are_let_go_as_they_are_counted():
    """A shop may have many; only those that are to be named are kept."""
    seen, alive = [], []

    def arriving():
        for number in range(100):
            one = order(number, item(1, "1"))
            seen.append(weakref.ref(one))
            yield one
        alive.extend(known for known in seen if known())

    assert Parcels.from_orders(arriving()).quantity == 100
    assert len(alive) < 3


def test_no_orders_are_no_parcels():
    """And no weight of nothing."""
    tally = Parcels.from_orders(iter(()))

    assert (dict(tally.parcels), tally.quantity) == ({}, 0)


def test_weights_add_up_exactly():
    """No binary fractions on the way."""
    tally = Parcels.from_orders([order(n, item(1, "0.1")) for n in range(30)])

    assert tally.parcels[None].weight.value == Decimal("3.0")
