"""A secret is seen by whoever reveals it, and by nobody else."""

import copy
import json
import pickle
import traceback

import attrs
import pytest

from pickupkit.secret import Secret

CANARY = "canary-7f3a"


@attrs.frozen
class Settings:
    api_key: Secret


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        "{}".format,
        "{!r:>20}".format,
        lambda s: f"{s}",
        lambda s: repr(Settings(s)),
        lambda s: repr(attrs.asdict(Settings(s))),
        lambda s: repr([s]) + repr({s: s}),
        lambda s: repr(s.map(str.upper)),
        lambda s: repr([getattr(s, name, None) for name in dir(s)]),
        lambda s: str(getattr(s, "__dict__", "")),
    ],
)
def test_no_text_shows_it(show: object) -> None:
    """Strings, reprs, containers and attributes are blind."""
    assert callable(show)
    assert CANARY not in show(Secret(CANARY)).lower()


@pytest.mark.parametrize(
    "take", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, "".join, str.encode, bytes]
)
def test_it_is_not_copied_written_or_joined(take: object) -> None:
    """It is no string, and refuses to be stored."""
    assert callable(take)
    with pytest.raises(TypeError):
        take([Secret(CANARY)] if take == "".join else Secret(CANARY))


def test_a_traceback_with_its_locals_does_not_show_it() -> None:
    """Tools that print local variables print a repr."""

    def fail(secret: Secret) -> None:
        raise ValueError("failed")

    try:
        fail(Secret(CANARY))
    except ValueError as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
    shown = "".join(told.format())
    assert "Secret(…)" in shown
    # The test's own constant is no local of it.
    assert f"{CANARY!r}" not in shown


def test_revealing_and_mapping_give_the_value() -> None:
    """Encoded forms are secrets too."""
    assert Secret(CANARY).reveal() == CANARY
    assert Secret("a").map(lambda key: f"Basic {key}").reveal() == "Basic a"


def test_secrets_compare_by_value() -> None:
    """Equal values are equal, and none equals its text."""
    assert Secret("a") == Secret("a")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert bool(Secret("a"))
    assert not Secret("")
