"""Where a recording is made: at our own sandbox, or at the vendor with somebody's credentials."""

import asyncio
import os
from datetime import timedelta

import httpx

from pickupkit.registry import Registry
from pickupkit.sandbox import Clock, World

from ._asked import NOW

VENDOR = "PICKUPKIT_RECORD_VENDOR"
"""Names the provider whose cases are recorded at the vendor itself."""

FOLDER = "PICKUPKIT_RECORD_INTO"
"""Where a recording goes, if not into the repository."""

KEYS = {
    "easypost": {"api_key": "EZTK_cassette"},
    "sendcloud": {"public_key": "cassette-public", "secret_key": "cassette-secret"},
    "shippo": {"api_token": "shippo_test_cassette"},
}
"""What replaying and the sandbox need of credentials: any will do."""


def credentials(provider):
    """Give the credentials of the environment, such as PICKUPKIT_RECORD_EASYPOST_API_KEY."""
    return {
        name: os.environ[f"PICKUPKIT_RECORD_{provider}_{name}".upper()] for name in KEYS[provider]
    }


def is_vendor(provider):
    """Tell whether this provider's cases are to be recorded at the vendor."""
    return os.environ.get(VENDOR) == provider


class _InProcess(httpx.ASGITransport):
    # A reference of its own: the recorder replaces the attribute of the class above.
    handle_async_request = httpx.ASGITransport.handle_async_request


def sandbox(provider):
    """Give a transport that answers as the vendor's host would: no socket, the same each time."""
    world = World(clock=Clock(NOW, timedelta(seconds=1)), seed=1, sleep=_at_once)
    inner = _InProcess(Registry().get(provider).sandbox_app(world))

    async def forward(request):
        asked = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.content
        )
        answer = await inner.handle_async_request(asked)
        body = httpx.ByteStream(await answer.aread())
        return httpx.Response(answer.status_code, headers=answer.headers, stream=body)

    return httpx.MockTransport(lambda request: asyncio.run(forward(request)))


async def _at_once(_seconds):
    """Wait for nothing."""


class Stripping(httpx.BaseTransport):
    """Something on the way that takes the credentials off."""

    def __init__(self, inner):
        self.inner = inner or httpx.HTTPTransport()

    def handle_request(self, request):
        """Send the rest on."""
        del request.headers["authorization"]
        return self.inner.handle_request(request)

    def close(self):
        """Close what is behind."""
        self.inner.close()
