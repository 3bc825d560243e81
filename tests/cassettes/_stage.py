"""Where a recording is made: at our own sandbox, or at the vendor with somebody's credentials."""

import asyncio
import os
from datetime import timedelta

import httpx

from pickupkit.registry import Registry
from pickupkit.sandbox import Clock, Faults, World
from pickupkit.sandbox._wrap import Faulty, operations
from pickupkit.testing.recording import AT_VENDOR

from ._asked import NOW

VENDOR = "PICKUPKIT_RECORD_VENDOR"
"""Names the provider whose cases are recorded at the vendor itself."""

FOLDER = "PICKUPKIT_RECORD_INTO"
"""Where a recording goes, if not into the repository."""

AT_SANDBOX = "# Recorded at pickupkit's own sandbox, not at the vendor."
"""What a cassette says that was recorded at it; its hosts are the vendor's."""

KEYS = {
    "easypost": {"api_key": "EZTK_cassette"},
    "sendcloud": {"public_key": "cassette-public", "secret_key": "cassette-secret"},
    "shippo": {"api_token": "shippo_test_cassette"},
}
"""What replaying and the sandbox need of credentials: any will do."""

OTHER_KEYS = {
    "sendcloud_oauth": {"client_id": "cassette-client", "client_secret": "cassette-hush"},
}
"""The same, for cases that log in otherwise than their provider's others."""


def part_of(stem):
    """Name the provider and the part of it that a module of cases is about."""
    provider, _, part = stem.removeprefix("test_").partition("_")
    return provider, part


def stand_ins(stem):
    """Give made-up credentials for a module of cases; none for another module."""
    name = stem.removeprefix("test_")
    return OTHER_KEYS.get(name) or KEYS.get(part_of(stem)[0], {})


def credentials(provider, names):
    """Give the credentials of the environment, such as PICKUPKIT_RECORD_EASYPOST_API_KEY.

    What is not there is `None`: an account that is asked for its keys need not have a client.
    """
    return {name: os.environ.get(f"PICKUPKIT_RECORD_{provider}_{name}".upper()) for name in names}


def is_vendor(provider):
    """Tell whether this provider's cases are to be recorded at the vendor."""
    return os.environ.get(VENDOR) == provider


def origin(provider):
    """Give the first line of this provider's cassettes."""
    return AT_VENDOR if is_vendor(provider) else AT_SANDBOX


class _InProcess(httpx.ASGITransport):
    # A reference of its own: the recorder replaces the attribute of the class above.
    handle_async_request = httpx.ASGITransport.handle_async_request


class StandIn:
    """Our sandbox in the vendor's place: no socket, the same each time.

    ``clock`` is the sandbox's, and ``faults`` strike what it answers.
    """

    def __init__(self, provider):
        self.clock = Clock(NOW, timedelta(seconds=1))
        app = Registry().get(provider).sandbox_app(World(clock=self.clock, seed=1, sleep=_at_once))
        self.faults = Faults({provider: operations(app)})
        self._inner = _InProcess(Faulty(app, provider, self.faults))
        self.transport = httpx.MockTransport(lambda request: asyncio.run(self._forward(request)))

    async def _forward(self, request):
        asked = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.content
        )
        answer = await self._inner.handle_async_request(asked)
        body = httpx.ByteStream(await answer.aread())
        return httpx.Response(answer.status_code, headers=answer.headers, stream=body)


async def _at_once(_seconds):
    """Wait for nothing."""


class _Way(httpx.BaseTransport):
    def __init__(self, inner):
        self.inner = inner or httpx.HTTPTransport()

    def close(self):
        """Close what is behind."""
        self.inner.close()


class Stripping(_Way):
    """Something on the way that takes the credentials off."""

    def handle_request(self, request):
        """Send the rest on."""
        del request.headers["authorization"]
        return self.inner.handle_request(request)


class Losing(_Way):
    """A way that breaks at each POST to a path: of what arrives, the answer is lost."""

    def __init__(self, inner, ending, *, arrives):
        super().__init__(inner)
        self._ending = ending
        self._arrives = arrives

    def handle_request(self, request):
        """Send on what arrives; what is recorded is what the other side answered."""
        if request.method != "POST" or not request.url.path.endswith(self._ending):
            return self.inner.handle_request(request)
        if self._arrives:
            self.inner.handle_request(request).close()
        raise httpx.ReadError("lost", request=request)


def losing(ending, *, arrives=True):
    """Give what makes a way lossy: answers to these POSTs, or else the requests, are lost."""
    return lambda inner: Losing(inner, ending, arrives=arrives)
