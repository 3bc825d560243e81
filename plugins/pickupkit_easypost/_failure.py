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
    told = (*_said(parts.get("message")), *_said(parts.get("errors")))
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


def _said(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(said for item in value for said in _said(item))
    if isinstance(value, dict):
        return (_entry(value),) if value else ()
    found = text(value)
    return (found.strip(),) if found else ()


def _entry(entry: dict[str, object]) -> str:
    """Read one detail: field and message, or the field itself as key."""
    message, field = "; ".join(_said(entry.get("message"))), text(entry.get("field"))
    if message:
        return f"{field}: {message}" if field else message
    return "; ".join(f"{key}: {', '.join(_said(value)) or '?'}" for key, value in entry.items())
