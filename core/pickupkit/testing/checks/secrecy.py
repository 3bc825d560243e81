"""No credential and no address where somebody could read it."""

import io
import logging
import re
import traceback
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, Final
from urllib.parse import unquote_plus

from attrs import asdict

from pickupkit.calls import Answer
from pickupkit.errors import PickupKitError
from pickupkit.render import request as rendered
from pickupkit.secret import Secret
from pickupkit.testing._arguments import arguments
from pickupkit.testing._bench import Bench
from pickupkit.testing._masking import hide
from pickupkit.testing._requests import others
from pickupkit.testing._rules import rule
from pickupkit.testing._session import LISTINGS, Meddle, Outcome
from pickupkit.testing._subject import ACCOUNT
from pickupkit.transport import Send

_PUBLIC = {"country", "state", "residential"}
_BASIC: Final = re.compile(r"Basic\s+([\w+/=-]+)", re.IGNORECASE)


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Keep what is logged, and what is printed."""
    said = io.StringIO()
    with _logged() as kept, redirect_stdout(said), redirect_stderr(said):
        yield kept
    kept += said.getvalue().splitlines()


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
        yield "the URL", unquote_plus(send.url)
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
    """No credential is in a repr, a URL, an error, a traceback, a log, a print or a dry run."""
    if not bench.secrets:
        yield "no setting is a Secret"
    with _overheard() as lines:
        seen = [
            f"{operation}: a credential is in {where}"
            for operation, outcome in _outcomes(bench)
            for where, text in _texts(outcome)
            if _shows(text, bench.secrets)
        ]
    yield from seen
    for line in lines:
        if _shows(line, bench.secrets):
            yield f"a credential is logged or printed: {hide(line, bench.hidden)[:40]}…"
    yield from _still(bench)


def _shows(text: str, secrets: Collection[str]) -> bool:
    """Whether a text has a secret in it, as it is or within the word of a Basic login."""
    plain = "\n".join((text, *(_decoded(found[1]) for found in _BASIC.finditer(text))))
    return any(secret in plain for secret in secrets)


def _decoded(word: str) -> str:
    try:
        return b64decode(f"{word.rstrip('=')}==").decode("utf-8", "replace")
    except ValueError:
        return ""


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
        if _shows(text, bench.secrets):
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
    home = bench.accounts()[ACCOUNT]
    changed = {secret: next(others("", secret, ())) for secret in bench.secrets}
    other = {**_renewed(home, changed), "url": "https://other.example"}
    accounts = {ACCOUNT: home, "other": other}
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
        if bench.secrets and mine and theirs and not _is_own(theirs[0], mine[0], changed):
            yield f"{operation}: two accounts send the same credentials"
        if bench.connection.authorize is not None:
            continue  # who has logged in before begins with another request
        if [s.headers for s in mine[:1]] != [s.headers for s in again[:1]]:
            yield f"{operation}: one account's credentials change when another is used"


def _renewed(value: Any, changed: Mapping[str, Any]) -> Any:
    """Give settings with other secrets, wherever they stand."""
    if isinstance(value, Mapping):
        return {name: _renewed(part, changed) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_renewed(part, changed) for part in value)
    return changed.get(value, value) if isinstance(value, str) else value


def _is_own(theirs: Send, mine: Send, changed: Mapping[str, Any]) -> bool:
    """Whether an account's first request has its own secret, or what is made from it."""
    if _shows(_sent(theirs), changed.values()):
        return True
    made = not _shows(_sent(mine), changed)
    return made and _sent(theirs) != _sent(mine)


def _sent(send: Send) -> str:
    """Give all that a request says but for its host."""
    shown = (f"{k}: {v.reveal() if isinstance(v, Secret) else v}" for k, v in send.headers)
    body = unquote_plus((send.body or b"").decode("utf-8", "replace"))
    return "\n".join((*shown, body))
