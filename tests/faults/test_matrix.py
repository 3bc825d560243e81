"""Every way a server can fail, met over real sockets by both exchangers."""

import gzip
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from attrs import evolve, frozen

from pickupkit.calls import Call, repeatable
from pickupkit.errors import (
    MalformedAnswer,
    OutcomeUnknown,
    ProviderError,
    RateLimited,
    Refused,
    Unavailable,
)
from pickupkit.transport import Limits, Stage
from tests.faults import (
    BOTH,
    FaultServer,
    Peer,
    Script,
    answer,
    call,
    error_of,
    full_backlog,
    probe,
    refusing_url,
)

SHORT = 0.15
PATIENT = Limits(body=64 * 1024)
BODY = b'{"id": "pk_1"}'
CREATED = answer("201 Created", BODY)


def after_reading(*pieces: bytes, end: str = "close") -> Script:
    """Read the request, send ``pieces``, and end so."""

    def script(peer: Peer) -> None:
        peer.read()
        peer.send(*pieces)
        getattr(peer, end)()

    return script


def keeping(*pieces: bytes) -> Script:
    """Answer, and keep the connection."""

    def script(peer: Peer) -> None:
        peer.read()
        peer.send(*pieces)

    return script


def hello_to_tls(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    peer.close()


@frozen
class Fault:
    """A fault, how far it lets an exchange come, and what callers are told.

    ``get`` and ``post`` are the errors of a call that may be repeated and of one that may not;
    ``gets`` and ``posts`` say how often each is sent.
    """

    name: str
    script: Script | None
    stage: Stage | None
    get: type[ProviderError]
    post: type[ProviderError]
    gets: int = 3
    posts: int = 1
    status: int | None = None
    limits: Limits = PATIENT
    eager: bool = False
    scheme: str = "http"
    body: bytes = b'{"a": 1}'

    def __str__(self) -> str:
        return self.name


def unsent(name: str, script: Script | None = None, **rest: Any) -> Fault:
    """Make a fault that lets nothing leave: the only one after which a booking is sent again."""
    return Fault(name, script, Stage.UNSENT, Unavailable, Unavailable, posts=3, **rest)


def silent(name: str, script: Script, **rest: Any) -> Fault:
    """Make a fault after which nothing is known of a request that was sent."""
    return Fault(name, script, Stage.SENT, Unavailable, OutcomeUnknown, **rest)


def garbled(name: str, script: Script, **rest: Any) -> Fault:
    """Make a fault that loses what the provider said after its yes."""
    values = {"stage": Stage.ANSWERED, "status": 201, "get": Unavailable, **rest}
    return Fault(name, script, post=OutcomeUnknown, **values)


def said(
    name: str,
    reply: bytes,
    get: type[ProviderError],
    post: type[ProviderError],
    gets: int = 1,
    limits: Limits = PATIENT,
) -> Fault:
    """Make a whole answer that is not the one asked for."""
    return Fault(name, keeping(reply), None, get, post, gets=gets, limits=limits)


# What has to be connected first may take its time to be: on a busy machine it would not be sent.
IMPATIENT = evolve(PATIENT, read=SHORT, write=SHORT)
CHUNKED = b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
BOMB = gzip.compress(bytes(1024 * 1024))
PAGE = b"<html><body>Bad gateway</body></html>"


def packed(body: bytes, encoding: str = "gzip") -> bytes:
    return answer("201 Created", body, f"Content-Encoding: {encoding}")


FAULTS = (
    unsent("refused"),
    unsent("connect timeout", limits=evolve(PATIENT, connect=SHORT)),
    unsent("tls to a plain port", hello_to_tls, scheme="https"),
    silent("accept and close", lambda peer: peer.close(), eager=True),
    silent("reset at the first byte", lambda peer: peer.reset()),
    silent("reset after half the request", lambda peer: (peer.begins(), peer.reset())),
    silent(
        "request never read",
        lambda peer: peer.ignore(),
        eager=True,
        limits=IMPATIENT,
        body=bytes(16_000_000),
    ),
    silent("read, no answer", after_reading(end="gone"), limits=IMPATIENT),
    silent("read, close", after_reading()),
    silent("read, reset", after_reading(end="reset")),
    silent("half a status line", after_reading(b"HTTP/1.1 20")),
    silent(
        "half the headers, then nothing",
        after_reading(b"HTTP/1.1 201 Created\r\nContent-Le", end="gone"),
        limits=IMPATIENT,
    ),
    silent("garbage for a status line", after_reading(b"\x00\x01\x02 garbage\r\n\r\n")),
    silent("100 continue, then close", after_reading(b"HTTP/1.1 100 Continue\r\n\r\n")),
    silent(
        "an oversized header",
        after_reading(b"HTTP/1.1 201 Created\r\nX-A: " + bytes(b"a" * 200_000) + b"\r\n\r\n"),
    ),
    silent("a status of four digits", after_reading(b"HTTP/1.1 2010 Created\r\n\r\n")),
    silent(
        "two lengths",
        after_reading(answer("201 Created", BODY, "Content-Length: 3", "Content-Length: 4")),
    ),
    garbled("201, body cut short", after_reading(CREATED[:-5])),
    garbled("201, body stalls", after_reading(CREATED[:-5], end="gone"), limits=IMPATIENT),
    garbled("201, reset within the body", after_reading(CREATED[:-5], end="reset")),
    garbled("201, bad chunk", after_reading(CHUNKED + b"ZZ\r\nxx\r\n")),
    garbled("201, chunks without an end", after_reading(CHUNKED + b"2\r\n{}\r\n")),
    garbled("201, bad gzip", keeping(packed(b"abcd"))),
    garbled("201, gzip cut short", keeping(packed(gzip.compress(BODY)[:-4]))),
    garbled("201, rubbish after gzip", keeping(packed(gzip.compress(BODY) + b"rubbish"))),
    garbled("201, gzip twice", keeping(packed(gzip.compress(BODY), "gzip, gzip"))),
    garbled("201, unknown encoding", keeping(packed(BODY, "br"))),
    garbled(
        "201, announced too large",
        after_reading(answer("201 Created", b"", "Content-Length: 99999999")),
        get=MalformedAnswer,
        gets=1,
    ),
    garbled(
        "201, endless",
        after_reading(CHUNKED, *[b"4000\r\n" + bytes(0x4000) + b"\r\n"] * 6, end="gone"),
        get=MalformedAnswer,
        gets=1,
    ),
    garbled("201, gzip bomb", keeping(packed(BOMB)), get=MalformedAnswer, gets=1),
    said("201, empty", answer("201 Created"), MalformedAnswer, OutcomeUnknown),
    said("201, empty gzip", packed(b""), MalformedAnswer, OutcomeUnknown),
    said("200, a page", answer("200 OK", PAGE), MalformedAnswer, OutcomeUnknown),
    said("400, a page", answer("400 Bad Request", PAGE), Refused, Refused),
    said("408", answer("408 Request Timeout"), Unavailable, OutcomeUnknown),
    said("409", answer("409 Conflict"), Refused, OutcomeUnknown),
    said("429", answer("429 Too Many Requests"), RateLimited, RateLimited, gets=3),
    said("500", answer("500 Error", b"{}"), Unavailable, OutcomeUnknown, gets=3),
    said("502", answer("502 Bad Gateway"), Unavailable, OutcomeUnknown, gets=3),
    said("503, a page", answer("503 Sorry", PAGE), Unavailable, OutcomeUnknown, gets=3),
    said("520", answer("520 Unknown", PAGE), Unavailable, OutcomeUnknown),
    said("307", answer("307 There", b"", "Location: /elsewhere"), MalformedAnswer, MalformedAnswer),
)


@contextmanager
def _nobody(urls: AbstractContextManager[str]) -> Iterator[tuple[None, str]]:
    with urls as url:
        yield None, url


@contextmanager
def _served(fault: Fault) -> Iterator[tuple[FaultServer, str]]:
    assert fault.script is not None
    buffer = 4096 if fault.name == "request never read" else None
    with FaultServer(fault.script, eager=fault.eager, buffer=buffer) as server:
        yield server, server.url.replace("http", fault.scheme, 1)


def _standing(fault: Fault) -> AbstractContextManager[tuple[FaultServer | None, str]]:
    if fault.name == "refused":
        return _nobody(refusing_url())
    return _nobody(full_backlog()) if fault.script is None else _served(fault)


def _safe(fault: Fault) -> Call[Any]:
    return repeatable(_booking(fault)) if len(fault.body) > 100 else call()


def _booking(fault: Fault) -> Call[Any]:
    return call("POST", body=fault.body)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_harmless_call_is_tried_again_and_fails_by_its_name(fault: Fault, kind: str) -> None:
    """A GET is sent at most three times, only where that may help, and then raises typed."""
    with _standing(fault) as (server, url):
        outcome = probe(kind, url, _safe(fault), limits=fault.limits)
    assert error_of(outcome) is fault.get
    assert len(outcome.sends) == fault.gets
    assert server is None or server.exchanges == fault.gets
    _check_faults(fault, outcome.faults)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_booking_is_sent_once_unless_nothing_was_sent(fault: Fault, kind: str) -> None:
    """A POST reaches the server once at most; what is not a definite no is unknown."""
    with _standing(fault) as (server, url):
        outcome = probe(kind, url, _booking(fault), limits=fault.limits, operation="create")
    assert error_of(outcome) is fault.post
    assert len(outcome.sends) == fault.posts
    assert server is None or server.exchanges == fault.posts
    accepted = fault.post is OutcomeUnknown and fault.name.startswith("20")
    assert outcome.delivery.trace.accepted is accepted
    _check_faults(fault, outcome.faults)


def _check_faults(fault: Fault, seen: tuple[Any, ...]) -> None:
    expected = {(fault.stage, fault.status)} if fault.stage else set()
    assert {(one.stage, one.status) for one in seen} == expected
