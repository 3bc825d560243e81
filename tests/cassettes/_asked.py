"""What the cases ask for: fixed windows far ahead, places and people of documentation."""

from datetime import UTC, datetime

from attrs import evolve

from pickupkit import Address, Door, Parcels, PickupRequest, Spot, Weight, Window

NOW = datetime(2031, 5, 1, 9, 0, tzinfo=UTC)
"""When every recording is made, by the clocks of the sandbox and of the library."""

SPRINGFIELD = Address(
    name="Goods Out",
    company="Example Books",
    line1="200 Example Blvd",
    postal_code="62701",
    city="Springfield",
    state="IL",
    country="US",
    phone="+12175550100",
)
SAN_FRANCISCO = Address(
    name="Goods Out",
    company="Example Books",
    line1="100 Example Ave",
    postal_code="94117",
    city="San Francisco",
    state="US-CA",
    country="US",
    phone="+14155550142",
    email="dock@example.com",
)
UTRECHT = Address(
    name="Goods Out",
    company="Example Books",
    line1="Stationsplein",
    house_number="1",
    postal_code="3511 ED",
    city="Utrecht",
    country="NL",
    phone="+31201234567",
    email="dock@example.com",
)
MADRID = evolve(
    UTRECHT,
    line1="Calle de Ejemplo",
    house_number="30",
    postal_code="28001",
    city="Madrid",
    state="ES-MD",
    country="ES",
)


def on_tuesday(start, end, tz):
    """Make a window on 6 May 2031."""
    return Window.local("2031-05-06", start, end, tz=tz)


AT_EASYPOST = PickupRequest(
    address=SPRINGFIELD,
    windows=[on_tuesday("09:00", "13:00", "America/Chicago")],
    shipments=["shp_33333333333333333333333333333333"],
    spot=Spot(instructions="Dock four, behind the building"),
    reference="order-1003",
)
AT_SHIPPO = PickupRequest(
    address=SAN_FRANCISCO,
    windows=[on_tuesday("09:00", "16:00", "America/Los_Angeles")],
    carrier="usps",
    carrier_account="3f9a1c07b2d84e6f9a5513c0de7b4421",
    shipments=["b81e6f0a4c5d4f3e8a7290d16c3fe95a"],
    spot=Spot(door=Door.KNOCK),
    reference="order 1002",
)
AT_SENDCLOUD = PickupRequest(
    address=UTRECHT,
    windows=[on_tuesday("13:00", "17:00", "Europe/Amsterdam")],
    carrier="dhl_express",
    parcels=[Parcels(quantity=12, weight=Weight("31.5"))],
    spot=Spot(instructions="Ring at gate B"),
    reference="order-1001",
)
BY_PROVIDER = {"easypost": AT_EASYPOST, "sendcloud": AT_SENDCLOUD, "shippo": AT_SHIPPO}


def staged(request, scene, **changes):
    """Ask for a scene of the sandbox beside the reference."""
    return evolve(request, reference=f"{request.reference} sandbox:{scene}", **changes)
