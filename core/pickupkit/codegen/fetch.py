"""Fetch one description when asked to: by HTTPS, bounded in size and time, and never by itself."""

import time
from http.client import HTTPException, HTTPResponse
from ipaddress import ip_address
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from .errors import SpecError

LARGEST = 20_000_000
SECONDS = 60.0
_PIECE = 65536


def fetch(url: str, *, largest: int = LARGEST, seconds: float = SECONDS) -> bytes:
    """Give the bytes at ``url``; `SpecError` for anything but a whole 200 in bounds."""
    _check(url)
    opener = build_opener(_Redirects)
    request = Request(url, headers={"User-Agent": "pickupkit", "Accept": "*/*"})  # noqa: S310
    try:
        return _read(opener, request, largest, seconds)
    except (OSError, HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise SpecError(f"{url}: cannot be fetched: {reason}") from error


def _read(opener: OpenerDirector, request: Request, largest: int, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    found = bytearray()
    with opener.open(request, timeout=seconds) as answer:
        if answer.status != 200:
            raise SpecError(f"{request.full_url}: cannot be fetched: status {answer.status}")
        while piece := answer.read1(_PIECE):
            found += piece
            if len(found) > largest:
                raise SpecError(f"{request.full_url}: larger than {largest} bytes")
            if time.monotonic() > until:
                raise SpecError(f"{request.full_url}: not whole after {seconds:g} seconds")
        _check_whole(request.full_url, answer, len(found))
    return bytes(found)


def _check_whole(url: str, answer: HTTPResponse, found: int) -> None:
    """Refuse a body that was cut off, which reading piece by piece does not report."""
    promised = answer.headers.get("Content-Length", "")
    if promised.isdecimal() and int(promised) != found:
        raise SpecError(f"{url}: cut off after {found} of {promised} bytes")


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
        raise SpecError(f"{url}: only https is fetched")
    if parts.username or parts.password:
        raise SpecError("a URL with a user name or password is not fetched: it would be recorded")


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


class _Redirects(HTTPRedirectHandler):
    """Follows redirects to what may be asked for itself."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        """Refuse to leave HTTPS."""
        _check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
