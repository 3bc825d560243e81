"""The journal's file holds nobody's name, street, phone or mail, however they are written."""

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve

from pickupkit import PickupKit
from pickupkit.demo import accounts, request
from pickupkit.errors import OutcomeUnknown, Refused
from pickupkit.models import Address, Spot
from pickupkit.sandbox import Fault
from tests.proof._street import Street

MARKS = {
    "name": "Xanthippe Quimby",
    "company": "Zyzzyva Widgets",
    "line1": "987 Jabberwock Lane",
    "email": "xanthippe@quimby.example",
    "phone": "+14155550187",
}
SEEN = (b"xanthippe", b"quimby", b"zyzzyva", b"jabberwock", b"5550187", b"555-0187", b"555 0187")


@pytest.mark.parametrize("provider", ["sendcloud", "shippo", "easypost"])
@pytest.mark.parametrize("fault", [None, "close", "status"])
def test_nothing_personal_is_kept(
    street: Street, tmp_path: Path, provider: str, fault: str | None
) -> None:
    """Neither of a booking nor of a lost or refused one, reconciled or not."""
    asked = request(provider)
    spot = evolve(asked.spot or Spot(), instructions="Ask Xanthippe at 987 Jabberwock Lane")
    extra = {} if provider == "sendcloud" else {"name": MARKS["name"]}
    address: Address = evolve(asked.address, **(MARKS | extra))
    asked = evolve(asked, address=address, spot=spot)
    operation = "buy" if provider == "easypost" else "create"
    if fault == "close":
        cut = Fault(kind="close", provider=provider, operation=operation, effect="done", times=1)
        street.sandbox.faults.append([cut])
    if fault == "status":
        no = Fault(kind="status", provider=provider, operation=operation, status=422, times=1)
        street.sandbox.faults.append([no])
    folder = tmp_path / "journal"
    with PickupKit(accounts(street.sandbox.url), journal=folder / "j.sqlite") as kit:
        with _raising(fault):
            kit.create(provider, asked, key="k")
        _later(kit)
        kit.reconcile()
        found = b"".join(path.read_bytes() for path in folder.iterdir()).lower()
    assert not [mark for mark in SEEN if mark in found]


def _raising(fault: str | None) -> AbstractContextManager[object]:
    if fault is None:
        return nullcontext()
    return pytest.raises(OutcomeUnknown if fault == "close" else Refused)


def _later(kit: PickupKit) -> None:
    """Let a day pass for what looks whether a booking must show by now."""
    clock = kit._desk.accounts.clock
    kit._desk.accounts.clock = evolve(clock, now=lambda: clock.now() + timedelta(days=1))
