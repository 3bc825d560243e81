"""Read EasyPost's error bodies, whose parts are each known in several forms."""

from pickupkit.plugin import Answer, Failure, decode, text


def read_failure(answer: Answer) -> Failure:
    """Read ``{"error": {code, message, errors}}``.

    ``PICKUP.BUY.FAILED`` comes with HTTP 400 even when the carrier's own server failed, so it does
    not prove that nothing was booked.
    """
    request_id = answer.headers.get("x-ep-request-uuid")
    error = _error(answer.content)
    if isinstance(error, str):
        return Failure((error,), request_id=request_id)
    if not isinstance(error, dict):
        return Failure(request_id=request_id)
    code = text(error.get("code"))
    told = (*_said(error.get("message")), *_said(error.get("errors")))
    return Failure(
        tuple(dict.fromkeys(told)),
        code,
        request_id,
        outcome_unknown=code == "PICKUP.BUY.FAILED",
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
