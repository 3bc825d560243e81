"""What Sendcloud's overviews and support pages say, for both generations of the API."""

from typing import Final

from pickupkit.plugin import Requirement

_ITALY: Final = "Sendcloud Support, pickups in Italy"
_SPAIN: Final = "Sendcloud Support, pickups in Spain"
_SHIFTS: Final = "10:00 to 14:00 or 15:00 to 19:00"


def _when(why: str, source: str, *carriers: str) -> Requirement:
    return Requirement(pointer="/windows", why=why, source=source, carriers=carriers)


def _of_poste(pointer: str, why: str) -> Requirement:
    carriers = ("poste_it_delivery",)
    return Requirement(pointer=pointer, why=why, source=_ITALY, carriers=carriers)


def advice(*italian: str) -> tuple[Requirement, ...]:
    """Give it for a generation of the API, of whose carriers some are Italy's alone."""
    return (
        _when("at least two working days ahead", "Sendcloud overview, Pickups"),
        _when(
            "never at a weekend or on a public holiday; three working days ahead in peak",
            _ITALY,
            *italian,
        ),
        _of_poste("/windows", "the driver comes from 8:00 to 18:00, whatever the window"),
        _of_poste("/reference", "for a single parcel, the number of its label"),
        _when(f"three working days ahead in peak; {_SHIFTS}", _SPAIN, "correos"),
        _when(_SHIFTS, _SPAIN, "correos_express"),
    )
