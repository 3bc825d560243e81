"""Playing a fault: the provider's application beneath does its work and knows of nothing."""

import asyncio
from collections.abc import Callable
from typing import Final, cast

from ._exchange import Exchange, Header, Kept
from ._fault import End, Fault

_FLIGHT: Final = 0.02  # seconds that half an answer has to arrive before a reset overtakes it
_PAGE: Final = b"<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>"
_BODIES: Final[dict[str, tuple[bytes, tuple[Header, ...]]]] = {
    "html": (_PAGE, ((b"content-type", b"text/html; charset=utf-8"),)),
    "json": (b'{"message": "Something went wrong"}', ((b"content-type", b"application/json"),)),
    "empty": (b"", ()),
}
_GZIP: Final = (b"content-encoding", b"gzip")

Later = Callable[[float, Exchange], object]


async def play(fault: Fault, exchange: Exchange, later: Later) -> None:
    """Let a call end as ``fault`` says; ``later`` carries a request out after so many seconds."""
    if fault.kind == "reset" and fault.effect == "none":
        await exchange.end("reset")  # with the body unread
    elif await exchange.read():
        await _read(fault, exchange, later)


async def _read(fault: Fault, exchange: Exchange, later: Later) -> None:
    if fault.kind in ("late", "half", "not-gzip"):
        await _spoil(fault, exchange)
        return
    if fault.effect == "done":
        await exchange.carry_out()
    elif fault.effect == "later":
        later(fault.seconds or 0, exchange)
    if fault.kind == "status":
        await exchange.answer(_made(fault, exchange))
    else:
        await exchange.end(cast("End", fault.kind))


async def _spoil(fault: Fault, exchange: Exchange) -> None:
    if fault.effect == "later":
        await asyncio.sleep(fault.seconds or 0)
    kept = await exchange.carry_out()
    if fault.kind == "half":
        await exchange.answer_half(kept)
        await asyncio.sleep(_FLIGHT)
        await exchange.end(fault.end or "close")
        return
    if fault.kind == "not-gzip":
        kept.headers += (_GZIP,)
    elif fault.effect == "done":
        await asyncio.sleep(fault.seconds or 0)
    await exchange.answer(kept)


def _made(fault: Fault, exchange: Exchange) -> Kept:
    """Make the answer that no vendor wrote."""
    status = fault.status or 500
    empty = status == 429 or 300 <= status < 400 or status in (204, 205)
    body, headers = _BODIES[fault.body or ("empty" if empty else "html")]
    length = () if status in (204, 304) else ((b"content-length", str(len(body)).encode()),)
    return Kept(status, (*headers, *length, *_extra(fault, exchange)), body)


def _extra(fault: Fault, exchange: Exchange) -> tuple[Header, ...]:
    redirect = 300 <= (fault.status or 0) < 400 and fault.status != 304
    # Back to where it came from: who follows does it again.
    back = exchange.scope["raw_path"] if redirect else None
    location = fault.location.encode() if fault.location else back
    wait = None if fault.retry_after is None else fault.retry_after.encode()
    named = ((b"retry-after", wait), (b"location", location))
    return tuple((name, value) for name, value in named if value is not None)
