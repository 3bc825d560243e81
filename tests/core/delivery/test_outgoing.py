"""What a call becomes for an account."""

import pytest
from attrs import evolve

from pickupkit.calls import Call
from pickupkit.delivery._outgoing import outgoing
from pickupkit.plugin import Connection, Secret, next_cursor

BASE = "https://api.example.com"
GET = Call("GET", "/pickups", lambda answer: answer)
POST = Call("POST", "/pickups", lambda answer: answer, body=b"{}")


def test_the_request_is_exact() -> None:
    """Base, path and encoded query make the URL; the connection's headers come first."""
    connection = Connection(
        f"{BASE}/v2",
        {"Authorization": Secret("Bearer canary")},
        {"orders": "https://orders.example.com/v3"},
    )
    params = (("q", "a b&c=ü"), ("q", "2"))
    plain = outgoing(evolve(POST, params=params, headers=(("X", "1"),)), connection, 5)
    assert plain.url == f"{BASE}/v2/pickups?q=a%20b%26c%3D%C3%BC&q=2"
    assert [name for name, _ in plain.headers] == ["Authorization", "X"]
    assert (plain.method, plain.body, plain.timeout) == ("POST", b"{}", 5)
    other = outgoing(evolve(GET, api="orders"), connection, 5)
    assert other.url == "https://orders.example.com/v3/pickups"


@pytest.mark.parametrize("cursor", ["a%2Bb%3D", "%FF%FE", "%C3%BC", "%00"])
def test_a_cursor_goes_back_byte_for_byte(cursor: str) -> None:
    """It is the provider's own, and need not be text."""
    found = next_cursor(f'<?cursor={cursor}>; rel="next"', BASE)

    sent = outgoing(evolve(GET, params=(("cursor", found or ""),)), Connection(BASE), 5)

    assert sent.url.partition("?")[2] == f"cursor={cursor}"


def test_a_tokens_header_takes_the_place_of_one_however_it_is_written() -> None:
    """The server would be given two credentials, and might take the first."""
    own = Connection(BASE, {"authorization": "Basic a", "X-Shop": "1"})

    sent = outgoing(GET, own, 5, {"Authorization": Secret("Bearer b")})

    assert [name for name, _ in sent.headers] == ["X-Shop", "Authorization"]
