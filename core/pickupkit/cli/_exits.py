"""Turn errors into words and exit codes."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import click

from ._say import echo_json, plural, say
from ._unwritten import Unwritten


class Command(click.Command):
    """A command whose errors are told, not shown as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; an error of the library becomes words on stderr and an exit code."""
        from pickupkit.errors import PickupKitError

        began = datetime.now(UTC)
        try:
            return super().invoke(ctx)
        except PickupKitError as error:
            lines = (*_earlier(error, began), *_lines(error))
            tell(_fields(error), lines, json=bool(ctx.params.get("json")))
            ctx.exit(code_of(error))
        except Unwritten as lost:
            if line := lost.line():
                say(line, err=True)
            ctx.exit(lost.code)
        except KeyboardInterrupt as stopped:
            ctx.exit(_stopped(getattr(stopped, "__notes__", []), json=bool(ctx.params.get("json"))))


def tell(fields: dict[str, Any], lines: Iterable[str], *, json: bool) -> None:
    """Tell an error as data on stdout, or in words on stderr; so too where stdout takes no data."""
    if json:
        try:
            echo_json({"error": fields})
        except Unwritten as lost:
            lines = (str(lost), *lines)
        else:
            return
    for line in lines:
        say(line, err=True)


def _stopped(notes: list[str], *, json: bool) -> int:
    """Tell what an interrupted command may have done; give its exit code."""
    said, code = "interrupted; nothing was booked or cancelled", 130
    if notes:
        said, code = "OUTCOME UNKNOWN: interrupted", 4
    fields = {"type": "KeyboardInterrupt", "message": said, "notes": notes}
    tell(fields, (said, *notes), json=json)
    return code


def code_of(error: Exception) -> int:
    """Give the exit code of an error."""
    from pickupkit import errors

    codes = (
        ((errors.InvalidRequest, errors.ConfigError, errors.PluginError), 2),
        ((errors.OutcomeUnknown,), 4),
        ((errors.Unavailable, errors.RateLimited, errors.MalformedAnswer, errors.JournalError), 5),
        ((errors.ProviderError, errors.Unsupported), 3),
    )
    return next((code for kinds, code in codes if isinstance(error, kinds)), 1)


def _lines(error: Exception) -> list[str]:
    from pickupkit import errors

    if isinstance(error, errors.InvalidRequest):
        return ["The request is not valid; nothing was sent.", *map(_problem, error.problems)]
    if isinstance(error, errors.OutcomeUnknown):
        return [f"OUTCOME UNKNOWN: {error}", error.advice, *_attempt(error)]
    if isinstance(error, errors.ProviderError):
        return [f"Error: {error}", *(f"  {said}" for said in error.messages[1:]), *_wait(error)]
    return [f"Error: {error}"]


def _earlier(error: Any, began: datetime) -> list[str]:
    """Say that it is the result of an attempt from before the command ``began``, if it is."""
    from pickupkit import errors

    if isinstance(error, errors.Refused) and error.vendor_code == "FIRST_RESULT":
        said = "this is the first result of the key; take a new key to try again"
        return [f"nothing was sent now: {said}"]
    attempt = error.attempt if isinstance(error, errors.OutcomeUnknown) else None
    if attempt is None or attempt.sent_at >= began:
        return []
    sent = f"{attempt.sent_at:%Y-%m-%d %H:%M:%S %Z}"
    return [f"nothing was sent now: an earlier attempt, sent at {sent}, is still in doubt"]


def _problem(problem: Any) -> str:
    source = f"  [{problem.source}]" if problem.source else ""
    return f"  {problem}{source}"


def _attempt(error: Any) -> list[str]:
    attempt = error.attempt
    if attempt is None:
        return []
    known = ", ".join(f"{key} {value}" for key, value in attempt.facts.items()) or "nothing more"
    return [
        f"  sent {attempt.sent_at:%Y-%m-%d %H:%M:%S %Z}, reference {attempt.reference}; {known}",
        f"  account {attempt.account}, key {attempt.key or 'none, as there is no journal'}",
    ]


def _wait(error: Any) -> list[str]:
    seconds = getattr(error, "retry_after", None)
    return [] if seconds is None else [f"  try again in {plural(round(seconds), 'second')}"]


def _fields(error: Exception) -> dict[str, Any]:
    from pickupkit import errors

    fields: dict[str, Any] = {"type": type(error).__name__, "message": str(error)}
    if isinstance(error, errors.InvalidRequest):
        fields["problems"] = error.problems
    if isinstance(error, errors.ProviderError):
        names = ("provider", "account", "operation", "http_status", "vendor_code", "messages")
        fields |= {name: getattr(error, name) for name in (*names, "request_id")}
    if isinstance(error, errors.RateLimited):
        fields["retry_after"] = error.retry_after
    if isinstance(error, errors.OutcomeUnknown):
        fields |= {"attempt": error.attempt, "advice": error.advice}
    return fields
