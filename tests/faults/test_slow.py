"""Servers that are slow: the deadline holds for all of an exchange, however it is cut up."""

import itertools
import time
from typing import Final

import pytest

from pickupkit.errors import OutcomeUnknown, Unavailable
from pickupkit.transport import Limits, Stage
from tests.faults import BOTH, FaultServer, Peer, answer, call, error_of, probe

HASTY: Final = Limits(reading=0.4, booking=0.4)
PIECES: Final = 80
EVERY: Final = 0.02  # seconds: the whole takes four times as long as there is


def header_drip(peer: Peer) -> None:
    """Answer well, header by header."""
    peer.read()
    peer.send(b"HTTP/1.1 201 Created\r\n")
    if peer.send(*itertools.repeat(b"X-Y: z\r\n", PIECES), every=EVERY):
        peer.send(b"Content-Length: 2\r\n\r\n[]")


def body_drip(peer: Peer) -> None:
    """Answer well, byte by byte."""
    peer.read()
    peer.send(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n[]" % (PIECES + 2))
    peer.send(*itertools.repeat(b" ", PIECES), every=EVERY)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("script", "stage"), [(header_drip, Stage.SENT), (body_drip, Stage.ANSWERED)]
)
def test_a_drip_ends_with_the_deadline(script: object, stage: Stage, kind: str) -> None:
    """Every byte is in time and the whole is not: the client hangs up and does not try again."""
    with FaultServer(script) as server:  # type: ignore[arg-type]
        outcome = probe(kind, server.url, call(), limits=HASTY)
    assert error_of(outcome) is Unavailable
    assert [fault.stage for fault in outcome.faults] == [stage]
    assert (len(server.requests), server.hung_up) == (1, 1)


@pytest.mark.parametrize("kind", BOTH)
def test_a_drip_leaves_a_booking_unknown(kind: str) -> None:
    """After a dripping success answer the booking is accepted and its particulars are lost."""
    with FaultServer(body_drip) as server:
        outcome = probe(kind, server.url, call("POST"), limits=HASTY, operation="create")
    assert error_of(outcome) is OutcomeUnknown
    assert outcome.delivery.trace.accepted
    assert (len(server.requests), server.hung_up) == (1, 1)


@pytest.mark.parametrize("kind", BOTH)
def test_a_slow_body_within_the_deadline_is_read(kind: str) -> None:
    """Slowness alone is no fault."""
    whole = answer("200 OK", b'{"id": "pk_1"}')

    def script(peer: Peer) -> None:
        peer.read()
        peer.send(*(whole[at : at + 8] for at in range(0, len(whole), 8)), every=0.005)

    with FaultServer(script) as server:
        outcome = probe(kind, server.url, call())
    assert outcome.value == {"id": "pk_1"}
    assert len(server.requests) == 1


@pytest.mark.parametrize("kind", BOTH)
def test_a_slow_reader_ends_with_the_deadline(kind: str) -> None:
    """A server that takes a large request in sips cannot hold the caller either."""

    def sip(peer: Peer) -> None:
        while peer.sip(65536):
            time.sleep(0.02)

    limits = Limits(booking=0.4, write=5)
    with FaultServer(sip, eager=True, buffer=4096) as server:
        booking = call("POST", body=bytes(50_000_000))
        outcome = probe(kind, server.url, booking, limits=limits, operation="create")
    assert error_of(outcome) is OutcomeUnknown
    assert [fault.stage for fault in outcome.faults] == [Stage.SENT]
    assert server.requests == []
