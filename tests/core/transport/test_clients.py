"""Making clients, and exchanges by stand-in transports: what can go wrong without a network."""

import asyncio
import errno
import gzip
import socket
import socketserver
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import httpcore
import httpx
import pytest
from attrs import evolve

from pickupkit.calls import Answer, adrive, drive, sleep
from pickupkit.errors import ConfigError
from pickupkit.secret import Secret
from pickupkit.transport import Limits, Send, SendFault, Stage, _blocking, _deadline, _http
from pickupkit.transport._asyncio import AsyncExchanger
from pickupkit.transport._blocking import Exchanger
from pickupkit.transport._body import TooLarge

Handler = Callable[[httpx.Request], httpx.Response]
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def blocking(send: Send, handler: Handler | None = None) -> Answer:
    exchanger = Exchanger(Limits(), httpx.MockTransport(handler) if handler else None)
    try:
        return drive(send, exchanger.perform)
    finally:
        exchanger.close()


def with_asyncio(send: Send, handler: Handler | None = None) -> Answer:
    async def scene() -> Answer:
        exchanger = AsyncExchanger(Limits(), httpx.MockTransport(handler) if handler else None)
        try:
            return await adrive(send, exchanger.perform)
        finally:
            await exchanger.close()

    return asyncio.run(scene())


both = pytest.mark.parametrize("exchange", [blocking, with_asyncio])


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def send(url: str = "https://api.example.com/pickups", **headers: str | Secret) -> Send:
    return Send("POST", url, tuple(headers.items()), b"{}", 5.0)


@both
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SSL_CERT_FILE", "/no/such/file.pem"),
        ("SSL_CERT_FILE", __file__),
        ("HTTPS_PROXY", "http://[::1"),
        ("HTTPS_PROXY", "gopher://proxy.example.com"),
        ("ALL_PROXY", "socks5://127.0.0.1:1080"),
    ],
)
def test_an_environment_that_no_client_can_start_in_is_a_config_error(
    exchange: Any, variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad certificates and proxies are told as settings, not as errors of the HTTP client."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=r"SSL_CERT_FILE.*proxy"):
        exchange(send())


@both
@pytest.mark.parametrize(
    "credential", ["two\nlines", "carriage\rreturn", "clé", "ключ", "nul\0", " blank", "blank\t"]
)
def test_a_credential_that_no_header_can_hold_is_never_sent(exchange: Any, credential: str) -> None:
    """It is local, whatever transport is beneath, and nothing of it is shown."""
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200)

    with pytest.raises(SendFault) as raised:
        exchange(send(Authorization=Secret(credential)), handler)
    assert raised.value.stage is Stage.LOCAL
    assert raised.value.reason == "the request is not valid HTTP, perhaps a credential's characters"
    assert credential.strip() not in "".join(traceback.format_exception(raised.value))
    assert asked == []


@both
@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.com/x", "the URL is not http or https"),
        ("https://", "the URL is not http or https"),
        ("http://[::1/x", "the URL cannot be read"),
        ("/relative", "the URL is not http or https"),
    ],
)
def test_a_url_that_cannot_be_asked_is_local(exchange: Any, url: str, reason: str) -> None:
    """Nothing leaves for a URL that is none."""
    with pytest.raises(SendFault) as raised:
        exchange(send(url))
    assert (raised.value.stage, raised.value.reason) == (Stage.LOCAL, reason)
    assert not raised.value.transient


class Odd(Exception):
    """Something that no client promises to raise."""


@both
@pytest.mark.parametrize(
    ("error", "stage"),
    [
        (httpx.ConnectError("x"), Stage.UNSENT),
        (httpx.ConnectTimeout("x"), Stage.UNSENT),
        (httpx.PoolTimeout("x"), Stage.UNSENT),
        (httpx.ProxyError("x"), Stage.UNSENT),
        (httpx.ReadTimeout("x"), Stage.SENT),
        (httpx.WriteTimeout("x"), Stage.SENT),
        (httpx.ReadError("x"), Stage.SENT),
        (httpx.RemoteProtocolError("x"), Stage.SENT),
        (httpx.CookieConflict("x"), Stage.SENT),
        (httpx.StreamClosed(), Stage.SENT),
        (TimeoutError("x"), Stage.SENT),
        (ConnectionRefusedError("x"), Stage.SENT),
        (RuntimeError("x"), Stage.SENT),
        (Odd("secret detail"), Stage.SENT),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.name,
)
def test_no_error_beneath_leaves_as_itself(exchange: Any, error: Exception, stage: Stage) -> None:
    """Whatever a transport raises is a fault; what we never saw counts as sent."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(SendFault) as raised:
        exchange(send(), handler)
    assert raised.value.stage is stage
    assert "secret detail" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.PoolTimeout("x"), "no connection became free in time"),
        (httpx.ReadError("x"), "the connection broke"),
        (httpx.ReadTimeout("x"), "no answer came in time"),
        (httpx.RemoteProtocolError("x"), "the server hung up or did not speak HTTP"),
        (httpx.WriteError("x"), "the connection broke while sending"),
        (httpx.WriteTimeout("x"), "sending took too long"),
        (Odd("x"), "Odd"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_went_wrong_is_told_in_plain_words(error: Exception, reason: str) -> None:
    """Of what is not known, the name alone."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(SendFault) as raised:
        blocking(send(), handler)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    ("method", "stage"), [("POST", Stage.SENT), ("CONNECT", Stage.UNSENT)], ids=["ours", "proxy's"]
)
def test_what_began_to_leave_counts_as_sent_whatever_the_error_is_called(
    method: str, stage: Stage
) -> None:
    """Else a van might come twice; asking a proxy to connect is nothing of ours."""

    def handler(request: httpx.Request) -> httpx.Response:
        began = {"request": httpcore.Request(method, "https://api.example.com/pickups")}
        request.extensions["trace"]("http11.send_request_headers.started", began)
        raise httpx.ConnectError("x")

    with pytest.raises(SendFault) as raised:
        blocking(send(), handler)
    assert raised.value.stage is stage


def test_a_body_may_be_as_long_as_the_limit_and_not_longer() -> None:
    """As its headers announce it."""
    limits = Limits(body=5)
    assert _http.new_body(httpx.Response(200, content=b"12345"), limits).finish() == b""
    with pytest.raises(TooLarge, match="longer than 5 bytes"):
        _http.new_body(httpx.Response(200, content=b"123456"), limits)


def caused(error: Exception, *causes: BaseException) -> Exception:
    below: BaseException = error
    for cause in causes:
        below.__cause__ = below = cause
    return error


UNVERIFIED = ssl.SSLCertVerificationError(1, "canary")
UNVERIFIED.verify_message = "self-signed certificate"
SPOKEN_PLAINLY = ssl.SSLError(1, "canary")
SPOKEN_PLAINLY.reason = "WRONG_VERSION_NUMBER"
REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('canary', 443)")


@both
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ConnectError("canary"), "{} could not be reached"),
        (caused(httpx.ConnectError("x"), OSError("canary")), "{} could not be reached"),
        (
            caused(httpx.ConnectError("x"), httpcore.ConnectError("x"), REFUSED),
            "{} could not be reached (Connection refused)",
        ),
        (
            caused(httpx.ConnectError("x"), BaseExceptionGroup("x", [REFUSED, REFUSED])),
            "{} could not be reached (Connection refused)",
        ),
        (
            caused(httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known")),
            "{} could not be reached (Name or service not known)",
        ),
        (
            caused(httpx.ConnectError("x"), UNVERIFIED),
            "{} could not be reached (self-signed certificate)",
        ),
        (
            caused(httpx.ConnectError("x"), SPOKEN_PLAINLY),
            "{} could not be reached (TLS: WRONG_VERSION_NUMBER)",
        ),
        (httpx.ConnectTimeout("canary"), "connecting to {} took too long"),
        (httpx.ProxyError("canary"), "the proxy would not connect to {}"),
    ],
)
def test_who_could_not_be_reached_is_told_and_why(
    exchange: Any, error: Exception, reason: str
) -> None:
    """By host and the system's own words alone: the client's may hold a proxy's password."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(SendFault) as raised:
        exchange(send("https://user:canary@api.example.com:8443/pickups?canary"), handler)
    assert raised.value.reason == reason.format("api.example.com:8443")


@contextmanager
def proxy(reply: bytes | None) -> Iterator[str]:
    """Give the URL of a proxy that answers a CONNECT so and hangs up, or says nothing at all."""
    over = threading.Event()

    class Asked(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.readline().startswith(b"CONNECT api.example.com:443 ")
            if reply is None:
                over.wait()
            self.wfile.write(reply or b"")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            over.set()
            server.shutdown()


@both
@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"", "the proxy would not connect to {}"),
        (b"\0 no HTTP\r\n\r\n", "the proxy would not connect to {}"),
        (b"HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n", "the proxy would not connect to {}"),
        (None, "connecting to {} took too long"),
    ],
)
def test_what_fails_at_a_proxy_was_not_sent(
    exchange: Any, reply: bytes | None, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it fails: the CONNECT left this machine, and the request did not."""
    with proxy(reply) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        with pytest.raises(SendFault) as raised:
            exchange(evolve(send(), timeout=1.0))
    assert raised.value.stage is Stage.UNSENT
    assert raised.value.reason == reason.format("api.example.com")


def test_what_a_transport_with_http2_sends_through_a_proxy_was_sent() -> None:
    """A caller's own: the tunnel is asked for in HTTP/1.1, and the request begins in HTTP/2."""

    def handler(request: httpx.Request) -> httpx.Response:
        for event, method in (("http11", b"CONNECT"), ("http2", b"POST")):
            began = {"request": SimpleNamespace(method=method)}
            request.extensions["trace"](f"{event}.send_request_headers.started", began)
        raise httpx.RemoteProtocolError("x")

    with pytest.raises(SendFault) as raised:
        blocking(send(), handler)
    assert raised.value.stage is Stage.SENT


@both
def test_what_fails_behind_a_proxy_is_not_the_proxys(
    exchange: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It did connect; who answered there speaks no TLS."""
    with proxy(b"HTTP/1.1 200 OK\r\n\r\nno TLS at all") as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        with pytest.raises(SendFault) as raised:
            exchange(evolve(send(), timeout=5.0))
    assert raised.value.stage is Stage.UNSENT
    assert raised.value.reason.startswith("api.example.com could not be reached")


@both
def test_an_answer_is_neutral(exchange: Any) -> None:
    """Names in lower case, repeated headers joined, the body whole."""

    def handler(request: httpx.Request) -> httpx.Response:
        headers = [("X-One", "1"), ("Link", "<a>"), ("Link", "<b>")]
        return httpx.Response(201, headers=headers, content=b"body")

    answer = exchange(send(), handler)
    assert (answer.status, answer.content) == (201, b"body")
    assert (answer.headers["x-one"], answer.headers["link"]) == ("1", "<a>, <b>")
    assert type(answer.headers) is dict


@both
def test_secrets_are_revealed_on_the_wire_alone(exchange: Any) -> None:
    """The request has the credential; the `Send` and its repr do not show it."""
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200)

    given = send(Authorization=Secret("Basic canary"))
    exchange(given, handler)
    assert asked[0].headers["authorization"] == "Basic canary"
    assert "canary" not in repr(given)
    assert "example.com" not in repr(given)


@both
def test_a_stand_in_may_answer_packed(exchange: Any) -> None:
    """A canned answer is read as one off the wire, its encoding included."""
    packed = gzip.compress(b"body")

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=packed)

    assert exchange(send(), handler).content == b"body"


def test_sleeping_is_the_exchangers_to_perform() -> None:
    """A wait is performed by either exchanger, and anything else is refused."""
    assert drive(sleep(0), Exchanger(Limits()).perform) is None

    async def scene() -> None:
        assert await adrive(sleep(0), AsyncExchanger(Limits()).perform) is None
        with pytest.raises(TypeError, match="no exchange"):
            await AsyncExchanger(Limits()).perform(object())  # type: ignore[arg-type]

    asyncio.run(scene())
    with pytest.raises(TypeError, match="no exchange"):
        Exchanger(Limits()).perform(object())  # type: ignore[arg-type]


def test_an_exchanger_makes_its_client_when_it_sends_and_again_after_closing() -> None:
    """Nothing is opened before the first request; closing is not the end."""
    exchanger = Exchanger(Limits(), httpx.MockTransport(lambda request: httpx.Response(200)))
    assert exchanger._pool is None
    exchanger.close()
    for _ in range(2):
        assert drive(send(), exchanger.perform).status == 200
        exchanger.close()
        assert exchanger._pool is None


def test_the_private_names_beneath_the_deadline_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The total deadline for blocking callers hangs on these names of httpx and httpcore."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    exchanger = Exchanger(Limits())
    client = exchanger._current().client
    pools = [t._pool for t in (client._transport, *client._mounts.values()) if t is not None]
    assert any(isinstance(pool, httpcore.HTTPProxy) for pool in pools)
    assert {type(pool._network_backend).__module__ for pool in pools} == {
        "pickupkit.transport._deadline"
    }
    exchanger.close()
    assert "_network_backend" in vars(httpcore.ConnectionPool())
    assert callable(httpcore.SyncBackend.connect_tcp)


def test_a_host_of_many_addresses_has_one_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each address may take the time to connect, and all of them together no more than is left."""
    now, asked = [100.0], []

    def dead(_: object, host: str, port: int, timeout: float, *args: object, **kw: object) -> None:
        asked.append((host, timeout))
        now[0] += timeout
        raise httpcore.ConnectTimeout("x")

    found = [(0, 0, 0, "", (f"192.0.2.{last}", 443)) for last in (1, 2, 3, 3, 4)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kw: found)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", dead)
    # Their own names for the clock, not the clock itself: other threads' event loops live by that.
    for module in (_blocking, _deadline):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    with pytest.raises(SendFault, match=r"connecting to api\.example\.com took too long"):
        drive(Send("POST", "https://api.example.com/x", (), b"", 12.0), Exchanger(Limits()).perform)
    assert asked == [("192.0.2.1", 5.0), ("192.0.2.2", 5.0), ("192.0.2.3", 2.0)]


def test_a_host_without_address_was_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent to a name that nobody knows, nor to one that cannot be asked for."""
    for error in (socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")):
        monkeypatch.setattr(socket, "getaddrinfo", Mock(side_effect=error))
        with pytest.raises(SendFault, match=r"api\.example\.com could not be reached") as raised:
            blocking(send())
        assert raised.value.stage is Stage.UNSENT
    assert "(Name" not in raised.value.reason


@both
def test_what_the_caller_was_at_is_no_cause(exchange: Callable[[Send], Answer]) -> None:
    """As who books when a file was not to be found: that has nothing to do with the server."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    try:
        Path("/no/such/file").read_bytes()
    except FileNotFoundError:
        with pytest.raises(SendFault, match="could not be reached") as raised:
            exchange(send(url))
    assert raised.value.reason.endswith("(Connection refused)")


def test_the_series_is_pinned_that_the_names_belong_to() -> None:
    """Another series of httpx may move them without a word."""
    project = Path(__file__).parents[3] / "pyproject.toml"
    assert '"httpx>=0.28,<0.29"' in project.read_text(encoding="utf-8")


@pytest.mark.parametrize("protocol", ["http11", "http2"])
def test_the_event_that_tells_whether_a_request_left_is_fired(protocol: str) -> None:
    """The trace event by its name and its ``request``; without it every booking would be unsent."""
    source = Path(httpcore.__file__).parent / "_sync" / f"{protocol}.py"
    text = source.read_text(encoding="utf-8")
    assert '"send_request_headers", logger, request, kwargs' in " ".join(text.split())


@both
@pytest.mark.parametrize(
    "change", [{"headers": (("X", 5),)}, {"headers": (("clé", "5"),)}, {"body": {"a": 1}}]
)
def test_what_makes_no_request_is_local(exchange: Any, change: dict[str, Any]) -> None:
    """A plugin's slip is no lost answer, of which a booking would be in doubt."""
    with pytest.raises(SendFault) as raised:
        exchange(evolve(send(), **change), lambda _: httpx.Response(200))
    assert raised.value.stage is Stage.LOCAL
