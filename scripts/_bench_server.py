"""A bare server on this machine for `scripts.bench`: prepared pages, and one answer to every POST.

It runs in a process of its own, so that its work is not counted, prints its URL, and ends when its
standard input does.
"""

import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any, Final

PAGES: Final = 50
ITEMS: Final = 200
_STAMP: Final = "2031-05-01T09:00:02Z"

_ADDRESS: Final[dict[str, Any]] = {
    "id": "adr_2dc477ac10d6c07b3fe008f636037733",
    "object": "Address",
    "created_at": "2031-05-01T09:00:01+00:00",
    "updated_at": "2031-05-01T09:00:01+00:00",
    "name": "Goods Out",
    "company": "Example Books",
    "street1": "200 Example Blvd",
    "street2": None,
    "city": "Springfield",
    "state": "IL",
    "zip": "62701",
    "country": "US",
    "phone": "12175550100",
    "email": "dock@example.com",
    "mode": "test",
    "carrier_facility": None,
    "residential": None,
    "federal_tax_id": None,
    "state_tax_id": None,
    "verifications": {},
}

SHIPPO_ANSWER: Final[dict[str, Any]] = {
    "object_created": "2031-05-01T09:00:01.000Z",
    "object_updated": "2031-05-01T09:00:02.000Z",
    "object_id": "71d0be5c9f2a4a36b8e4407d1f6c8230",
    "carrier_account": "3f9a1c07b2d84e6f9a5513c0de7b4421",
    "location": {"instructions": "", "building_location_type": "Knock on door"},
    "transactions": ["b81e6f0a4c5d4f3e8a7290d16c3fe95a"],
    "requested_start_time": "2031-05-06T16:00:00Z",
    "requested_end_time": "2031-05-06T23:00:00Z",
    "confirmed_start_time": "2031-05-06T12:00:00Z",
    "confirmed_end_time": "2031-05-06T23:59:59.999Z",
    "cancel_by_time": "2031-05-06T08:00:00Z",
    "status": "CONFIRMED",
    "confirmation_code": "WTC204417936",
    "timezone": "US/Pacific",
    "messages": None,
    "metadata": "order 1002",
    "is_test": False,
}


def _rate(pickup: str, carrier: str, service: str, price: str) -> dict[str, Any]:
    stamps = {"created_at": _STAMP, "updated_at": _STAMP}
    rate = {"carrier": carrier, "service": service, "rate": price, "currency": "USD", **stamps}
    number = f"pickuprate_{pickup[7:]}{carrier}"
    return {"id": number, "object": "PickupRate", "mode": "test", "pickup_id": pickup, **rate}


def _easypost(number: int) -> dict[str, Any]:
    pickup = f"pickup_{number:032x}"
    return {
        "id": pickup,
        "object": "Pickup",
        "created_at": _STAMP,
        "updated_at": "2031-05-01T09:00:09Z",
        "mode": "test",
        "status": "scheduled",
        "reference": f"order-{number}",
        "min_datetime": "2031-05-06T14:00:00Z",
        "max_datetime": "2031-05-06T18:00:00Z",
        "is_account_address": False,
        "instructions": "Dock four, behind the building",
        "messages": [],
        "confirmation": f"WTC{number:08}",
        "address": _ADDRESS,
        "carrier_accounts": [],
        "pickup_rates": [
            _rate(pickup, "USPS", "NextDay", "0.00"),
            _rate(pickup, "UPS", "Future-day Pickup", "10.52"),
        ],
    }


def _sendcloud(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "time_slots": [{"start_at": "2031-05-06T11:00:00Z", "end_at": "2031-05-06T15:00:00Z"}],
        "country": "NL",
        "carrier_code": "dhl_express",
        "tracking_number": f"PRG{number:09}",
        "status": "CREATED",
        "created_at": "2031-05-01T09:00:01.000000Z",
        "cancelled_at": None,
        "contract_id": 10,
    }


def _answer(status: str, body: object, *headers: str) -> bytes:
    content = json.dumps(body, separators=(",", ":")).encode()
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", *headers]
    head = "\r\n".join((*lines, f"Content-Length: {len(content)}", "", ""))
    return head.encode() + content


def _pages(url: str) -> Iterator[tuple[bytes, bytes]]:
    """Give each page by what its request has after the last ``=`` before ``page_size``'s."""
    for page in range(PAGES):
        numbers = range(page * ITEMS, (page + 1) * ITEMS)
        items, more = [_easypost(n) for n in numbers], page + 1 < PAGES
        before = f"pickup_{numbers[0] - 1:032x}" if page else ""
        yield f"/easypost{before}".encode(), _answer("200 OK", {"pickups": items, "has_more": more})
        link = f'Link: <{url}/sendcloud/api/v3/pickups/?cursor={page + 1}>; rel="next"'
        data = {"data": [_sendcloud(n) for n in numbers]}
        key = f"/sendcloud{page or ''}".encode()
        yield key, _answer("200 OK", data, *([link] if more else []))


def _serve(connection: socket.socket, pages: dict[bytes, bytes], created: bytes) -> None:
    with connection, connection.makefile("rb") as reader:
        while line := reader.readline():
            length = 0
            while (header := reader.readline().lower()) not in (b"\r\n", b""):
                if header.startswith(b"content-length:"):
                    length = int(header.partition(b":")[2])
            reader.read(length)
            connection.sendall(created if line.startswith(b"POST") else pages[_key(line)])


def _key(line: bytes) -> bytes:
    target = line.split()[1]
    path, _, query = target.partition(b"?")
    given = dict(pair.split(b"=") for pair in query.split(b"&"))
    cursor = given.get(b"before_id") or given.get(b"cursor") or b""
    return b"/" + path.split(b"/")[1] + cursor


def main() -> None:
    """Serve until standard input ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        pages, created = dict(_pages(url)), _answer("201 Created", SHIPPO_ANSWER)
        print(url, flush=True)
        threading.Thread(target=_until_the_input_ends, daemon=True).start()
        while True:
            connection, _ = listener.accept()
            arguments = (connection, pages, created)
            threading.Thread(target=_serve, args=arguments, daemon=True).start()


def _until_the_input_ends() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
