"""How much there is to carry, and what it costs."""

from decimal import Decimal
from typing import Literal

from attrs import field, frozen

WeightUnit = Literal["kg", "g", "lb", "oz"]
_GRAMS = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}


@frozen
class Weight:
    """A weight in kilograms, grams, pounds or ounces."""

    value: Decimal = field(converter=Decimal)
    unit: WeightUnit = "kg"

    def to(self, unit: WeightUnit) -> "Weight":
        """Convert, exactly."""
        if unit == self.unit:
            return self
        return Weight(self.value * _GRAMS[self.unit] / _GRAMS[unit], unit)


@frozen(kw_only=True)
class Parcels:
    """A group of parcels that are alike.

    ``weight`` is that of the whole group. ``destination_country`` and ``service`` say where they
    go and how, for carriers that want to know; ``size_class`` is a carrier's own size word.
    """

    quantity: int
    weight: Weight | None = None
    container: Literal["parcel", "pallet"] = "parcel"
    destination_country: str | None = None
    service: str | None = None
    size_class: str | None = None
    overweight: bool | None = None


@frozen
class Money:
    """An amount in an ISO 4217 currency."""

    amount: Decimal = field(converter=Decimal)
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
