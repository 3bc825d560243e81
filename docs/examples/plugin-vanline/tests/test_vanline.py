"""Vanline keeps pickupkit's contract."""

from pickupkit_vanline import vanline

from pickupkit import Address, PickupRequest, Window
from pickupkit.testing import ProviderContract, reply

NO_VAN = {"fault": {"text": "no van that day", "code": "V7"}}


class TestVanline(ProviderContract):
    """At the sandbox."""

    provider = vanline
    settings = {"user": "books", "password": "vanline-example-1"}
    request = PickupRequest(
        address=Address(
            name="Goods Out",
            line1="Dock Street 1",
            postal_code="3511 ED",
            city="Utrecht",
            country="NL",
        ),
        windows=[Window.local("2031-05-12", "13:00", "17:00", tz="Europe/Amsterdam")],
        reference="order-1",
    )
    errors = (reply("POST", "/collections", 422, NO_VAN, says="no van that day"),)
