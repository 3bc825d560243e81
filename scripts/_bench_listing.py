"""Listing, beside the least that any client does, and beside the least that gives a `Pickup`."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

import httpx

from pickupkit import Address, Pickup, PickupKit, PickupStatus, Window
from scripts._bench_row import Row, side_by_side, timed
from scripts._bench_server import ITEMS, PAGES

ROUNDS: Final = 3
Walk = Callable[[httpx.Client, str], Iterator[dict[str, Any]]]


def listing(kit: PickupKit, name: str, client: httpx.Client, url: str) -> Iterator[Row]:
    """List everything by the library and by hand."""
    walk, read = WALKS[name]

    def through_us() -> int:
        return sum(1 for _ in kit.list(name))

    def bare() -> int:
        return sum(1 for _ in walk(client, url))

    def by_hand() -> int:
        return sum(1 for _ in map(read, walk(client, url)))

    assert bare() == by_hand() == through_us() == PAGES * ITEMS  # noqa: S101 - else it is nothing
    found = side_by_side(ROUNDS, timed(through_us), timed(bare), timed(by_hand))
    ours, least, typed = (seconds / PAGES / ITEMS for seconds in found)
    yield Row(f"one of {PAGES * ITEMS} pickups listed ({name})", ours, least, "httpx, json", 1.5)
    yield Row("  the same", ours, typed, "httpx, json, Pickup() unchecked")


def _walk_easypost(client: httpx.Client, url: str) -> Iterator[dict[str, Any]]:
    query = ""
    while True:
        answer = json.loads(client.get(f"{url}/easypost/v2/pickups?page_size=100{query}").content)
        yield from answer["pickups"]
        if not answer["has_more"]:
            return
        query = f"&before_id={answer['pickups'][-1]['id']}"


def _walk_sendcloud(client: httpx.Client, url: str) -> Iterator[dict[str, Any]]:
    target = f"{url}/sendcloud/api/v3/pickups?page_size=100"
    while target:
        answer = client.get(target)
        yield from json.loads(answer.content)["data"]
        target = answer.links.get("next", {}).get("url", "")


def _read_easypost(raw: dict[str, Any]) -> Pickup:
    place = raw["address"]
    return Pickup(
        provider="easypost",
        account="bench",
        id=raw["id"],
        status=PickupStatus.CONFIRMED,
        raw_status=raw["status"],
        confirmation=raw["confirmation"],
        country=place["country"],
        address=Address(
            name=place["name"],
            company=place["company"],
            line1=place["street1"],
            line2=place["street2"],
            postal_code=place["zip"],
            city=place["city"],
            state=place["state"],
            country=place["country"],
            phone=place["phone"],
            email=place["email"],
            residential=place["residential"],
        ),
        requested=(_window(raw["min_datetime"], raw["max_datetime"]),),
        reference=raw["reference"],
        created_at=datetime.fromisoformat(raw["created_at"]),
        raw=raw,
    )


def _read_sendcloud(raw: dict[str, Any]) -> Pickup:
    return Pickup(
        provider="sendcloud",
        account="bench",
        id=str(raw["id"]),
        status=PickupStatus.CONFIRMED,
        raw_status=raw["status"],
        carrier=raw["carrier_code"],
        country=raw["country"],
        tracking_number=raw["tracking_number"],
        requested=tuple(_window(s["start_at"], s["end_at"]) for s in raw["time_slots"]),
        created_at=datetime.fromisoformat(raw["created_at"]),
        raw=raw,
    )


def _window(start: str, end: str) -> Window:
    return Window.reported(datetime.fromisoformat(start), datetime.fromisoformat(end))


WALKS: Final[dict[str, tuple[Walk, Callable[[dict[str, Any]], Pickup]]]] = {
    "easypost": (_walk_easypost, _read_easypost),
    "sendcloud": (_walk_sendcloud, _read_sendcloud),
}
