"""A request shows nobody's data by accident, and takes lists as lists."""

from datetime import UTC, datetime

import pytest
from attrs.exceptions import FrozenInstanceError

from pickupkit import Address, Parcels, PickupRequest, Requirement, Spot, Window

PERSONAL = {
    "name": "Nora Example",
    "company": "Example Books",
    "line1": "Musterweg",
    "line2": "Hinterhaus",
    "house_number": "12b",
    "postal_code": "10115",
    "city": "Berlin",
    "state": "DE-BE",
    "phone": "+4930123456",
    "email": "nora@example.com",
}
WINDOW = Window(datetime(2031, 5, 12, 9, tzinfo=UTC))


def test_an_address_shows_its_country_alone():
    """Names, streets, phones and mails stay out of logs and tracebacks."""
    assert repr(Address(country="DE", **PERSONAL)) == "Address(country='DE', …)"


def test_a_request_shows_no_personal_data():
    """Neither its address nor its instructions."""
    request = PickupRequest(
        address=Address(country="DE", **PERSONAL),
        windows=[WINDOW],
        carrier="dhl_de",
        reference="order-7",
        spot=Spot(instructions="ask for Nora"),
    )

    assert repr(request) == "PickupRequest(carrier='dhl_de', reference='order-7', …)"


@pytest.mark.parametrize(
    ("state", "subdivision"),
    [
        ("US-CA", "CA"),
        ("AT-9", "9"),
        ("us-ca", "ca"),
        ("CA", "CA"),
        (None, None),
        ("", None),
        ("Baden-Württemberg", "Baden-Württemberg"),
    ],
)
def test_a_state_is_told_without_its_country(state, subdivision):
    """American providers want two letters."""
    assert Address(state=state).subdivision == subdivision


def test_lists_become_tuples():
    """So that a request stays as it was validated."""
    request = PickupRequest(
        address=Address(), windows=[WINDOW], parcels=[Parcels(quantity=1)], shipments=["shp_1"]
    )

    assert (request.windows, request.parcels, request.shipments) == (
        (WINDOW,),
        (Parcels(quantity=1),),
        ("shp_1",),
    )


def test_a_single_text_is_no_list_of_its_letters():
    """``shipments=("shp_1")`` lacks a comma, and would ask for five shipments."""
    with pytest.raises(TypeError, match="'shp_1' is text where a list is wanted"):
        PickupRequest(address=Address(), windows=[WINDOW], shipments="shp_1")


@pytest.mark.parametrize("made", [Address(), Spot(), Parcels(quantity=1), Requirement(pointer="/")])
def test_parts_of_a_request_are_frozen(made):
    """What was validated cannot change afterwards."""
    with pytest.raises(FrozenInstanceError):
        setattr(made, type(made).__attrs_attrs__[0].name, "changed")


@pytest.mark.parametrize(
    ("rule", "carrier", "concerned"),
    [
        ({}, "ups", True),
        ({}, None, True),
        ({"carriers": ("ups",)}, "ups", True),
        ({"carriers": ("ups",)}, "dpd", False),
        ({"carriers": ("ups",)}, None, False),
        ({"but_not": ("ups",)}, "ups", False),
        ({"but_not": ("ups",)}, "dpd", True),
        ({"but_not": ("ups",)}, None, True),
    ],
)
def test_a_rule_concerns_the_carriers_that_it_names(rule, carrier, concerned):
    """No carrier named means all."""
    assert Requirement(pointer="/carrier", **rule).concerns(carrier) is concerned
