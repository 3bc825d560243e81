"""Bodies are read under a cap, packed or not, however they are cut."""

import gzip
import zlib
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickupkit.transport._body import Body, BodyError, TooLarge

CAP: Final = 1_000_000


def read(packed: bytes, encoding: str = "gzip", step: int = 1000, cap: int = CAP) -> bytes:
    body = Body(encoding, cap)
    for at in range(0, len(packed), step):
        body.feed(packed[at : at + step])
    return body.finish()


@given(
    parts=st.lists(st.binary(max_size=2000), min_size=1, max_size=4),
    step=st.integers(1, 700),
    level=st.integers(0, 9),
)
def test_packed_bodies_come_out_whole_however_they_are_cut(
    parts: list[bytes], step: int, level: int
) -> None:
    """Members and chunks may end anywhere."""
    packed = b"".join(gzip.compress(part, level) for part in parts)
    assert read(packed, step=step) == b"".join(parts)


@given(body=st.binary(max_size=2000), lost=st.integers(1, 40), step=st.integers(1, 700))
def test_a_packed_body_that_is_cut_short_is_never_taken_for_whole(
    body: bytes, lost: int, step: int
) -> None:
    """Any number of bytes missing at the end is noticed."""
    packed = gzip.compress(body)
    kept = packed[: max(1, len(packed) - lost)]
    with pytest.raises(BodyError):
        read(kept, step=step)


@given(packed=st.binary(min_size=1, max_size=200), step=st.integers(1, 50))
def test_rubbish_gives_a_typed_error_or_a_body(packed: bytes, step: int) -> None:
    """No error of the decompressor escapes."""
    with suppress(BodyError):
        read(packed, step=step)


@pytest.mark.parametrize("size", [262_143, 262_144, 262_145, 3 * 262_144, CAP])
@pytest.mark.parametrize("step", [1, 7, 10_000_000])
def test_the_piece_size_is_no_boundary(size: int, step: int) -> None:
    """A body that unpacks to whole pieces is complete, up to the cap itself."""
    assert len(read(gzip.compress(bytes(size)), step=step)) == size


@pytest.mark.parametrize("encoding", ["", "identity", "gzip"])
def test_the_cap_holds_to_the_byte(encoding: str) -> None:
    """A body as large as the cap is read, one byte more is not."""
    pack = gzip.compress if encoding == "gzip" else bytes
    assert len(read(pack(bytes(5000)), encoding, cap=5000)) == 5000
    with pytest.raises(TooLarge):
        read(pack(bytes(5001)), encoding, cap=5000)


def test_wire_bytes_count_against_the_cap_too() -> None:
    """Endless empty members unpack to nothing and are dropped all the same."""
    with pytest.raises(TooLarge, match="longer"):
        read(gzip.compress(b"") * 1000, cap=10_000)


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "x" * 200])
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    """Other encodings cannot be bounded; their name is told in short."""
    with pytest.raises(BodyError, match="not asked for") as raised:
        Body(encoding, CAP)
    assert len(str(raised.value)) < 100


def test_an_empty_packed_body_is_empty() -> None:
    """An answer without a body may still name an encoding."""
    assert read(b"") == b""


def test_raw_deflate_is_not_gzip() -> None:
    """Only what the header says is unpacked."""
    with pytest.raises(BodyError, match="broken"):
        read(zlib.compress(b"body"))
