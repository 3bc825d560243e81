"""The application around a provider's: it counts calls and lets faults strike."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Iterator
from time import monotonic
from typing import Any

from starlette.routing import BaseRoute, Match, Route

from pickupkit.plugin.sandbox import HIDDEN, ASGIApp, Event, World

from ._exchange import Exchange, Scope
from ._fault import Fault
from ._faults import Faults
from ._play import play


def operations(app: ASGIApp) -> tuple[str, ...]:
    """Name what an application does: its routes' names, but for our own below ``_sandbox``."""
    return tuple(dict.fromkeys(route.name for route in _routes(app)))


def world_of(app: ASGIApp) -> World | None:
    """Give the world in which an application records what truly happens."""
    found = getattr(getattr(app, "state", None), "world", None)
    return found if isinstance(found, World) else None


def _routes(app: ASGIApp) -> Iterator[Route]:
    every: list[BaseRoute] = getattr(app, "routes", [])
    for route in every:
        if isinstance(route, Route) and not route.path.startswith("/_sandbox/"):
            yield route


class Faulty:
    """A provider's application, with faults that it knows nothing of."""

    def __init__(self, app: ASGIApp, name: str, faults: Faults) -> None:
        self._app = app
        self._name = name
        self._faults = faults
        self._routes = tuple(_routes(app))
        self._provider: str = getattr(getattr(app, "state", None), "provider", name)
        self._booked: deque[tuple[float, str]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Handle a request; ``_sandbox`` is not the provider's and never goes wrong."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path.startswith("/_sandbox/"):
            await self._app(scope, receive, send)
            return
        stroke = self._faults.draw(self._name, self._operation(scope))
        if stroke.lag:
            unseen = frozenset(self._booked_within(stroke.lag))
            scope = {**scope, "state": {**scope.get("state", {}), HIDDEN: unseen}}
        if stroke.fault is None or self._stopped:
            await self._app(scope, receive, send)
        else:
            await self._play(stroke.fault, Exchange(self._app, scope, receive, send))

    def note(self, event: Event) -> None:
        """Remember when something was booked: lists that lag do not show it."""
        if event.kind == "booked" and event.provider == self._provider:
            self._booked.append((monotonic(), event.id))

    def stop(self) -> None:
        """Give up what waits: answers that never come, requests to be carried out later."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()

    def _operation(self, scope: Scope) -> str | None:
        full = (route.name for route in self._routes if route.matches(scope)[0] is Match.FULL)
        return next(full, None)

    def _booked_within(self, seconds: float) -> Iterator[str]:
        since = monotonic() - seconds
        for at, pickup in reversed(self._booked):
            if at < since:
                return
            yield pickup

    async def _play(self, fault: Fault, exchange: Exchange) -> None:
        # In a task of its own, which can be given up without an error of the server's.
        task = self._start(play(fault, exchange, self._later))
        await asyncio.wait([task])
        if task.cancelled():
            await exchange.end("close")
        else:
            task.result()

    def _later(self, seconds: float, exchange: Exchange) -> None:
        _ = self._start(_after(seconds, exchange))

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _after(seconds: float, exchange: Exchange) -> None:
    await asyncio.sleep(seconds)
    await exchange.carry_out()
