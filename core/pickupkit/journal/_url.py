"""What is wrong with a journal or its URL, told without what the URL or a row holds."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from pickupkit.errors import ConfigError, JournalError


@contextmanager
def explained() -> Iterator[None]:
    """Turn what a store raises into a `JournalError` that shows no value of a row."""
    try:
        yield
    except (SQLAlchemyError, OSError, UnicodeError) as error:
        raise JournalError(f"the journal cannot be used: {short(error)}") from None


def parsed(url: str) -> URL:
    """Take a URL apart."""
    try:
        return make_url(url)
    except ValueError:  # its text would show the "port", which may be part of a password
        problem = "what follows the host's colon is no port"
        raise ConfigError(f"the journal's URL cannot be used: {problem}") from None


def short(error: Exception) -> str:
    """Give the first line of what went wrong, in the words of whoever found it."""
    cause = getattr(error, "orig", None) or error
    return (str(cause).splitlines() or [type(cause).__name__])[0][:200]
