"""Read EasyPost's error bodies, whose parts are each known in several forms."""

from typing import Final

from pickupkit.plugin import Answer, Failure, decode, text

_FAILED: Final = "PICKUP.BUY.FAILED"
_BAD_REQUEST: Final = 400


def read_failure(answer: Answer) -> Failure:
    """Read ``{"error": {code, message, errors}}``.

    ``PICKUP.BUY.FAILED`` comes with HTTP 400 even when the carrier's own server failed, so it does
    not prove that nothing was booked; nor do words with a 400 whose code is missing.
    """
    error = _error(answer.content)
    parts = error if isinstance(error, dict) else {"message": error}
    code = text(parts.get("code"))
    nameless = code is None and answer.status == _BAD_REQUEST
    told = (*said(parts.get("message")), *said(parts.get("errors")))
    return Failure(
        tuple(dict.fromkeys(told)),
        code,
        answer.headers.get("x-ep-request-uuid"),
        outcome_unknown=code == _FAILED or (nameless and bool(told)),
    )


def _error(content: bytes) -> object:
    try:
        body = decode(content)
    except ValueError:  # a gateway's page; the headers still tell the request
        return None
    return body.get("error") if isinstance(body, dict) else None


def said(value: object, levels: int = 20) -> tuple[str, ...]:
    """Read every text of a message, or of a list of them, whatever form each has.

    What lies below so many ``levels`` is left out: no answer may exhaust the stack.
    """
    if not levels:
        return ()
    if isinstance(value, list):
        return tuple(told for item in value for told in said(item, levels - 1))
    if isinstance(value, dict):
        return (_entry(value, levels - 1),) if value else ()
    found = (text(value) or "").strip()
    return (found,) if found else ()


def _entry(entry: dict[str, object], levels: int) -> str:
    """Read one detail: field or carrier and message, or the field itself as key."""
    message = "; ".join(said(entry.get("message"), levels))
    about = text(entry.get("field")) or text(entry.get("carrier"))
    if message:
        return f"{about}: {message}" if about else message
    texts = ((key, ", ".join(said(value, levels))) for key, value in entry.items())
    return "; ".join(f"{key}: {told or '?'}" for key, told in texts)
