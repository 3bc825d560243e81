"""From the request to the wire: nothing given is lost, nothing is made up."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from attrs import evolve

from pickupkit.admission import Leaf, leaves
from pickupkit.errors import InvalidRequest, PickupKitError
from pickupkit.models import Need, Pickup, PickupRequest, Requirement, Window
from pickupkit.secret import Secret
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import document, parsed, shown
from pickupkit.testing._documents import leaves as document_leaves
from pickupkit.testing._requests import others, with_value, without
from pickupkit.testing._rules import rule
from pickupkit.testing._session import Outcome
from pickupkit.testing._variants import unfilled
from pickupkit.transport import Send

_ODD: Final = ("../zz", "zz/zz", "zz?zz=1", "zz#zz", "..", "")
"""What a caller may give as an id, and no provider has."""

_LONG: Final = " and so on" * 30
"""Longer than any field of a form."""


def wire(sends: tuple[Send, ...]) -> dict[str, str]:
    """Give everything that was sent as plain values by their places, credentials left out."""
    return {f"{n} {k}": v for n, send in enumerate(sends) for k, v in _places(send)}


def _places(send: Send) -> Iterator[tuple[str, str]]:
    parts = urlsplit(send.url)
    yield "path", f"{send.method} {parts.path}"
    yield from ((f"query {k}", v) for k, v in parse_qsl(parts.query))
    yield from ((f"header {k}", v) for k, v in send.headers if not isinstance(v, Secret))
    body = parsed(send.body or b"")
    if body is not None:
        told = ((f"body {shown(path)}", value) for path, value in document_leaves(body))
        yield from ((k, str(v)) for k, v in told if v not in (None, "", [], {}))
    elif send.body:
        yield from _raw(send.body.decode("utf-8", "replace"))


def _raw(text: str) -> Iterator[tuple[str, str]]:
    pairs = parse_qsl(text)
    yield from ((f"body {k}", v) for k, v in pairs) if pairs else (("body", text),)


@rule(1, "create")
def required_fields_are_demanded(bench: Bench) -> Iterator[str]:
    """A request without a required field is refused, and nothing is sent."""
    for request in bench.variants:
        for leaf in leaves(request):
            if not _is(Need.REQUIRED, _rules(bench, request, leaf)):
                continue
            outcome = bench.create(without(request, leaf.pointer, leaf.value))
            if not isinstance(outcome.error, InvalidRequest) or outcome.sends:
                yield f"{leaf.pointer} is required; without it, create ends in {outcome.said}"


@rule(1, "create")
def optional_fields_may_be_left_out(bench: Bench) -> Iterator[str]:
    """A request without an optional field is booked as well."""
    for request in bench.variants:
        for leaf, less in _lesser(bench, request):
            outcome = bench.create(less)
            if not isinstance(outcome.value, Pickup):
                yield f"{leaf.pointer} is optional; without it, create ends in {outcome.said}"


@rule(1, "create")
def nothing_given_is_lost(bench: Bench) -> Iterator[str]:
    """Each field that a requirement lets through changes what is sent, or what comes of it."""
    for request in bench.variants:
        base = bench.create(request)
        if not isinstance(base.value, Pickup):
            yield f"a request for {request.carrier} is not booked: {base.said}"
            continue
        for leaf in leaves(request):
            if not _composed(leaf):
                yield from _lost(bench, request, leaf, base)
            if isinstance(leaf.value, str):
                yield from _cut(bench, request, leaf)
        for pointer, more in _longer(request):
            yield from _one_more(bench, more, pointer, base)


def _composed(leaf: Leaf) -> bool:
    return isinstance(leaf.value, tuple) and not isinstance(leaf.value[0], str)


def _lost(bench: Bench, request: PickupRequest, leaf: Leaf, base: Outcome) -> Iterator[str]:
    valid = _valid(bench, _changed(bench, request, leaf))
    valid = valid or _valid(bench, _changed_around(bench, request, leaf))
    outcomes = map(bench.create, valid)
    if all((o.sends, _result(o)) == (base.sends, _result(base)) for o in outcomes):
        if valid:
            yield f"{leaf.pointer} is given, and changes nothing"
        elif not isinstance(leaf.value, str) or not _fixed(bench, request, leaf):
            yield (
                f"{leaf.pointer}: no other valid value is known; give one, or one of what it is a "
                "part of, in `others`"
            )


def _valid(bench: Bench, requests: Iterable[PickupRequest]) -> list[PickupRequest]:
    return [request for request in requests if not bench.problems(request)]


def _changed(bench: Bench, request: PickupRequest, leaf: Leaf) -> Iterator[PickupRequest]:
    """Give the request with another value of one field."""
    for value in _candidates(bench, request, leaf):
        yield with_value(request, leaf.pointer, value)


def _changed_around(bench: Bench, request: PickupRequest, leaf: Leaf) -> Iterator[PickupRequest]:
    """Give the request with another of what a field is a part of, if the author has one."""
    for pointer, value in bench.contract.others.items():
        if leaf.pointer.startswith(f"{pointer}/"):
            yield with_value(request, pointer, value)


def _cut(bench: Bench, request: PickupRequest, leaf: Leaf) -> Iterator[str]:
    """Tell of a long text that is let through and sent without its end."""
    long = [with_value(request, leaf.pointer, leaf.value + _LONG + end) for end in "ab"]
    if any(map(bench.problems, long)):
        return
    one, other = map(bench.create, long)
    refused = isinstance(one.error, InvalidRequest)
    if not refused and one.sends == other.sends and _result(one) == _result(other):
        yield f"{leaf.pointer}: the end of a long text is lost; send it whole, or set at_most"


def _one_more(
    bench: Bench, more: Iterable[PickupRequest], pointer: str, base: Outcome
) -> Iterator[str]:
    """Tell of one more item that is let through and dropped."""
    other = next((each for each in more if not bench.problems(each)), None)
    if other is None:
        return
    outcome = bench.create(other)
    if outcome.sends == base.sends and _result(outcome) == _result(base):
        yield f"{pointer}: one more is given, and changes nothing; send it, or set at_most"


def _longer(request: PickupRequest) -> Iterator[tuple[str, Iterator[PickupRequest]]]:
    """Give each list of a request, and the request with one more item in it."""
    windows, groups, labels = request.windows, request.parcels, request.shipments
    yield "/windows", (evolve(request, windows=(*windows, each)) for each in _later(windows))
    yield "/parcels", (evolve(request, parcels=(*groups, each)) for each in groups[-1:])
    yield "/shipments", (evolve(request, shipments=(*labels, f"{one}x")) for one in labels[-1:])


def _later(windows: tuple[Window, ...]) -> Iterator[Window]:
    """Give what may follow the last window: the same an hour after it, and the next day."""
    for last in windows[-1:]:
        long = timedelta() if last.end is None else last.end - last.start
        for later in (long + timedelta(hours=1), timedelta(days=1)):
            end = last.end and last.end + later
            yield evolve(last, start=last.start + later, end=end)


def _candidates(bench: Bench, request: PickupRequest, leaf: Leaf) -> Iterator[object]:
    if leaf.pointer in bench.contract.others:
        yield bench.contract.others[leaf.pointer]
    if leaf.pointer == "/carrier":
        yield from (carrier for carrier in bench.provider.carriers if carrier != leaf.value)
    yield from others(leaf.pointer, leaf.value, _rules(bench, request, leaf))


def _fixed(bench: Bench, request: PickupRequest, leaf: Leaf) -> bool:
    """Tell whether a field has one allowed value alone, such as one that nobody gave."""
    rules = _rules(bench, request, leaf)
    return any(len(rule.choices) == 1 for rule in rules) or (leaf.is_default and not rules)


def _result(outcome: Outcome) -> object:
    return outcome.value if outcome.error is None else str(outcome.error)


@rule(1, "create")
def nothing_is_invented(bench: Bench) -> Iterator[str]:
    """A field that is not given leaves no other value on the wire in its place."""
    for request in bench.variants:
        full = wire(bench.create(request).sends)
        for leaf, less in _lesser(bench, request):
            outcome = bench.create(less)
            sent, told = wire(outcome.sends), _told(bench, less) | _heard(outcome)
            for place, value in sent.items():
                if value == full.get(place) or _is_derived(bench, place):
                    continue
                if not _traced(value, full.get(place, ""), told):
                    yield f"without {leaf.pointer}, {place} is {value!r}, which nobody gave"


def _is_derived(bench: Bench, place: str) -> bool:
    """Whether an author says that a place is made from the others, such as a signature."""
    named = re.sub(r"/\d+(?=/|$)", "/*", place.partition(" ")[2])
    return named.casefold() in {each.casefold() for each in bench.contract.derived}


def _told(bench: Bench, request: PickupRequest) -> set[str]:
    settings = {str(v) for v in bench.settings.values() if isinstance(v, str | int)}
    return settings | {str(leaf.value) for leaf in leaves(request)}


def _heard(outcome: Outcome) -> set[str]:
    """Give what the vendor said before, which may be said back."""
    found = (document_leaves(document(answer)) for answer in outcome.answers[:-1])
    return {str(value) for pairs in found for _, value in pairs}


def _traced(value: str, before: str, told: set[str]) -> bool:
    """Tell whether a value comes from what is left: as it is, or as words of it."""
    if value in told or (before and value in before and any(c.isalpha() for c in value)):
        return True
    words = {word for text in (*told, before) for word in text.split()}
    return len(value.split()) > 1 and all(word in words for word in value.split())


@rule(2, "get or cancel or order")
def an_id_leads_nowhere_else(bench: Bench) -> Iterator[str]:
    """An id that would address another resource is refused, or goes out quoted."""
    for operation in ("get", "cancel", "order"):
        for odd in _ODD if bench.can(operation) else ():
            outcome = bench.session(operation).run(operation, odd)
            if any(odd in send.url for send in outcome.sends if odd):
                yield f"{operation}: {odd!r} is part of the URL; give an id through segment(…)"
            elif outcome.error is not None and not isinstance(outcome.error, PickupKitError):
                yield f"{operation}: the id {odd!r} ends in {outcome.said}"
            elif not odd and not isinstance(outcome.error, InvalidRequest):
                yield f"{operation}: an empty id is not refused, it ends in {outcome.said}"


@rule(1, "create")
def every_carried_field_is_tried(bench: Bench) -> Iterator[str]:
    """The tests hold a request with each field that the requirements let through."""
    held = {leaf.rule for request in bench.variants for leaf in leaves(request)}
    for wanted in unfilled(bench):
        if wanted.pointer not in held:
            yield f"no request holds {wanted.pointer}; add one to `requests`"


def _lesser(bench: Bench, request: PickupRequest) -> Iterator[tuple[Leaf, PickupRequest]]:
    """Give each field that may be left out, and the request without it."""
    for leaf in leaves(request):
        if _is(Need.REQUIRED, _rules(bench, request, leaf)) or leaf.rule == "/windows/*/start":
            continue
        less = without(request, leaf.pointer, leaf.value)
        if less != request and not bench.problems(less):
            yield leaf, less


def _is(need: Need, rules: tuple[Requirement, ...]) -> bool:
    return any(rule.need is need for rule in rules)


def _rules(bench: Bench, request: PickupRequest, leaf: Leaf) -> tuple[Requirement, ...]:
    return tuple(
        rule
        for rule in bench.requirements
        if rule.pointer == leaf.rule and rule.concerns(request.carrier)
    )
