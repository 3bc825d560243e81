"""The journal's file holds nobody's name, street, phone or mail, however they are written."""

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import httpx
import pytest
from attrs import evolve

from pickupkit import PickupKit, mask
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


def test_what_is_hidden_is_looked_up_once_for_an_answer_of_many_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a long answer would take most of a minute to be kept, as what is being sent."""
    body = {"object_id": "1", "status": "CONFIRMED", "notes": ["no name"] * 1000 + ["Zyzzyva"]}
    transport = httpx.MockTransport(lambda _: httpx.Response(201, json=body))
    looked_up = Mock(wraps=mask._pattern)
    monkeypatch.setattr(mask, "_pattern", looked_up)
    asked = request("shippo")
    asked = evolve(asked, address=evolve(asked.address, company="Zyzzyva"))
    given = {"journal": tmp_path / "j.sqlite", "transport": transport}

    with PickupKit(accounts("http://127.0.0.1:9"), **given) as kit:
        kit.create("shippo", asked, key="k")
        [entry] = kit.attempts()

    assert looked_up.call_count < 100
    assert entry.pickup is not None
    assert entry.pickup["raw"]["notes"] == ["no name"] * 1000 + ["[…]"]


def _raising(fault: str | None) -> AbstractContextManager[object]:
    if fault is None:
        return nullcontext()
    return pytest.raises(OutcomeUnknown if fault == "close" else Refused)


def _later(kit: PickupKit) -> None:
    """Let a day pass for what looks whether a booking must show by now."""
    clock = kit._desk.accounts.clock
    kit._desk.accounts.clock = evolve(clock, now=lambda: clock.now() + timedelta(days=1))
