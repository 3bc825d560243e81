"""Bugs to be sown: each is a way in which such a protocol is easily got wrong."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from attrs import evolve

from pickupkit.booking import _reconciling, _ticket
from pickupkit.delivery import Verdict, _delivery, _verdict
from pickupkit.errors import Unavailable
from pickupkit.journal import State, _sql, _store
from pickupkit.transport import Stage
from tests.proof import _vendor
from tests.proof._model import START

Sow = Callable[[pytest.MonkeyPatch], None]


def _judging_silence(patch: pytest.MonkeyPatch, judged: Verdict) -> None:
    real = _verdict.of_fault

    def of_fault(fault: Any, *, safe: bool) -> Verdict:
        silent = not safe and fault.stage is Stage.SENT
        return judged if silent else real(fault, safe=safe)

    patch.setattr(_delivery, "of_fault", of_fault)


def retry_on_timeout(patch: pytest.MonkeyPatch) -> None:
    _judging_silence(patch, Verdict(Unavailable, "timed out", again=True))


def silence_means_unsent(patch: pytest.MonkeyPatch) -> None:
    _judging_silence(patch, Verdict(Unavailable, "no event was seen; nothing was sent"))


def retry_on_5xx(patch: pytest.MonkeyPatch) -> None:
    real = _verdict.of_status

    def of_status(status: int, failure: Any, *, safe: bool) -> Verdict:
        if not safe and status >= 500:
            return Verdict(Unavailable, "the provider failed", again=True)
        return real(status, failure, safe=safe)

    patch.setattr(_verdict, "of_status", of_status)


def no_intent(patch: pytest.MonkeyPatch) -> None:
    async def begin(self: Any, facts: Mapping[str, str]) -> None:
        """Write nothing before it is sent."""

    patch.setattr(_ticket.Ticket, "begin", begin)


def crash_means_unsent(patch: pytest.MonkeyPatch) -> None:
    real = _store.Store._resolved

    def _resolved(self: Any, connection: Any, entry: Any, was: State) -> bool:
        adopted = was is State.SENDING
        return real(self, connection, evolve(entry, state=State.PLANNED) if adopted else entry, was)

    patch.setattr(_store.Store, "_resolved", _resolved)


def _due_after(patch: pytest.MonkeyPatch, seconds: float) -> None:
    real = _reconciling._Look._due

    def _due(self: Any, entry: Any) -> Any:
        limits = evolve(self.accounts.limits, booking=seconds / 2, settle=seconds / 2)
        look = evolve(self)
        look.accounts = type("A", (), {"limits": limits})()
        return real(look, entry)

    patch.setattr(_reconciling._Look, "_due", _due)


def no_settle_window(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_reconciling._Look, "_due", lambda *_: START)


def settle_window_too_short(patch: pytest.MonkeyPatch) -> None:
    _due_after(patch, _vendor.LATE - 1)


def due_while_listing(patch: pytest.MonkeyPatch) -> None:
    """Judge by an old listing what became due after it was read."""
    real = _reconciling._Look.settle

    async def settle(self: Any, entry: Any) -> Any:
        self.began = self.accounts.clock.now()
        return await real(self, entry)

    patch.setattr(_reconciling._Look, "settle", settle)


def first_page_only(patch: pytest.MonkeyPatch) -> None:
    real = _vendor.Vendor._page

    def _page(self: Any, path: str) -> Any:
        answer = real(self, path)
        return evolve(
            answer, content=answer.content.replace(b'"before": ', b'"before": null, "_": ')
        )

    patch.setattr(_vendor.Vendor, "_page", _page)


def partial_listing_is_complete(patch: pytest.MonkeyPatch) -> None:
    real = _vendor.Vendor._read

    def _read(self: Any, path: str, how: str) -> Any:
        if path.startswith("/pickups?") and how != "ok":
            return _vendor._json({"pickups": [], "before": None})
        return real(self, path, how)

    patch.setattr(_vendor.Vendor, "_read", _read)


def no_look_at_the_detail(patch: pytest.MonkeyPatch) -> None:
    """Take what is listed and nobody else's for ours."""
    real = _vendor._pickup

    def _pickup(account: Any, raw: Any) -> Any:
        return real(account, raw)

    async def reconcile(account: Any, attempt: Any) -> Any:
        answer = await _vendor._call("GET", "/pickups")
        return tuple(
            evolve(real(account, item), reference=attempt.reference)
            for item in answer["pickups"][:1]
        )

    made = _vendor.lister

    def lister() -> Any:
        provider = made()
        provider.operations["reconcile"] = reconcile
        return provider

    patch.setattr(_vendor, "lister", lister)


def lost_id_is_rebooked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        _verdict, "_lost_body", lambda fault, *, safe: Verdict(Unavailable, "the body was lost")
    )


def cancelled_means_planned(patch: pytest.MonkeyPatch) -> None:
    real = _ticket.Ticket._state

    def _state(self: Any, error: BaseException) -> State:
        cancelled = isinstance(error, asyncio.CancelledError)
        return State.PLANNED if cancelled else real(self, error)

    patch.setattr(_ticket.Ticket, "_state", _state)


def settle_whatever_it_was(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_sql, "SETTLE", _sql.UPDATE)


def resolve_another_try(patch: pytest.MonkeyPatch) -> None:
    of_any_try = _sql.UPDATE.where(_sql.attempts.c.state == _sql.bindparam("was"))
    patch.setattr(_sql, "RESOLVE", of_any_try)


def no_fence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_ticket, "_FENCE", float("inf"))


BY_CHANCE: Final[tuple[Sow, ...]] = (
    retry_on_timeout,
    silence_means_unsent,
    retry_on_5xx,
    no_intent,
    no_settle_window,
    lost_id_is_rebooked,
    cancelled_means_planned,
)
"""Those that chance finds soon; the others have their scenes."""
