"""Listings, of pickups and of orders: every page, once, to the end, from nobody else."""

import re
from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve

from pickupkit.calls import Answer
from pickupkit.errors import PickupKitError
from pickupkit.testing._arguments import fill
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import Path, document, items, replaced, with_document
from pickupkit.testing._documents import at as at_path
from pickupkit.testing._rules import rule
from pickupkit.testing._session import LISTINGS, EndlessError, Meddle

from ._told import first_page

_ABROAD: Final = "https://evil.example"
_PAGES: Final = 2
_ENOUGH: Final = 3
"""Full pages, after which one more has to be read."""

_SMALL: Final = 10
"""Items on a page, at most, of which so many can be filled in no time."""

_BAD: Final[tuple[object, ...]] = (None, "zz", 7, [], {}, {"zz": 1})
_LISTED: Final = " or ".join(LISTINGS)


def _listings(bench: Bench) -> list[str]:
    return [name for name in LISTINGS if bench.can(name)]


@rule(2, _LISTED)
def every_page_is_read(bench: Bench) -> Iterator[str]:
    """A listing gives everything of every page, each once."""
    for operation in _listings(bench):
        outcome = bench.run(operation)
        if outcome.error is not None:
            yield f"{operation} ends in {outcome.said}"
            continue
        found, faults = outcome.value
        ids = [each.id for each in found]
        if len(ids) != len(set(ids)):
            yield f"{operation}: one comes twice"
        pages = [n for answer in outcome.answers if (n := len(_items(document(answer), ids)))]
        if sum(pages) != len(found) + len(faults):
            told = len(found) + len(faults)
            yield f"{operation}: the pages hold {sum(pages)} items, told are {told}"
        if len(pages) < _PAGES:
            wanted = "`paging` settings" if operation == "list" else "a `query`"
            yield f"{operation}: one page alone is there; give two, or {wanted} for small pages"
        if operation == "list" and pages and max(pages) <= _SMALL:
            yield from _all_of(bench, _ENOUGH * max(pages) + 1)
        yield from _unasked(bench, operation)


def _all_of(bench: Bench, many: int) -> Iterator[str]:
    """Have so many listed that a plugin cannot have thought of all their pages."""
    session = bench.session("list")
    booked = fill(bench, session, many)
    listed = session.run("list").value
    lost = booked - {pickup.id for pickup in listed[0]} if listed else booked
    if lost:
        yield f"list: of {len(booked)} pickups on more pages, {len(lost)} are not told"


def _unasked(bench: Bench, operation: str) -> Iterator[str]:
    """Name the replies to a listing that were never asked for."""
    script = bench.script(bench.contract.replies)
    sends = bench.run(operation, vendor=script).sends if bench.contract.replies else ()
    alone = {r.path.partition("?")[0] for r in script.played if r.method == "GET"}
    for reply in bench.contract.replies:
        of_list = reply.method == "GET" and reply.path.partition("?")[0] in alone
        if of_list and reply not in script.played and sends:
            yield f"{reply.method} {reply.path} is a page that nobody asks for"


def _items(value: Any, ids: list[str]) -> list[Any]:
    """Give the list in a page whose items have these ids."""
    place = items(value, ids)
    return [] if place is None else list(at_path(value, place))


@rule(2, _LISTED)
def a_bad_item_loses_no_other(bench: Bench) -> Iterator[str]:
    """An item that cannot be read is a fault beside the others, not the end of them."""
    for operation in _listings(bench):
        whole = bench.run(operation).value
        if whole is None or not whole[0]:
            yield f"{operation} gives nothing to break an item of"
            continue
        ids = [each.id for each in whole[0]]
        pages = [_items(document(answer), ids) for answer in bench.run(operation).answers]
        several = any(len(page) > 1 for page in pages)
        for bad in _BAD:
            outcome = bench.run(operation, meddle=_breaking(ids, bad, several=several))
            if outcome.error is not None:
                yield f"{operation}: one item being {bad!r} ends it in {outcome.said}"
                continue
            found, faults = outcome.value
            if len(found) != len(ids) - several or len(faults) != 1:
                told = f"{len(found)} of {len(ids)} and {len(faults)} faults"
                yield f"{operation}: one item being {bad!r} gives {told}"


def _breaking(ids: list[str], bad: object, *, several: bool) -> Meddle:
    """Put a broken item in place of the first on a page of several, so that its counts stay true.

    Where each page has but one, that stays behind it: the way to the next page may be its id.
    """
    broken: list[Path] = []

    def between(_n: int, _send: object, ask: Any) -> Answer:
        answer: Answer = ask()
        found = document(answer)
        place = items(found, ids)
        if place is None or broken or len(at_path(found, place)) <= several:
            return answer
        broken.append(place)
        listed = _broken(at_path(found, place), bad, several=several)
        return with_document(answer, replaced(found, place, listed))

    return between


def _broken(listed: Any, bad: object, *, several: bool) -> Any:
    if isinstance(listed, dict):
        return {"zz": bad, **dict(list(listed.items())[several:])}
    return [bad, *listed[several:]]


@rule(2, _LISTED)
def a_listing_ends(bench: Bench) -> Iterator[str]:
    """A vendor that gives the same pages for ever is found out."""
    for operation in _listings(bench):
        for length in (1, 2):
            meddle = _circling(first_page(bench, operation), length)
            error = bench.run(operation, meddle=meddle).error
            told = f"{operation}: pages that come again after {length}"
            if isinstance(error, EndlessError):
                yield f"{told} make it go on for ever"
            elif error is not None and not isinstance(error, PickupKitError):
                yield f"{told} end in {type(error).__name__}"


def _circling(first: int, length: int) -> Meddle:
    kept: list[Answer] = []

    def between(n: int, _send: object, ask: Any) -> Answer:
        if n < first:
            answer: Answer = ask()
            return answer
        if n < first + length:
            kept.append(ask())
        return kept[(n - first) % len(kept)]

    return between


@rule(2)
def credentials_stay_at_home(bench: Bench) -> Iterator[str]:
    """A link or a redirect to another host gets no request, and so no credentials."""
    for operation in bench.operations:
        for meddle in (_abroad(bench.bases), _redirecting):
            outcome = bench.run(operation, meddle=meddle)
            for send in outcome.sends:
                if not any(send.url.startswith((f"{base}/", f"{base}?")) for base in bench.bases):
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
