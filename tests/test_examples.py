"""The example requests: each is valid and gets booked, and its poorer twin is refused."""

import re
from pathlib import Path

import pytest

from pickupkit import InvalidRequest, PickupKit, PickupStatus
from pickupkit.demo import accounts, applications
from pickupkit.request_file import load_request
from pickupkit.sandbox import Sandbox, World
from pickupkit_sendcloud._carriers import CARRIERS as V3
from pickupkit_sendcloud.v2._carriers import CARRIERS as V2

EXAMPLES = Path(__file__).parents[1] / "docs/examples"
GOOD = sorted(EXAMPLES.glob("sendcloud-v?/*.toml"))
POOR = sorted(EXAMPLES.glob("sendcloud-v?/refused/*.toml"))
LACKING = re.compile(r"# Refused: (/\S+)\n")


def named(path):
    return str(path.relative_to(EXAMPLES).with_suffix(""))


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """Keep a journal, as everybody does: its key goes where a reference is lacking."""
    journal = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    with Sandbox(applications(World(), "sendcloud")) as sandbox:
        keys = accounts(sandbox.url)["sendcloud"]
        both = {f"sendcloud-{api}": {**keys, "api": api} for api in ("v2", "v3")}
        with PickupKit(both, journal=journal) as kit:
            yield kit


def test_every_carrier_has_an_example():
    """All fifteen of API v3 and all nine of API v2, a good one and a poor one each."""
    wanted = sorted(
        [f"sendcloud-v3/{code}" for code in V3] + [f"sendcloud-v2/{code}" for code in V2]
    )

    assert [named(path) for path in GOOD] == wanted
    assert [named(path).replace("/refused", "") for path in POOR] == wanted


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_an_example_is_valid_and_gets_booked(kit, path):
    """As it stands: its date is counted from today."""
    account, request = path.parent.name, load_request(path)

    assert kit.validate(account, request) == ()
    booked = kit.create(account, request)

    assert (booked.carrier, booked.status) == (path.stem, PickupStatus.REQUESTED)
    assert kit.refresh(account, booked).status is PickupStatus.CONFIRMED


@pytest.mark.parametrize("path", POOR, ids=named)
def test_an_example_that_lacks_a_field_is_refused_there(kit, path):
    """With the pointer that its first line names, and nothing is sent."""
    account = path.parents[1].name
    pointer = LACKING.match(path.read_text(encoding="utf-8"))[1]

    with pytest.raises(InvalidRequest) as refused:
        kit.create(account, load_request(path))

    assert [problem.pointer for problem in refused.value.problems] == [pointer]
