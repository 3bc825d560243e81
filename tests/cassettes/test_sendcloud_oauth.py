"""Sendcloud with a client of OAuth2: tokens are got, used, refused and renewed."""

from datetime import timedelta

import pytest

from pickupkit import AuthenticationFailed, CancelOutcome, OrderQuery, Unavailable
from pickupkit.journal import State

from ._asked import AT_SENDCLOUD

pytestmark = pytest.mark.vcr
TWO_HOURS = timedelta(hours=2)


def test_list_with_a_token(kit):
    """A token is fetched before the first call, and serves those that follow."""
    assert list(kit.list("shop")) == []
    assert kit.check("shop").startswith("the keys are accepted")


def test_create_with_a_token(kit):
    """A booking goes out under a token as it does under keys."""
    booked = kit.create("shop", AT_SENDCLOUD)

    assert kit.get("shop", booked.id).reference == "order-1001"


@pytest.mark.staged
def test_create_with_a_token_at_v2(open_kit):
    """One token serves every generation of the API."""
    kit = open_kit(api="v2", cancel_by_v3=True)
    booked = kit.create("shop", AT_SENDCLOUD)

    assert kit.cancel("shop", booked).outcome is CancelOutcome.CANCELLED
    assert [order.id for order in kit.orders("shop", OrderQuery(number="N-1"))] == ["1001"]


@pytest.mark.staged
def test_create_after_the_token_has_ended(kit, pass_time):
    """A 401 proves that nothing was booked: the token is renewed, and the booking sent again."""
    assert list(kit.list("shop")) == []
    pass_time(TWO_HOURS)

    booked = kit.create("shop", AT_SENDCLOUD)

    assert [pickup.id for pickup in kit.list("shop")] == [booked.id]


@pytest.mark.staged
def test_list_with_a_token_that_is_never_taken(kit, fail):
    """It is renewed once; what a fresh one is told as well is the answer."""
    fail("status", operation="list", status=401, body="json")

    with pytest.raises(AuthenticationFailed) as caught:
        list(kit.list("shop"))

    assert (caught.value.operation, caught.value.http_status) == ("list", 401)


@pytest.mark.staged
def test_token_for_a_wrong_client(open_kit):
    """No token, in OAuth2's own words; the call itself is not sent."""
    with pytest.raises(AuthenticationFailed) as caught:
        list(open_kit(client_id="sandbox-inactive").list("shop"))

    error = caught.value
    assert (error.http_status, error.vendor_code) == (401, "invalid_client")
    assert error.messages == ("Client authentication failed.",)


@pytest.mark.staged
def test_token_while_the_server_fails(kit, fail):
    """A token is asked for three times, as that does no harm; nothing was booked."""
    fail("status", operation="token", status=503, body="html")

    with pytest.raises(Unavailable) as caught:
        kit.create("shop", AT_SENDCLOUD)

    assert caught.value.http_status == 503


@pytest.mark.staged
def test_reconcile_with_a_token(lose, look):
    """What became of it is found out under another token."""
    lose(AT_SENDCLOUD, "/pickups")

    assert look().state is State.BOOKED
