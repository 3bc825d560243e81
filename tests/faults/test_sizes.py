"""Answers that are too large, or packed: memory stays bounded."""

import gzip
import tracemalloc
from typing import Final

import pytest

from pickupkit.errors import MalformedAnswer
from pickupkit.transport import Limits
from tests.faults import BOTH, FaultServer, Peer, Script, answer, call, error_of, probe

MIB: Final = 1024 * 1024
CHUNK: Final = b"%x\r\n" % 65536 + bytes(65536) + b"\r\n"
PACKED: Final = ("Content-Encoding: gzip",)


def replying(*pieces: bytes) -> Script:
    def script(peer: Peer) -> None:
        peer.read()
        peer.send(*pieces)

    return script


def endless(peer: Peer) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    peer.send(*[CHUNK] * 1600)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("script", "said"),
    [
        (replying(answer("200 OK", gzip.compress(bytes(200 * MIB), 1), *PACKED)), "unpacks to"),
        (replying(answer("200 OK", b"", "Content-Length: 104857600")), "longer than"),
        (replying(answer("200 OK", b"", f"Content-Length: {10**19}")), "longer than"),
        (endless, "longer than"),
    ],
    ids=["bomb", "announced", "announced beyond reason", "endless"],
)
def test_an_answer_over_the_cap_is_dropped_early(script: Script, said: str, kind: str) -> None:
    """Two hundred megabytes cost a few, and asking again would not make them fewer."""
    tracemalloc.start()
    try:
        with FaultServer(script) as server:
            outcome = probe(kind, server.url, call(), limits=Limits(body=MIB))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error_of(outcome) is MalformedAnswer
    assert said in str(outcome.error)
    assert len(outcome.sends) == 1
    assert peak < 16 * MIB


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("status", "error"), [(405, "Refused"), (400, "OutcomeUnknown"), (422, "OutcomeUnknown")]
)
def test_a_refusal_with_an_endless_body_is_one_if_its_words_matter_not(
    status: int, error: str, kind: str
) -> None:
    """The status is read before the body; some words turn it round, and nobody has read them."""
    reply = b"HTTP/1.1 %d No\r\nTransfer-Encoding: chunked\r\n\r\n" % status
    with FaultServer(replying(reply, *[CHUNK] * 32)) as server:
        outcome = probe(kind, server.url, call("POST"), limits=Limits(body=MIB))
    assert outcome.error is not None
    assert type(outcome.error).__name__ == error


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " gzip "])
def test_several_gzip_members_are_one_body(encoding: str, kind: str) -> None:
    """Gzip may come in members; the encoding's name is not a matter of capitals."""
    body = gzip.compress(b'{"id":') + gzip.compress(b' "pk_1"}')
    with FaultServer(replying(answer("200 OK", body, f"Content-Encoding: {encoding}"))) as server:
        outcome = probe(kind, server.url, call())
    assert outcome.value == {"id": "pk_1"}


@pytest.mark.parametrize("kind", BOTH)
def test_an_identity_encoding_is_none(kind: str) -> None:
    """``identity`` says that nothing was packed."""
    with FaultServer(replying(answer("200 OK", b"[]", "Content-Encoding: identity"))) as server:
        assert probe(kind, server.url, call()).value == []


@pytest.mark.parametrize("kind", BOTH)
def test_only_gzip_is_asked_for(kind: str) -> None:
    """The request offers what the reader can bound, and names no other encoding."""
    with FaultServer(replying(answer("200 OK", b"[]"))) as server:
        probe(kind, server.url, call())
    [request] = server.requests
    head = request.lower().split(b"\r\n")
    assert [line for line in head if b"encoding" in line] == [b"accept-encoding: gzip"]
