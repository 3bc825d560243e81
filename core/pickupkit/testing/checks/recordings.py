"""Cassettes: clean, played whole and strictly, none forgotten, each telling where it is from."""

import ast
import inspect
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import urlsplit

from pickupkit.secret import Secret
from pickupkit.testing._arguments import arguments
from pickupkit.testing._bench import Bench
from pickupkit.testing._cassettes import Cassette, Exchange, Player
from pickupkit.testing._masking import bare, is_hidden
from pickupkit.testing._rules import rule

ORIGIN: Final = re.compile(r"# Recorded at \S.*")
_COOKIES: Final = {"cookie", "set-cookie"}
_KEYS: Final = {
    "authorization", "proxy-authorization", "x-api-key", "api-key", "apikey", "x-auth-token",
    "x-access-token", "x-csrf-token",
}  # fmt: skip
_MAIL: Final = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_MADE_UP: Final = re.compile(
    r".*[@.](?:example\.(?:com|net|org)|(?:[\w-]+\.)?(?:example|test|invalid))"
)


@rule(2, "cassette")
def cassettes_tell_no_secret(bench: Bench) -> Iterator[str]:
    """No credential, token or cookie is in a cassette."""
    keys = _KEYS | _own_headers(bench)
    for cassette in bench.cassettes:
        yield from (f"{cassette.name} has the account's {n}" for n in _held(bench, cassette))
        for name in _granted(bench, cassette):
            yield f"{cassette.name} tells what goes in {name}; write [filtered] in its place"
        for each in cassette.exchanges:
            told = {*_headers(each, keys), *_texts(each)}
            yield from (f"{cassette.name}: {each.said}: {what}" for what in sorted(told))


def _held(bench: Bench, cassette: Cassette) -> list[str]:
    return [name for name, value in bench.hidden.items() if value in cassette.text]


def _granted(bench: Bench, cassette: Cassette) -> list[str]:
    """Name the headers whose credential is in the cassette, as the answer to a login has it."""
    if not bench.can(cassette.operation):
        return []
    session = bench.session(cassette.operation, vendor=_player(bench, cassette))
    with suppress(TypeError):  # whatever is wrong with the rest of it, others tell
        session.run(cassette.operation, *arguments(bench, cassette.operation, session))
    sent = dict(header for send in session.played.sends for header in send.headers)
    words = {n: v.reveal().split()[-1:] for n, v in sent.items() if isinstance(v, Secret)}
    # What the account itself is set to, such as a shop's number, no login has granted.
    known = {*bench.hidden.values(), *map(str, bench.settings.values())}
    return [n for n, w in words.items() if w and _is_told(w[0], cassette) and w[0] not in known]


def _is_told(word: str, cassette: Cassette) -> bool:
    return word in cassette.text and not is_hidden(word)


def _own_headers(bench: Bench) -> set[str]:
    """Name the headers in which this provider's credentials go."""
    first = bench.run(next(iter(bench.operations))).sends
    return {name.lower() for s in first for name, v in s.headers if isinstance(v, Secret)}


def _headers(each: Exchange, keys: set[str]) -> Iterator[str]:
    for name, value in (*each.asked.items(), *each.answer.headers.items()):
        if name in _COOKIES:
            yield f"a cookie is in {name}"
        elif name in keys and not is_hidden(value):
            yield f"a credential is in {name}"


def _texts(each: Exchange) -> Iterator[str]:
    if each.answer.headers.get("content-encoding", "identity") != "identity":
        yield "the answer is compressed, so that nobody can read it through"
    answered = each.answer.content.decode("utf-8", "replace")
    for where, text in (
        ("the URL", each.url),
        ("the request", each.body),
        ("the answer", answered),
    ):
        yield from (f"{what} is told in {where}" for what in bare(text))
    for name, value in (*each.asked.items(), *each.answer.headers.items()):
        yield from (f"{what} is told in {name}" for what in bare(value))


@rule(2, "cassette")
def cassettes_name_nobody(bench: Bench) -> Iterator[str]:
    """Every mail address in a cassette is one of documentation, such as at example.com."""
    for cassette in bench.cassettes:
        for mail in sorted(set(_MAIL.findall(cassette.text))):
            if not _MADE_UP.fullmatch(mail):
                yield f"{cassette.name} names {mail[:2]}…@{mail.partition('@')[2]}"


@rule(3, "cassette")
def cassettes_say_their_origin(bench: Bench) -> Iterator[str]:
    """The first line of a cassette says where it was recorded."""
    for cassette in bench.cassettes:
        if not ORIGIN.fullmatch(cassette.text.partition("\n")[0]):
            yield f"{cassette.name} does not begin with a line such as # Recorded at the vendor."


@rule(2, "cassette")
def cassettes_are_played_whole(bench: Bench) -> Iterator[str]:
    """An operation asks what the cassette of its name holds: all of it, once, and nothing else."""
    for cassette in bench.cassettes:
        if bench.can(cassette.operation):
            yield from _replayed(bench, cassette)


def _replayed(bench: Bench, cassette: Cassette) -> list[str]:
    """Play a cassette by the ids that it may be about; give what is wrong with the likeliest."""
    likeliest: list[str] = []
    for pickup_id in (None, *_ids(cassette)):
        wrong = list(_played(bench, cassette, pickup_id))
        if not wrong:
            return []
        likeliest = likeliest or wrong
    return likeliest


def _ids(cassette: Cassette) -> list[str]:
    """Give the words of the URLs, of which one is the id, where an operation takes one."""
    if cassette.operation not in ("get", "order", "cancel"):
        return []
    words = (re.findall(r"[\w-]+", urlsplit(each.url).path) for each in cassette.exchanges)
    return list(dict.fromkeys(word for found in words for word in reversed(found)))


def _player(bench: Bench, cassette: Cassette) -> Player:
    # An account's own words differ from those of whoever recorded it, not only its secrets.
    own = {k: v for k, v in bench.settings.items() if isinstance(v, str) and k != "url"}
    return Player(cassette, own)


def _played(bench: Bench, cassette: Cassette, known: str | None) -> Iterator[str]:
    player = _player(bench, cassette)
    session = bench.session(cassette.operation, vendor=player)
    try:
        given = (known,) if known else arguments(bench, cassette.operation, session)
    except TypeError as error:
        yield f"{cassette.name}: {error}"
        return
    outcome = session.run(cassette.operation, *given)
    if outcome.error is not None:
        yield f"{cassette.name}: {cassette.operation} ends in {outcome.said}"
    yield from (f"{cassette.name}: {each.said} is never asked for" for each in player.left)


@rule(3, "cassette")
def every_cassette_has_its_case(bench: Bench) -> Iterator[str]:
    """A cassette is named by an operation that is there, or by a test; nothing else is there."""
    cases = _cases(_tests(bench))
    for cassette in bench.cassettes:
        case = PurePath(cassette.name).stem.partition("[")[0]
        if not bench.can(cassette.operation) and case not in cases:
            yield f"{cassette.name} is played by no test"
    assert bench.contract.cassettes is not None  # noqa: S101 - the rule is for those that have some
    for path in sorted(bench.contract.cassettes.rglob("[!._]*")):
        if path.is_file() and path.suffix != ".yaml":
            yield f"{path.name} is no cassette in YAML"


def _tests(bench: Bench) -> Path:
    """Give the project's folder of tests: the outermost around the contract, in the project."""
    inside = Path(inspect.getfile(type(bench.contract))).resolve().parents
    for folder, above in pairwise(inside):
        if (above / "pyproject.toml").exists():
            return folder
    return inside[0]


@cache
def _cases(tests: Path) -> frozenset[str]:
    """Name what tests play: by their names, by marks, and by texts that name a file."""
    files = (path.read_text(encoding="utf-8") for path in tests.rglob("test_*.py"))
    return frozenset(
        name for text in files for node in ast.walk(ast.parse(text)) for name in _played_by(node)
    )


def _played_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from (node.name, node.name.removeprefix("test_"))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "default_cassette":
            yield from (str(each.value) for each in node.args if isinstance(each, ast.Constant))
    elif isinstance(node, ast.Constant) and str(node.value).endswith(".yaml"):
        yield PurePath(str(node.value)).stem
