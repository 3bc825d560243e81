"""Read Sendcloud's error bodies: of both API generations, and of its tokens."""

from pickupkit.plugin import Answer, Failure, decode, text


def read_failure(answer: Answer) -> Failure:
    """Read ``{"errors": [{code, title, detail, source}]}`` or ``{"error": {code, message}}``.

    OAuth2's has the code in ``error`` and the words in ``error_description`` and ``error_hint``.
    """
    body = decode(answer.content)
    if not isinstance(body, dict):
        return Failure()
    errors = body.get("errors", body.get("error"))
    if isinstance(errors, str):
        told = (text(body.get(name)) for name in ("error_description", "error_hint"))
        return Failure(tuple(words for words in told if words), errors)
    listed = errors if isinstance(errors, list) else [errors]
    entries = [entry for entry in listed if isinstance(entry, dict)]
    codes = [code for entry in entries if (code := text(entry.get("code")))]
    messages = tuple(said for entry in entries if (said := _said(entry)))
    return Failure(messages, codes[0] if codes else None)


def _said(entry: dict[str, object]) -> str | None:
    words = text(entry.get("detail")) or text(entry.get("message")) or text(entry.get("title"))
    source = entry.get("source")
    pointer = (
        text(source.get("pointer") or source.get("parameter")) if isinstance(source, dict) else None
    )
    return f"{pointer}: {words}" if words and pointer else words
