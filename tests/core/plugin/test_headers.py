"""A credential among the headers is a secret, also where a plugin forgot to say so."""

import httpx
import pytest

from pickupkit import PickupKit, Refused
from pickupkit.plugin import Connection, Failure, Grant, Secret
from pickupkit.render import request
from pickupkit.testing._session import registry_of
from tests.core._vans import GET, KEYS, REQUEST, pickup, vans

HIDDEN = "do-not-show-4711"
BASE = "https://vans.example"


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "authorization",
        "Proxy-Authorization",
        "X-Auth",
        "X-Auth-Token",
        "X-Api-Key",
        "api-key",
        "ApiKey",
        "Ocp-Apim-Subscription-Token",
        "Cookie",
        "X-Shop-Access-Token",
        "Client-Secret",
        "X-Password",
    ],
)
def test_a_text_under_the_name_of_a_credential_is_a_secret(name):
    """No repr shows it."""
    made = Connection(BASE, {name: HIDDEN, "Accept": "text/plain"})

    assert made.headers == {name: Secret(HIDDEN), "Accept": "text/plain"}
    assert HIDDEN not in repr(made)


@pytest.mark.parametrize(
    "name", ["Accept", "User-Agent", "X-Author", "SHIPPO-ACCOUNT-ID", "Idempotency-Key", "Keyword"]
)
def test_what_is_no_credential_may_be_seen(name):
    """It helps to understand a request."""
    assert Connection(BASE, {name: "plain"}).headers == {name: "plain"}


def test_all_headers_of_a_grant_are_secrets():
    """Whatever their names; that is what it is for."""
    assert Grant({"X-Session": HIDDEN}).headers == {"X-Session": Secret(HIDDEN)}


@pytest.mark.parametrize("headers", [{"X-Shop": 7}, {"X-Shop": b"7"}, {"X-Shop": None}, {7: "7"}])
@pytest.mark.parametrize("kind", [Grant, lambda headers: Connection(BASE, headers)])
def test_headers_are_text(kind, headers):
    """Found out while sending, it would pass for an answer that was lost."""
    with pytest.raises(TypeError, match="the names and the values of headers are text"):
        kind(headers)


def test_a_blank_header_is_no_secret():
    """There is nothing to hide."""
    assert Connection(BASE, {"Authorization": ""}).headers == {"Authorization": ""}
    assert Grant({"Authorization": " "}).headers == {"Authorization": " "}


async def check(_account):
    await GET
    return "fine"


async def get(_account, _pickup_id):
    await GET
    return pickup()


async def create(_account, _request):
    await GET
    return pickup()


def by_header(_account):
    return Connection(BASE, {"X-Api-Key": HIDDEN})


def by_grant(_account):
    async def authorize():
        return Grant({"X-Session": f"Bearer {HIDDEN}"})

    return Connection(BASE, authorize=authorize)


@pytest.mark.parametrize(
    ("connect", "name", "sent"),
    [(by_header, "X-Api-Key", HIDDEN), (by_grant, "X-Session", f"Bearer {HIDDEN}")],
)
def test_it_is_sent_as_it_is_and_shown_nowhere(connect, name, sent):
    """Not where the provider repeats it, nor where a request is shown beforehand."""
    asked = []

    def vendor(asking):
        asked.append(asking.headers[name])
        return httpx.Response(422, json={})

    provider = vans(more={"connect": connect}, check=check, get=get, create=create)
    provider.failure(lambda _: Failure((f"bad {HIDDEN}",)))
    transport = httpx.MockTransport(vendor)
    with PickupKit(
        {"shop": KEYS}, registry=registry_of(provider), transport=transport, journal="off"
    ) as kit:
        with pytest.raises(Refused) as refused:
            kit.check("shop")
        sends = [kit.preview("shop", REQUEST), kit.preview("shop", "1", "get")]

    shown = [text for send in sends for text in (repr(send), repr(send.headers), request(send))]
    assert asked == [sent]
    assert refused.value.messages == ("bad […]",)
    assert HIDDEN not in "".join(map(str, (*shown, refused.value)))
