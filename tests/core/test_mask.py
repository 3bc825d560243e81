"""What others repeat of credentials and addresses is hidden, however they write it."""

from datetime import UTC, datetime

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from pickupkit.mask import Mask, personal, secrets
from pickupkit.models import Address, PickupRequest, Spot, Window
from pickupkit.secret import Secret

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
REQUEST = PickupRequest(
    address=Address(
        name="Ana García",
        company="Ace",
        line1="Calle Mayor 1",
        house_number="1",
        postal_code="28013",
        city="Madrid",
        state="ES-MD",
        country="ES",
        phone="+34 600 123 456",
        email="ana@example.com",
        residential=True,
    ),
    windows=(Window(START),),
    spot=Spot(instructions="ask for Luis at gate 7"),
)


@frozen
class Settings:
    api_key: Secret
    page_size: int = 100


HIDE = Mask(
    (
        personal(REQUEST),
        secrets(["text/plain", Secret("Basic RVpUSw==")], Settings(Secret("EZTK-0123/abc"))),
    )
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("name Ana García is unknown", "name […] is unknown"),
        ("name ANA GARCÍA is unknown", "name […] is unknown"),
        ("at Calle Mayor 1.", "at […]."),
        ("at CALLE  MAYOR, 1!", "at […]!"),
        ("zip 28013 is not in Madrid", "zip […] is not in […]"),
        ("call +34 600 123 456", "call +[…]"),
        ("call +34600123456", "call +3460[…]"),
        ("call (600) 12-34-56", "call (60[…]"),
        ("write to ana@example.com", "write to […]"),
        ("write to <Ana@Example.com>", "write to <[…]>"),
        ("Please ask for Luis at gate 7", "Please […]"),
        ("key EZTK-0123/abc is bad", "key […] is bad"),
        ("key Basic RVpUSw== is bad", "key […]== is bad"),
        ("key rvpusw== is bad", "key […]== is bad"),
    ],
)
def test_values_are_hidden_however_they_are_written(text: str, shown: str) -> None:
    """Capitals, blanks and punctuation make no difference."""
    assert HIDE(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "no space left",
        "the surface is Placed",
        "1 problem in ES-MD, ES",
        "True",
        "text/plain",
        "Basic authentication failed",
        "",
    ],
)
def test_what_tells_nothing_stays(text: str) -> None:
    """Short values count as words of their own; country, state and plain headers are public."""
    assert HIDE(text) == text


def test_values_with_signs_of_patterns_are_taken_as_they_are() -> None:
    """A value is text, not a pattern."""
    hide = Mask((lambda: ["a+b(c", "***", None, ""],))
    assert hide("x a+b(c y *** aab z") == "x […](c y […] aab z".replace("(c", "")


@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=4))
def test_masking_never_raises_and_is_done_once(text: str, values: list[str]) -> None:
    """Any value in any text; what is hidden stays hidden when it is masked again."""
    hide = Mask((lambda: values,))
    once = hide(text)
    for value in values:
        if len(value) > 8 and value.isascii() and value.isalnum():
            assert value.lower() not in once.lower()


def test_a_mask_holds_no_values() -> None:
    """Neither its repr nor its parts show what it hides."""
    assert "EZTK" not in repr(HIDE)
    assert "Madrid" not in repr(HIDE)


def test_without_a_spot_only_the_address_is_hidden() -> None:
    """A request may say nothing about the place on the site."""
    hide = Mask((personal(evolve(REQUEST, spot=None)),))
    assert hide("gate 7 in Madrid") == "gate 7 in […]"
