"""Shippo keeps the contract: it books and can do nothing else."""

import pytest

from pickupkit.testing import ProviderContract, reply
from tests.cassettes._asked import AT_SHIPPO


class TestShippo(ProviderContract):
    """At the sandbox."""

    provider = "shippo"
    settings = {"api_token": "shippo_test_conformance"}
    request = AT_SHIPPO
    wall_clocks = ("confirmed_start_time", "confirmed_end_time", "cancel_by_time")
