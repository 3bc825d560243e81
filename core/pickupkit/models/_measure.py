"""How much it weighs, and what it costs."""

from collections.abc import Iterable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, InvalidOperation
from functools import reduce
from typing import Final, Literal

from attrs import field, frozen

from pickupkit.errors import InvalidRequest

WeightUnit = Literal["kg", "g", "lb", "oz"]
_GRAMS = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_NO_NUMBER: Final = Decimal("NaN")
_MATHS: Final = Context(prec=28, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
"""Our own, so that nobody else's rounding reaches a weight, and none is too large to be added."""


def _exact(value: Decimal | int | str) -> Decimal:
    """Take a number as it is written, which a float has lost already."""
    given: object = value
    written = isinstance(given, Decimal | int | str) and not isinstance(given, bool)
    try:
        number = Decimal(value) if written else _NO_NUMBER
    except InvalidOperation:
        number = _NO_NUMBER
    if not number.is_finite():
        said = f"{str(value)[:40]} is no exact number; write it as text, such as '2.50'"
        raise InvalidRequest.at("", said)
    return number


@frozen
class Weight:
    """A weight in kilograms, grams, pounds or ounces."""

    value: Decimal = field(converter=_exact)
    unit: WeightUnit = "kg"

    def to(self, unit: WeightUnit) -> "Weight":
        """Convert by the definitions of the units, to 28 digits."""
        if unit == self.unit:
            return self
        grams = _MATHS.multiply(self.value, _GRAMS[self.unit])
        return Weight(_MATHS.divide(grams, _GRAMS[unit]), unit)

    def times(self, count: int) -> "Weight":
        """Give what so many pieces weigh, to 28 digits."""
        return Weight(_MATHS.multiply(self.value, Decimal(count)), self.unit)

    @staticmethod
    def total(weights: Iterable["Weight"]) -> "Weight":
        """Add weights up, to 28 digits: in their own unit if they share one, else in kilograms."""
        listed = tuple(weights)
        units = {weight.unit for weight in listed}
        unit = units.pop() if len(units) == 1 else "kg"
        values = (weight.to(unit).value for weight in listed)
        return Weight(reduce(_MATHS.add, values, Decimal(0)), unit)


@frozen
class Money:
    """An amount in an ISO 4217 currency."""

    amount: Decimal = field(converter=_exact)
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
