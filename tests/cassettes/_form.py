"""The form of a cassette: what is kept of a recording, and how it is written down."""

import re

import yaml
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.serializers import yamlserializer

REQUEST_HEADERS = frozenset({"accept", "authorization", "content-type", "shippo-api-version"})
RESPONSE_HEADERS = frozenset({"content-type", "link", "retry-after", "x-ep-request-uuid"})
MATCH = ("method", "scheme", "host", "port", "path", "query", "body")

TOKEN = re.compile(rb'("(?:access|refresh|id)_token"\s*:\s*")[^"]*')
PASSWORD = re.compile(rb"((?:client_secret|refresh_token|code)=)[^&]*")

AT_SANDBOX = "# Recorded at pickupkit's own sandbox, not at the vendor."
AT_VENDOR = "# Recorded at the vendor."


def keep_of_request(request):
    """Keep the headers of the list; of a credential only its scheme or its name in a form."""
    kept = {n.lower(): v for n, v in request.headers.items() if n.lower() in REQUEST_HEADERS}
    if "authorization" in kept:
        kept["authorization"] = kept["authorization"].partition(" ")[0] + " [filtered]"
    request.headers = kept
    if request.body and "form" in str(kept.get("content-type")):
        request.body = PASSWORD.sub(rb"\1[filtered]", request.body)
    return request


def keep_of_response(response):
    """Keep the headers of the list; of a token only that there was one."""
    headers = response["headers"].items()
    kept = {name.lower(): value for name, value in headers if name.lower() in RESPONSE_HEADERS}
    body = TOKEN.sub(rb"\1[filtered]", response["body"].get("string", b""))
    return response | {"headers": kept, "body": {"string": body}}


class NotRecorded(BaseException):
    """A request that no cassette answers.

    No `Exception`, since the library takes any of those for an exchange that failed.
    """

    def __init__(self, **about):
        super().__init__(str(CannotOverwriteExistingCassetteException(**about)))


def interactions(path):
    """Read what was recorded, as plain data."""
    return yamlserializer.deserialize(path.read_text("utf-8"))["interactions"]


def unplayed(cassette):
    """Name what was recorded and never asked for."""
    counts = cassette.play_counts
    return [f"{r.method} {r.uri}" for at, r in enumerate(cassette.requests) if not counts[at]]


class Form:
    """YAML with its origin in the first line and a body in one line."""

    def __init__(self, origin):
        self._origin = origin

    def serialize(self, cassette):
        """Write a cassette."""
        text = yaml.dump(cassette, Dumper=yamlserializer._CassetteDumper, width=1_000_000)
        return f"{self._origin}\n{text}"

    deserialize = staticmethod(yamlserializer.deserialize)
