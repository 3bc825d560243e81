"""Fetching, against a server on this machine."""

import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pickupkit.codegen import SpecError
from pickupkit.codegen.fetch import fetch
from pickupkit.codegen.sources import entry
from pickupkit.codegen.vendor import from_url, put

FILES = {
    "/openapi.yaml": b"openapi: 3.1.0\npaths: {/a: {$ref: 'a.yaml'}, /b: {$ref: 'http://127.0.0.1:1/b'}}",
    "/a.yaml": b"get: {responses: {200: {description: x}}}",
    "/large": b"x" * 5000,
}


class _Vendor(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        body = FILES.get(self.path, b"")
        self.send_response(200 if self.path in {*FILES, "/cut"} else 404)
        self.send_header("Content-Length", str(len(body) + 10 * (self.path == "/cut")))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Say nothing of a client that had enough."""


@pytest.fixture(scope="module")
def server():
    with _Server(("127.0.0.1", 0), _Vendor) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


def test_a_url_is_fetched_bundled_and_recorded(server, tmp_path):
    """What it refers to on the same host comes along, another host is not asked."""
    target = put(from_url(f"{server}/openapi.yaml"), tmp_path / "vans", today=date(2031, 5, 12))
    found = entry((tmp_path / "sources.toml").read_text(), "vans")
    assert found["origin"] == f"taken in from {server}/openapi.yaml"
    assert found["vendor_url"] == f"{server}/openapi.yaml"
    assert "#/components/pathItems/a" in target.read_text()
    assert "http://127.0.0.1:1/b" in target.read_text()


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://vans.example/openapi.yaml", "only https is fetched"),
        ("file:///etc/passwd", "only https is fetched"),
        ("https://name:word@vans.example/", "would be recorded"),
    ],
)
def test_what_may_not_be_fetched_is_not(url, fault):
    """No plain HTTP but on this machine, no file, no password."""
    with pytest.raises(SpecError, match=fault):
        fetch(url)


def test_a_redirect_may_not_leave_https(server):
    """Where it leads is looked at like the first address; on this machine it may."""
    assert fetch(f"{server}/to/{server}/a.yaml") == FILES["/a.yaml"]
    with pytest.raises(SpecError, match="only https is fetched"):
        fetch(f"{server}/to/http://vans.example/x")


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/none", "Not Found"),
        ("/large", "larger than 4096 bytes"),
        ("/cut", "cut off|IncompleteRead"),
    ],
)
def test_an_answer_that_is_not_whole_and_bounded_is_refused(server, path, fault):
    """Nothing of it is used."""
    with pytest.raises(SpecError, match=fault):
        fetch(f"{server}{path}", largest=4096)


def test_a_slow_answer_is_given_up(server):
    """The time is that of the whole answer."""
    with pytest.raises(SpecError, match=r"not whole after|timed out"):
        fetch(f"{server}/large", seconds=1e-9)


def test_nobody_there_is_a_spec_error():
    """And no traceback of the HTTP library."""
    with pytest.raises(SpecError, match="cannot be fetched"):
        fetch("http://127.0.0.1:1/")
