"""One worker of the chaos: books every key until all are booked; may be killed at any moment.

Usage: ``python -m tests.proof._worker URL JOURNAL SEED COUNT``.
"""

import random
import sys
import time
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Final

from pickupkit import Address, Parcels, PickupKit, PickupRequest, Weight, Window
from pickupkit.errors import JournalError, OutcomeUnknown, ProviderError
from pickupkit.journal import State
from pickupkit.registry import Registry
from pickupkit.transport import Limits

LIMITS: Final = Limits(
    connect=0.3,
    read=0.3,
    write=0.3,
    pool=0.3,
    reading=1,
    reconciling=10,
    booking=0.8,
    settle=1.0,
    tries=2,
    longest_wait=0.1,
)
DAY: Final = datetime(2031, 5, 5, tzinfo=UTC)
UTRECHT: Final = Address(
    name="Jan Jansen",
    company="Voorbeeld BV",
    line1="Voorbeeldstraat",
    house_number="1",
    postal_code="3511 AB",
    city="Utrecht",
    country="NL",
    phone="+31301234567",
    email="jan@example.com",
)
SPRINGFIELD: Final = Address(
    name="Jane Doe",
    line1="1 Example Street",
    city="Springfield",
    state="US-IL",
    postal_code="62701",
    country="US",
    phone="+12175550123",
)


def accounts(url: str) -> dict[str, dict[str, str]]:
    """Give the two accounts; every third booking is EasyPost's."""
    return {
        "utrecht": {
            "provider": "sendcloud",
            "url": f"{url}/sendcloud",
            "public_key": "public",
            "secret_key": "secret",
        },
        "springfield": {"provider": "easypost", "url": f"{url}/easypost", "api_key": "EZTK_x"},
    }


def account_of(number: int) -> str:
    """Say where a booking goes."""
    return "springfield" if number % 3 == 0 else "utrecht"


def request(number: int) -> PickupRequest:
    """Make a request; few have the same slot, so that few candidates are looked at."""
    start = DAY + timedelta(days=number // 4, hours=9)
    window = Window(start, start + timedelta(hours=3))
    if account_of(number) == "springfield":
        return PickupRequest(
            address=SPRINGFIELD,
            windows=[window],
            shipments=[f"shp_{number:06d}"],
            carrier="USPS",
            extra={"is_account_address": True},
        )
    parcels = Parcels(quantity=1, weight=Weight("2", "kg"))
    return PickupRequest(
        address=UTRECHT, windows=[window], parcels=[parcels], carrier="dhl_express"
    )


def unlimited() -> Registry:
    """Give the providers without the vendors' rates, which would make this last an hour."""
    sendcloud = copy(Registry().get("sendcloud"))
    sendcloud.limits = ()
    return Registry(loaded={"sendcloud": sendcloud})


def run(url: str, journal: str, seed: int, count: int) -> None:
    """Book all, in an order of our own, until the journal says that all are booked."""
    order = list(range(count))
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, no secret
    while order:
        with PickupKit(accounts(url), limits=LIMITS, journal=journal, registry=unlimited()) as kit:
            try:
                order = _round(kit, order)
            except JournalError:
                time.sleep(0.1)  # the server is down; nothing was sent without it


def _round(kit: PickupKit, order: list[int]) -> list[int]:
    booked = {entry.key for entry in kit.attempts() if entry.state is State.BOOKED}
    left = [number for number in order if f"order-{number}" not in booked]
    looked = time.monotonic()
    for number in left:
        _book(kit, number)
        if time.monotonic() - looked > 1:
            kit.reconcile()
            looked = time.monotonic()
    kit.reconcile()
    if left:
        time.sleep(0.1)
    return left


def _book(kit: PickupKit, number: int) -> None:
    try:
        kit.create(account_of(number), request(number), key=f"order-{number}", rebook=True)
    except OutcomeUnknown:
        return
    except ProviderError as error:
        if error.http_status is not None and 400 <= error.http_status < 429:
            raise


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
