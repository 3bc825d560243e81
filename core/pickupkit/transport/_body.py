"""Read a body under a cap, unpacking it piece by piece."""

import zlib

_PIECE = 256 * 1024


class BodyError(Exception):
    """A body that is too large, or not what its headers say."""


class TooLarge(BodyError):
    """A body over the cap; asking again would not make it smaller."""


class Body:
    """Collects a body; ``cap`` holds for what came over the wire and for what it unpacks to."""

    def __init__(self, encoding: str, cap: int) -> None:
        self._unzip = _unpacker(encoding.strip().lower())
        self._cap = cap
        self._received = 0
        self._whole = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes from the wire."""
        self._received += len(chunk)
        if self._received > self._cap:
            raise TooLarge(f"the answer is longer than {self._cap} bytes")
        if self._unzip is None:
            self._whole += chunk
        else:
            self._feed_packed(chunk)

    def _feed_packed(self, chunk: bytes) -> None:
        while chunk:
            if self._unzip.eof:  # type: ignore[union-attr]
                self._unzip = zlib.decompressobj(31)
            try:
                self._whole += self._unzip.decompress(chunk, _PIECE)  # type: ignore[union-attr]
            except zlib.error:
                raise BodyError("the answer's compression is broken") from None
            if len(self._whole) > self._cap:
                raise TooLarge(f"the answer unpacks to more than {self._cap} bytes")
            chunk = self._unzip.unused_data or self._unzip.unconsumed_tail  # type: ignore[union-attr]

    def finish(self) -> bytes:
        """Give the body once the wire has ended."""
        if self._unzip is not None and self._received and not self._unzip.eof:
            raise BodyError("the answer's compressed body is cut short")
        return bytes(self._whole)


def _unpacker(encoding: str) -> "zlib._Decompress | None":
    if encoding in ("", "identity"):
        return None
    if encoding != "gzip":
        raise BodyError(f"the answer is encoded as {encoding[:20]!r}, which was not asked for")
    return zlib.decompressobj(31)
