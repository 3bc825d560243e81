"""What only a person can find out, a person can write down."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pickupkit import PickupKit
from pickupkit.cli import main
from pickupkit.demo import accounts, request
from pickupkit.errors import InvalidRequest, OutcomeUnknown
from pickupkit.journal import State
from pickupkit.sandbox import Fault
from tests.proof._street import Street


def lost(street: Street, folder: Path) -> PickupKit:
    """Lose the answer to a booking at the provider that cannot be asked."""
    cut = Fault(kind="close", provider="shippo", operation="create", effect="none", times=1)
    street.sandbox.faults.append([cut])
    kit = PickupKit(accounts(street.sandbox.url), journal=folder / "j.sqlite")
    with pytest.raises(OutcomeUnknown):
        kit.create("shippo", request("shippo"), key="k")
    return kit


def test_found_booked_it_is_the_first_result(street: Street, tmp_path: Path) -> None:
    """The same key gives what the person wrote, and sends nothing."""
    with lost(street, tmp_path) as kit:
        [still] = kit.reconcile("shippo")
        assert still.state is State.UNKNOWN
        assert kit.settle("k", booked=True, confirmation="WTC123").state is State.BOOKED
        pickup = kit.create("shippo", request("shippo"), key="k")
        assert (pickup.confirmation, pickup.source) == ("WTC123", "journal")
    assert street.ids == []


def test_without_id_and_code_the_reference_stands_for_it(street: Street, tmp_path: Path) -> None:
    """It is what the provider was told."""
    with lost(street, tmp_path) as kit:
        [entry] = kit.attempts()
        settled = kit.settle("k", booked=True)
    assert entry.reference not in (None, "k")
    assert settled.pickup is not None
    assert settled.pickup.id == entry.reference
    known = (settled.pickup.carrier, settled.pickup.country)
    assert known == (entry.carrier, entry.country) == ("usps", "US")


def test_found_absent_it_may_be_booked_again(street: Street, tmp_path: Path) -> None:
    """Still only by permission."""
    with lost(street, tmp_path) as kit:
        kit.settle("k", booked=False)
        with pytest.raises(InvalidRequest):
            kit.create("shippo", request("shippo"), key="k")
        kit.create("shippo", request("shippo"), key="k", rebook=True)
    assert len(street.ids) == 1


def test_what_is_known_cannot_be_rewritten(street: Street, tmp_path: Path) -> None:
    """Neither an end nor a key that was never there."""
    with lost(street, tmp_path) as kit:
        kit.settle("k", booked=False)
        for key, said in (("k", "knows its end: absent"), ("other", "has no such attempt")):
            with pytest.raises(InvalidRequest, match=f"'{key}': the journal {said}"):
                kit.settle(key, booked=True)


def test_the_command_does_it_too(street: Street, tmp_path: Path) -> None:
    """At a quarter to five nobody writes a program."""
    with lost(street, tmp_path):
        pass
    (tmp_path / "pickupkit.toml").write_text(
        f'journal = "{tmp_path / "j.sqlite"}"\n[accounts.shippo]\nprovider = "shippo"\n'
        'api_token = "shippo_test_x"\n'
    )
    (tmp_path / "pickupkit.toml").chmod(0o600)
    command = ["--config", str(tmp_path / "pickupkit.toml"), "journal", "settle", "k"]
    done = CliRunner().invoke(main, [*command, "--booked", "--confirmation", "WTC123"])
    assert (done.exit_code, done.output) == (0, "k booked: settled by hand\n"), done.output


def test_a_relative_journal_stands_beside_its_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run from another folder it is the same journal: two would book one key twice."""
    (tmp_path / "pickupkit.toml").write_text('journal = "j.sqlite"\n')
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with PickupKit(tmp_path / "pickupkit.toml") as kit:
        assert kit.attempts() == []
    assert (tmp_path / "j.sqlite").exists()
