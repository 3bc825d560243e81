"""Read ``Retry-After``, which may say anything."""

import re
from datetime import UTC, datetime

_SECONDS = re.compile(r"[0-9]{1,9}", re.ASCII)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Give the wait in seconds, never negative; ``None`` for what is no valid header."""
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    if "," not in text and not text.startswith(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")):
        return None
    # Dates are rare, and their reader is slow to import.
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
