"""Listings: every page, once, to the end, from nobody else."""

import re
from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve

from pickupkit.calls import Answer
from pickupkit.errors import PickupKitError
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import Path, document, objects, replaced, with_document
from pickupkit.testing._documents import at as at_path
from pickupkit.testing._rules import rule
from pickupkit.testing._session import EndlessError, Meddle

_ABROAD: Final = "https://evil.example"


@rule(2, "list")
def every_page_is_read(bench: Bench) -> Iterator[str]:
    """The listing gives every pickup of every page, each once."""
    kept: list[Answer] = []
    session, _ = bench.prepared("list")
    before = len(session.played.sends)
    session.played.meddle = lambda n, _s, ask: _keeping(kept, ask()) if n >= before else ask()
    outcome = session.run("list")
    if outcome.error is not None:
        yield f"list ends in {outcome.said}"
        return
    pickups, faults = outcome.value
    ids = [pickup.id for pickup in pickups]
    if len(ids) != len(set(ids)):
        yield "a pickup comes twice"
    items = sum(len(_items(document(answer), ids)) for answer in kept)
    if items != len(pickups) + len(faults):
        yield f"the pages hold {items} items, the listing gives {len(pickups) + len(faults)}"
    if len(kept) < _PAGES:
        yield "the vendor has one page alone; give two, or `paging` settings that make pages small"
    yield from _unasked(bench)


_PAGES: Final = 2
_BAD: Final[tuple[object, ...]] = (None, "zz", 7, [], {}, {"zz": 1})


def _keeping(kept: list[Answer], answer: Answer) -> Answer:
    kept.append(answer)
    return answer


def _unasked(bench: Bench) -> Iterator[str]:
    """Name the replies to a listing that were never asked for."""
    if not bench.contract.replies:
        return
    script = bench.script(bench.contract.replies)
    sends = bench.run("list", vendor=script).sends
    alone = {r.path.partition("?")[0] for r in script.played if r.method == "GET"}
    for reply in bench.contract.replies:
        of_list = reply.method == "GET" and reply.path.partition("?")[0] in alone
        if of_list and reply not in script.played and sends:
            yield f"{reply.method} {reply.path} is a page that nobody asks for"


def _items(value: Any, ids: list[str]) -> list[Any]:
    """Give the list in a page whose items are the pickups."""
    place = _place(value, ids)
    return [] if place is None else list(at_path(value, place))


def _place(value: Any, ids: list[str]) -> Path | None:
    """Find the outermost list whose items have the ids of pickups."""
    for path in sorted(_places(value), key=len):
        if any(_holds(item, ids) for item in at_path(value, path)):
            return path
    return None


def _holds(item: Any, ids: list[str]) -> bool:
    return isinstance(item, dict) and any(str(value) in ids for value in item.values())


@rule(2, "list")
def a_bad_item_loses_no_other(bench: Bench) -> Iterator[str]:
    """An item that cannot be read is a fault beside the pickups, not the end of them."""
    whole = bench.run("list").value
    if whole is None or not whole[0]:
        yield "list gives nothing to break an item of"
        return
    ids = [pickup.id for pickup in whole[0]]
    for bad in _BAD:
        outcome = bench.run("list", meddle=_breaking(ids, bad))
        if outcome.error is not None:
            yield f"one item being {bad!r} ends the listing in {outcome.said}"
            continue
        pickups, faults = outcome.value
        if len(pickups) != len(ids) or len(faults) != 1:
            yield f"one item being {bad!r}: {len(pickups)} pickups and {len(faults)} faults"


def _breaking(ids: list[str], bad: object) -> Meddle:
    """Put a broken item before the others of the first page."""
    broken: list[Path] = []

    def between(_n: int, _send: object, ask: Any) -> Answer:
        answer: Answer = ask()
        found = document(answer)
        place = _place(found, ids)
        if place is None or broken:
            return answer
        broken.append(place)
        items = [bad, *at_path(found, place)]
        return with_document(answer, replaced(found, place, items))

    return between


def _places(value: Any) -> Iterator[Path]:
    if isinstance(value, list):
        yield ()
    for path in objects(value):
        for key, item in at_path(value, path).items():
            if isinstance(item, list):
                yield (*path, key)


@rule(2, "list")
def a_listing_ends(bench: Bench) -> Iterator[str]:
    """A vendor that gives the same pages for ever is found out."""
    for length in (1, 2):
        outcome = bench.run("list", meddle=_circling(length))
        if isinstance(outcome.error, EndlessError):
            yield f"pages that come again after {length} make it go on for ever"
        elif outcome.error is not None and not isinstance(outcome.error, PickupKitError):
            yield f"pages that come again after {length} end in {outcome.said}"


def _circling(length: int) -> Meddle:
    kept: list[Answer] = []

    def between(n: int, _send: object, ask: Any) -> Answer:
        if n < length:
            kept.append(ask())
        return kept[n % len(kept)]

    return between


@rule(2)
def credentials_stay_at_home(bench: Bench) -> Iterator[str]:
    """A link or a redirect to another host gets no request, and so no credentials."""
    bases = (bench.connection.base_url, *bench.connection.apis.values())
    for operation in bench.operations:
        for meddle in (_abroad(bases), _redirecting):
            outcome = bench.run(operation, meddle=meddle)
            for send in outcome.sends:
                if not any(send.url.startswith((f"{base}/", f"{base}?")) for base in bases):
                    yield f"{operation} sends a request to {send.url.split('?')[0]}"


def _abroad(bases: tuple[str, ...]) -> Meddle:
    roots = {match[0] for base in bases if (match := re.match(r"https?://[^/]+", base))}

    def moved(text: str) -> str:
        for root in roots:
            text = text.replace(root, _ABROAD)
        return text

    def between(_n: int, _send: object, ask: Any) -> Answer:
        answer: Answer = ask()
        headers = {name: moved(value) for name, value in answer.headers.items()}
        content = moved(answer.content.decode("utf-8", "replace")).encode()
        return evolve(answer, headers=headers, content=content)

    return between


def _redirecting(n: int, _send: object, ask: Any) -> Answer:
    answer: Answer = ask()
    return Answer(302, {"location": f"{_ABROAD}/"}, b"") if n == 0 else answer
