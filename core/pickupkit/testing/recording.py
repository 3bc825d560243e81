"""Record cleanly and replay strictly: what pytest-recording needs to be told for it.

``pytest_plugins = ["pickupkit.testing.recording"]`` in the outermost ``conftest.py`` is enough. A
test that is marked ``vcr`` then has a cassette of its own name, ``test_create`` the file
``create.yaml``, in the folder ``cassettes`` beside it. Bodies are compared, what was recorded has
to be asked for, what was not ends the test, and each file says in its first line where it is from.
Credentials stay out; the fixture ``vcr_secrets`` names those that no header or field tells. What
else is yours to say are the fixtures ``vcr_headers`` and ``vcr_origin``.

Needs pytest-recording and vcrpy 9.

.. versionadded:: 0.1
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import yaml  # type: ignore[import-untyped]
from vcr.errors import CannotOverwriteExistingCassetteException  # type: ignore[import-untyped]
from vcr.serializers import yamlserializer  # type: ignore[import-untyped]

from ._masking import FILTERED, hide
from ._session import NotRecordedError

MATCH: Final = ("method", "scheme", "host", "port", "path", "query", "body")
AT_SANDBOX: Final = "# Recorded at a sandbox, not at the vendor."
AT_VENDOR: Final = "# Recorded at the vendor."

_LOCAL: Final = {"127.0.0.1", "localhost", "::1"}
_REQUEST: Final = frozenset({"accept", "authorization", "content-type"})
_RESPONSE: Final = frozenset({"content-type", "link", "retry-after"})
_NO_FILE: Final = re.compile(r"[<>?%*:|\"'/\\]")
_TOLD: Final = pytest.StashKey[str | None]()


def keep_of_request(more: Collection[str] = ()) -> Callable[[Any], Any]:
    """Make vcrpy's ``before_record_request``: few headers, and of a credential only its scheme."""
    names = _REQUEST | set(more)

    def keep(request: Any) -> Any:
        kept = _headers(request.headers.items(), names)
        if "authorization" in kept:
            kept["authorization"] = _scheme(kept["authorization"])
        request.headers = kept
        request.uri = hide(request.uri, {})
        if request.body:
            request.body = _hidden(request.body)
        return request

    return keep


def keep_of_response(more: Collection[str] = ()) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Make vcrpy's ``before_record_response``: few headers, no cookie, no token."""
    names = _RESPONSE | set(more)

    def keep(response: dict[str, Any]) -> dict[str, Any]:
        headers = _headers(response["headers"].items(), names)
        body = {**response["body"], "string": _hidden(response["body"].get("string") or b"")}
        return {**response, "headers": headers, "body": body}

    return keep


def _headers(given: Iterable[tuple[str, Any]], names: Collection[str]) -> dict[str, Any]:
    kept = {name.lower(): value for name, value in given if name.lower() in names}
    return {
        name: hide(value, {}) if isinstance(value, str) else [hide(each, {}) for each in value]
        for name, value in kept.items()
    }


def _scheme(credential: str) -> str:
    scheme, space, _ = credential.strip().partition(" ")
    return f"{scheme} {FILTERED}" if space else FILTERED


def _hidden(body: bytes | str) -> bytes:
    text = body if isinstance(body, str) else body.decode("utf-8", "surrogateescape")
    return hide(text, {}).encode("utf-8", "surrogateescape")


def unplayed(cassette: Any) -> list[str]:
    """Name what was recorded and never asked for."""
    counts = cassette.play_counts
    return [f"{r.method} {r.uri}" for at, r in enumerate(cassette.requests) if not counts[at]]


def not_recorded(**about: Any) -> NotRecordedError:
    """Make what ends a test; vcrpy's own exception the library would take for a fault."""
    return NotRecordedError(str(CannotOverwriteExistingCassetteException(**about)))


class Form:
    """A serializer for vcrpy: YAML with its origin in the first line, and a body in one line.

    Without an ``origin``, a recording from this machine alone is a sandbox's.
    """

    deserialize = staticmethod(yamlserializer.deserialize)

    def __init__(self, origin: str | None = None) -> None:
        self._origin = origin

    def serialize(self, cassette: dict[str, Any]) -> str:
        """Write a cassette."""
        dumper = yamlserializer._CassetteDumper  # noqa: SLF001 - it refuses what cannot be read back
        text: str = yaml.dump(cassette, Dumper=dumper, width=1_000_000)
        return f"{self._origin or _origin(cassette)}\n{text}"


def _origin(cassette: Mapping[str, Any]) -> str:
    hosts = {urlsplit(each["request"]["uri"]).hostname for each in cassette["interactions"]}
    return AT_SANDBOX if hosts <= _LOCAL else AT_VENDOR


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Let cassettes be written in our form."""
    vcr.register_serializer("yaml", Form(config.stash.get(_TOLD, None)))


@pytest.fixture
def vcr_secrets() -> dict[str, str]:
    """Give values, such as a credential in a path, by the names to write in their places."""
    return {}


@pytest.fixture
def vcr_headers() -> Collection[str]:
    """Name headers to keep beside the usual ones, in lower case, such as that of the next page."""
    return ()


@pytest.fixture
def vcr_origin() -> str | None:
    """Give the first line of a recording, if its host does not tell where it is made.

    One that is made through a ``transport`` of your own, such as at a sandbox in this process, has
    the vendor's host.
    """
    return None


@pytest.fixture
def vcr_config(
    pytestconfig: pytest.Config,
    vcr_secrets: Mapping[str, str],
    vcr_headers: Collection[str],
    vcr_origin: str | None,
) -> Iterator[dict[str, Any]]:
    """Configure vcrpy."""
    pytestconfig.stash[_TOLD] = vcr_origin
    yield {
        "match_on": MATCH,
        "decode_compressed_response": True,
        "before_record_request": keep_of_request(vcr_headers),
        "before_record_response": keep_of_response(vcr_headers),
        "filter_sensitive_data": {f"[{name}]": value for name, value in vcr_secrets.items()},
    }
    del pytestconfig.stash[_TOLD]


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    """Name the folder beside the tests."""
    return str(request.path.parent / "cassettes")


@pytest.fixture
def default_cassette_name(request: pytest.FixtureRequest) -> str:
    """Name a cassette as its test, or as the mark ``default_cassette`` says."""
    mark = request.node.get_closest_marker("default_cassette")
    name = mark.args[0] if mark else request.node.name.removeprefix("test_")
    return _NO_FILE.sub("-", name)


@pytest.fixture(autouse=True)
def _strictly(vcr: Any, record_mode: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End a test at a request that was not recorded, and fail it for one that is not asked for."""
    if vcr is not None:
        place = "vcr.stubs.httpx_stubs.CannotOverwriteExistingCassetteException"
        monkeypatch.setattr(place, not_recorded)
    yield
    if vcr is not None and record_mode == "none":
        left = unplayed(vcr)
        assert not left, f"recorded, and never asked for: {left}"  # noqa: S101 - this is a test
