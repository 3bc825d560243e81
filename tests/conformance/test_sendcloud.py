"""Sendcloud keeps the contract."""

from pickupkit import OrderQuery
from pickupkit.testing import ProviderContract, reply
from tests.cassettes._asked import AT_SENDCLOUD
from tests.cassettes.conftest import CASSETTES

INVALID = {"status": "400", "code": "invalid", "detail": "an example"}
TOO_LATE = {"error": {"code": 400, "message": "no van that day"}}


class TestSendcloud(ProviderContract):
    """At the sandbox."""

    provider = "sendcloud"
    settings = {"public_key": "conformance-public", "secret_key": "conformance-secret"}
    request = AT_SENDCLOUD
    paging = {"page_size": 1}
    query = OrderQuery(created_on="2026-09-01", integrations=[68], status="unshipped", page_size=3)
    order_id = "1050"  # it goes abroad, with every part that an order may have
    unread = (
        "/data/shipping_details/ship_with/type",
        "/data/order_details/order_items/*/dangerous_goods",  # that there are any is told
    )
    cassettes = CASSETTES / "sendcloud"
    errors = (
        reply("POST", "/pickups", 400, {"errors": [INVALID]}, says="an example"),
        reply("POST", "/pickups", 400, TOO_LATE, says="no van that day"),
        reply("GET", "/pickups", 401, {"errors": [INVALID]}, says="an example"),
    )


class TestSendcloudV2(TestSendcloud):
    """The same of an account at API v2, with v3's cancel."""

    settings = TestSendcloud.settings | {"api": "v2", "cancel_by_v3": True}
    cassettes = CASSETTES / "sendcloud" / "v2"
    errors = (
        reply("POST", "/pickups", 400, TOO_LATE, says="no van that day"),
        reply("GET", "/pickups", 401, TOO_LATE, says="no van that day"),
    )
