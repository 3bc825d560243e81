"""Sendcloud keeps the contract."""

from pickupkit.testing import ProviderContract, reply
from tests.cassettes._asked import AT_SENDCLOUD

INVALID = {"status": "400", "code": "invalid", "detail": "an example"}
TOO_LATE = {"error": {"code": 400, "message": "no van that day"}}


class TestSendcloud(ProviderContract):
    """At the sandbox."""

    provider = "sendcloud"
    settings = {"public_key": "conformance-public", "secret_key": "conformance-secret"}
    request = AT_SENDCLOUD
    paging = {"page_size": 1}
    errors = (
        reply("POST", "/pickups", 400, {"errors": [INVALID]}, says="an example"),
        reply("POST", "/pickups", 400, TOO_LATE, says="no van that day"),
        reply("GET", "/pickups", 401, {"errors": [INVALID]}, says="an example"),
    )
