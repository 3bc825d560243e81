"""Weights and amounts are exact; a number that is not is refused."""

from decimal import Decimal, localcontext

import pytest
from attrs.exceptions import FrozenInstanceError

from pickupkit import InvalidRequest, Money, Weight


@pytest.mark.parametrize(
    ("given", "unit", "wanted"),
    [
        (Weight("2.5"), "kg", "2.5"),
        (Weight("2.5"), "g", "2500.0"),
        (Weight(1, "lb"), "kg", "0.45359237"),
        (Weight(1, "oz"), "g", "28.349523125"),
        (Weight(16, "oz"), "lb", "1"),
        (Weight("0.3", "kg"), "g", "300.0"),
        (Weight("453.59237", "g"), "lb", "1"),
    ],
)
def test_a_weight_converts_by_the_definitions_of_the_units(given, unit, wanted):
    """No binary fraction comes in between."""
    assert given.to(unit) == Weight(Decimal(wanted), unit)


def test_nobody_elses_rounding_reaches_a_weight():
    """A program that computes with three digits gets its weights whole."""
    with localcontext() as context:
        context.prec = 3
        converted = Weight("123.456", "lb").to("kg")

    assert converted.value == Decimal("55.99869963072")


def test_nobody_elses_rounding_reaches_a_sum():
    """Nor what several pieces weigh together."""
    with localcontext() as context:
        context.prec = 3
        together = Weight.total([Weight("1234.56").times(7), Weight(1, "g"), Weight("0.001")])

    assert together == Weight("8641.922")


def test_no_weight_is_too_large_to_be_added():
    """A vendor may write what no parcel weighs, and a sum is no place to fail."""
    heavy = Weight("9e999999", "lb")

    assert Weight.total([heavy.times(10), heavy]) == Weight("9.9e1000000", "lb")
    assert heavy.to("kg").value > Decimal("4e999999")


def test_no_weights_weigh_nothing():
    """In kilograms."""
    assert Weight.total([]) == Weight(0, "kg")


@pytest.mark.parametrize("value", [2.3, float("nan"), "NaN", "inf", "heavy", ""])
@pytest.mark.parametrize("kind", [Weight, lambda value: Money(value, "EUR")])
def test_a_number_that_is_not_exact_is_refused(kind, value):
    """A float has lost what was written, and NaN would pass every comparison."""
    with pytest.raises(InvalidRequest, match="is no exact number; write it as text, such as"):
        kind(value)


@pytest.mark.parametrize("value", [2, "2", "2.50", Decimal("2.5")])
def test_whole_numbers_texts_and_decimals_are_taken(value):
    """They keep every digit."""
    assert Weight(value).value == Decimal(str(value))


def test_an_amount_shows_itself_with_its_currency():
    """Trailing zeros are part of it."""
    assert str(Money("12.50", "EUR")) == "12.50 EUR"


def test_measures_are_frozen():
    """What was validated cannot change afterwards."""
    with pytest.raises(FrozenInstanceError):
        Weight(1).unit = "g"
    with pytest.raises(FrozenInstanceError):
        Money(1, "EUR").amount = Decimal(2)
