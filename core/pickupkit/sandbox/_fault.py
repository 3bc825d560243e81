"""What can be ordered to go wrong, and what of it makes no sense."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, get_args

from attrs import field, frozen

from pickupkit.errors import InvalidRequest, Problem

Kind = Literal["reset", "close", "silence", "status", "late", "half", "not-gzip", "lag"]
Effect = Literal["none", "done", "later"]
Body = Literal["html", "json", "empty"]
End = Literal["close", "reset", "silence"]

ANY: Final = "any"
_LISTED: Final = ("list", "get", ANY)
_BODILESS: Final = (204, 205, 304)
_DAY: Final = 86_400

# What may become of the request itself; the first is the default.
_EFFECTS: Final[Mapping[str, tuple[Effect, ...]]] = {
    "reset": ("none", "done", "later"),
    "close": ("none", "done", "later"),
    "silence": ("none", "done", "later"),
    "status": ("none", "done", "later"),
    "late": ("done", "later"),
    "half": ("done",),
    "not-gzip": ("done",),
    "lag": ("done",),
}
# The fields that belong to a few kinds only.
_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("status",),
    "body": ("status",),
    "retry_after": ("status",),
    "location": ("status",),
    "end": ("half",),
}


@frozen(kw_only=True)
class Fault:
    """One instruction: what happens to which calls.

    ``effect`` tells what becomes of the request: ``none``, it is never carried out; ``done``, it is
    carried out before the answer goes wrong; ``later``, it is carried out after ``seconds``.
    Each call that it matches and that no fault before it has taken is counted: the first ``skip``
    are let through, then it strikes with ``probability``, ``times`` times (``None``: for ever).

    ``seconds`` is also how late a ``late`` answer is and how long ``lag`` hides a booking. The rest
    is for ``status`` (an answer of our own: ``body``, ``retry_after`` word for word, ``location``)
    and for ``half`` (``end``: how it breaks off). What makes no sense is an `InvalidRequest`.
    """

    kind: Kind
    provider: str = ANY
    operation: str = ANY
    effect: Effect = field()
    seconds: float | None = None
    status: int | None = None
    body: Body | None = None
    retry_after: str | None = None
    location: str | None = None
    end: End | None = None
    times: int | None = None
    skip: int = 0
    probability: float = 1.0

    @effect.default
    def _usual(self) -> Effect:
        return _EFFECTS.get(self.kind, ("none",))[0]

    def __attrs_post_init__(self) -> None:
        if problems := [Problem(f"/{name}", reason) for name, reason in _wrong(self)]:
            raise InvalidRequest(problems)

    def matches(self, provider: str, operation: str | None) -> bool:
        """Tell whether a call of an operation (``None``: none that is known) is meant."""
        if self.provider not in (ANY, provider):
            return False
        if self.kind == "lag" and operation not in _LISTED:
            return False
        return self.operation in (ANY, operation)


def _wrong(fault: Fault) -> Iterator[tuple[str, str]]:
    if fault.kind not in get_args(Kind):
        yield "kind", f"is none of {', '.join(get_args(Kind))}"
        return
    yield from _wrong_frame(fault)
    yield from _wrong_answer(fault)
    for name, kinds in _OWN.items():
        if getattr(fault, name) is not None and fault.kind not in kinds:
            yield name, f"means nothing with kind {fault.kind!r}"


def _wrong_frame(fault: Fault) -> Iterator[tuple[str, str]]:
    effects = _EFFECTS[fault.kind]
    if fault.effect not in effects:
        yield "effect", f"is none of {', '.join(effects)}, which kind {fault.kind!r} can have"
    if fault.kind == "lag" and fault.operation not in _LISTED:
        yield "operation", f"is none of {', '.join(_LISTED)}, which kind 'lag' can have"
    if fault.times is not None and fault.times < 1:
        yield "times", "is less than 1"
    if fault.skip < 0:
        yield "skip", "is less than 0"
    if not 0 < fault.probability <= 1:
        yield "probability", "is not above 0 and at most 1"
    yield from _wrong_seconds(fault)


def _wrong_seconds(fault: Fault) -> Iterator[tuple[str, str]]:
    needed = fault.kind in ("late", "lag") or fault.effect == "later"
    if needed and fault.seconds is None:
        why = f"kind {fault.kind!r}" if fault.effect != "later" else "effect 'later'"
        yield "seconds", f"is required with {why}"
    elif not needed and fault.seconds is not None:
        yield "seconds", f"means nothing with kind {fault.kind!r} and effect {fault.effect!r}"
    elif fault.seconds is not None and not 0 < fault.seconds <= _DAY:
        yield "seconds", f"is not above 0 and at most {_DAY}"


def _wrong_answer(fault: Fault) -> Iterator[tuple[str, str]]:
    if fault.kind != "status":
        return
    if fault.status is None:
        yield "status", "is required with kind 'status'"
    elif not 200 <= fault.status <= 599:
        yield "status", "is not 200 to 599"
    elif fault.status in _BODILESS and fault.body not in (None, "empty"):
        yield "body", f"is not empty, as status {fault.status} has to be"
    for name in ("retry_after", "location"):
        text = getattr(fault, name)
        if text is None:
            continue
        if not (text.isascii() and text.isprintable()):
            yield name, "has characters that no header can have"
        elif text != text.strip():
            yield name, "begins or ends with a blank, as no header can"
