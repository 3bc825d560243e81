"""Sendcloud keeps the contract."""

from pickupkit.testing import ProviderContract
from tests.cassettes._asked import AT_SENDCLOUD


class TestSendcloud(ProviderContract):
    """At the sandbox."""

    provider = "sendcloud"
    settings = {"public_key": "conformance-public", "secret_key": "conformance-secret"}
    request = AT_SENDCLOUD
    paging = {"page_size": 1}
