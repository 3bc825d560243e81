"""EasyPost keeps the contract."""

from attrs import evolve

from pickupkit import Money
from pickupkit.testing import ProviderContract, reply
from tests.cassettes._asked import AT_EASYPOST
from tests.cassettes.conftest import CASSETTES

BATCH = "batch_11111111111111111111111111111111"


class TestEasyPost(ProviderContract):
    """At the sandbox."""

    provider = "easypost"
    settings = {"api_key": "EZTK_conformance"}
    request = AT_EASYPOST
    requests = (
        evolve(AT_EASYPOST, shipments=(), batch=BATCH, carrier="USPS", service="NextDay"),
        evolve(AT_EASYPOST, extra={"is_account_address": True}),
        evolve(AT_EASYPOST, carrier="UPS", max_price=Money("50.00", "USD")),
    )
    others = {"/service": "Same-day Pickup", "/carrier": "UPS"}
    paging = {"page_size": 1}
    cassettes = CASSETTES / "easypost"
    errors = (
        reply(
            "POST",
            "/pickups",
            422,
            {"error": {"code": "ADDRESS.INVALID", "message": "an example", "errors": []}},
            says="an example",
        ),
    )
