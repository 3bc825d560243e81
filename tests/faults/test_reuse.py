"""Connections that were kept: what becomes of the call that meets them again."""

from collections.abc import Callable
from threading import Event
from typing import Final

import pytest

from pickupkit.errors import OutcomeUnknown, Unavailable
from pickupkit.transport import Stage
from tests.faults import BOTH, FaultServer, Peer, answer, call, error_of, probe

GOOD: Final = answer("200 OK", b'{"id": "pk_1"}')


def good(peer: Peer) -> None:
    peer.read()
    peer.send(GOOD)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("end", ["close", "reset"])
def test_an_idle_connection_that_was_closed_is_not_used(end: str, kind: str) -> None:
    """A booking after an idle spell goes over a new connection, once."""
    ended = Event()

    def leave(peer: Peer) -> None:
        good(peer)
        getattr(peer, end)()
        ended.set()

    with FaultServer(leave, good) as server:
        outcome = probe(kind, server.url, call(), call("POST"), gate=ended, operation="create")
    assert outcome.value == {"id": "pk_1"}
    assert (len(server.requests), server.connections) == (2, 2)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("end", ["close", "reset"])
@pytest.mark.parametrize(
    ("method", "error", "tries"), [("GET", Unavailable, 3), ("POST", OutcomeUnknown, 1)]
)
def test_a_used_connection_that_ends_after_reading_is_unknown(
    method: str, error: type[Exception], tries: int, end: str, kind: str
) -> None:
    """The server had the request: that the connection was an old one excuses no second POST."""

    def leave(peer: Peer) -> None:
        peer.read()
        getattr(peer, end)()

    with FaultServer(good, leave) as server:
        outcome = probe(kind, server.url, call(), call(method), operation="create")
    assert error_of(outcome) is error
    assert {fault.stage for fault in outcome.faults} == {Stage.SENT}
    assert len(server.requests) == 1 + tries


@pytest.mark.parametrize("kind", BOTH)
def test_calls_share_a_connection(kind: str) -> None:
    """A good answer leaves the connection for the next call."""
    with FaultServer(good) as server:
        probe(kind, server.url, call(), call(), call("POST"))
    assert (len(server.requests), server.connections) == (3, 1)


def test_an_answer_nobody_asked_for_ends_the_connection() -> None:
    """A second answer that waits on an idle connection is not taken for that of the next call."""
    sent = Event()

    def twice(peer: Peer) -> None:
        good(peer)
        peer.gone(0.05)  # so that it does not arrive together with the first
        peer.send(answer("200 OK", b'{"id": "stray"}'))
        sent.set()

    with FaultServer(twice, good) as server:
        outcome = probe("blocking", server.url, call(), call(), gate=sent)
    assert outcome.value == {"id": "pk_1"}
    assert server.connections == 2


@pytest.mark.parametrize("kind", BOTH)
def test_a_redirect_is_never_followed(kind: str) -> None:
    """The place that a redirect names is not contacted, by no method and for no status."""
    with FaultServer(good) as other, FaultServer(_there(lambda: other.url)) as server:
        for method in ("GET", "POST"):
            outcome = probe(kind, server.url, call(method))
            assert "redirects" in str(outcome.error)
    assert (other.connections, len(server.requests)) == (0, 2)


def _there(url: Callable[[], str]) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        peer.read()
        peer.send(answer("307 There", b"", f"Location: {url()}/x"))

    return script


@pytest.mark.parametrize("kind", BOTH)
def test_cookies_are_not_kept(kind: str) -> None:
    """What one account's answer sets is not sent with another's request."""

    def biscuit(peer: Peer) -> None:
        peer.read()
        peer.send(answer("200 OK", b"[]", "Set-Cookie: tenant=1; Path=/"))

    with FaultServer(biscuit) as server:
        probe(kind, server.url, call(), call())
    assert not any(b"cookie" in request.lower() for request in server.requests)


@pytest.mark.parametrize("kind", BOTH)
def test_a_reset_on_arrival_is_never_a_success(kind: str) -> None:
    """Whether the reset beats the connect decides if anything was sent; either way it is told."""
    with FaultServer(lambda peer: peer.reset(), eager=True) as server:
        outcome = probe(kind, server.url, call("POST"), operation="create")
    last = outcome.faults[-1].stage
    assert error_of(outcome) is {Stage.SENT: OutcomeUnknown, Stage.UNSENT: Unavailable}[last]
    assert {fault.stage for fault in outcome.faults[:-1]} <= {Stage.UNSENT}
    assert server.requests == []
