"""No credential and no address where somebody could read it."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from attrs import asdict

from pickupkit.calls import Answer
from pickupkit.errors import PickupKitError
from pickupkit.render import request as rendered
from pickupkit.secret import Secret
from pickupkit.testing._arguments import arguments
from pickupkit.testing._bench import ACCOUNT, Bench
from pickupkit.testing._rules import rule
from pickupkit.testing._session import LISTINGS, Meddle, Outcome
from pickupkit.transport import Send

_PUBLIC = {"country", "state", "residential"}


@contextmanager
def _logged() -> Iterator[list[str]]:
    kept: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record.getMessage())

    keeper, root = Keeper(), logging.getLogger()
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    try:
        yield kept
    finally:
        root.removeHandler(keeper)
        root.setLevel(level)


def _texts(outcome: Outcome) -> Iterator[tuple[str, str]]:
    yield "the result's repr", repr(outcome.value)
    for send in outcome.sends:
        yield "the URL", unquote(send.url)
        yield "the request's repr", repr(send)
        plain = (f"{k}: {v}" for k, v in send.headers if not isinstance(v, Secret))
        yield "a plain header", "\n".join(plain)
    error = outcome.error
    if error is not None:
        yield "the error's text", f"{error} {error!r}"
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        yield "the traceback", "".join(told.format())


def _echo(send: Send, status: int) -> Answer:
    """Repeat everything that was sent, as careless servers do."""
    shown = [f"{k}: {v.reveal() if isinstance(v, Secret) else v}" for k, v in send.headers]
    said = " ".join((*shown, (send.body or b"").decode("utf-8", "replace")))
    body = '{"message": %s, "error": %s}' % ((_quoted(said),) * 2)
    return Answer(status, {"content-type": "application/json"}, body.encode())


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", " ").replace('"', " ") + '"'


def _echoing(status: int) -> Meddle:
    return lambda _n, send, _ask: _echo(send, status)


def _outcomes(bench: Bench) -> Iterator[tuple[str, Outcome]]:
    for operation in bench.operations:
        yield operation, bench.run(operation)
        for status in (400, 401, 422, 500, 200):
            yield operation, bench.run(operation, meddle=_echoing(status))


@rule(2)
def no_secret_is_seen(bench: Bench) -> Iterator[str]:
    """No credential is in a repr, a URL, an error, a traceback, a log or a dry run."""
    if not bench.secrets:
        yield "no setting is a Secret"
    with _logged() as lines:
        for operation, outcome in _outcomes(bench):
            for where, text in _texts(outcome):
                if any(secret in text for secret in bench.secrets):
                    yield f"{operation}: a credential is in {where}"
        yield from (f"a credential is in a log: {line[:20]}…" for line in _leaks(bench, lines))
    yield from _still(bench)


def _leaks(bench: Bench, lines: list[str]) -> list[str]:
    return [line for line in lines if any(secret in line for secret in bench.secrets)]


def _still(bench: Bench) -> Iterator[str]:
    session = bench.session()
    bound = session.kit._desk.bound(ACCOUNT)  # noqa: SLF001
    shown = {"account": repr(bound.account), "connection": repr(bound.connection)}
    if bench.can("create"):
        try:
            shown["dry run"] = rendered(session.kit.preview(ACCOUNT, bench.request))
        except PickupKitError as error:
            yield f"a dry run of create ends in {error}"
    if session.played.sends:
        yield "a dry run sends something"
    for where, text in shown.items():
        if any(secret in text for secret in bench.secrets):
            yield f"a credential is in the {where}"


@rule(2, "create")
def no_address_is_told_in_errors(bench: Bench) -> Iterator[str]:
    """What a vendor repeats of the address is masked in the error's text."""
    address = asdict(bench.request.address)
    private = {v for k, v in address.items() if k not in _PUBLIC and v and len(str(v)) > _SHORT}
    for status in (400, 422, 500):
        error = bench.run("create", meddle=_echoing(status)).error
        said = str(error)
        yield from (f"HTTP {status}: the error repeats {v!r}" for v in private if v in said)


_SHORT = 3


@rule(2)
def accounts_share_nothing(bench: Bench) -> Iterator[str]:
    """Two accounts of one provider keep their own credentials and hosts."""
    if bench.connection.authorize is not None:
        return  # the first calls of both are the same; what differs is in the vendor's tokens
    home = bench.accounts()[ACCOUNT]
    other = home | {name: f"{v}-other" for name, v in home.items() if v in bench.secrets}
    accounts = {ACCOUNT: home, "other": {**other, "url": "https://other.example"}}
    for operation in ("create", "check", *LISTINGS):
        if not bench.can(operation):
            continue
        session = bench.session(accounts=accounts)
        given = arguments(bench, operation, session)
        mine = session.run(operation, *given).sends
        theirs = session.run(operation, *given, account="other").sends
        again = session.run(operation, *given).sends
        if any(not send.url.startswith("https://other.example") for send in theirs):
            yield f"{operation}: an account's own url is not used; start from account.root(…)"
        if [s.headers for s in mine[:1]] != [s.headers for s in again[:1]]:
            yield f"{operation}: one account's credentials change when another is used"
        if bench.secrets and mine[:1] and theirs[:1] and mine[0].headers == theirs[0].headers:
            yield f"{operation}: two accounts send the same credentials"
