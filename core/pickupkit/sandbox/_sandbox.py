"""Serving applications on this machine, from a thread or until Ctrl-C."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from attrs import frozen

from pickupkit.plugin.sandbox import ASGIApp

from ._fault import Fault
from ._faults import Faults
from ._server import Server, listen, url
from ._stand_ins import StandIns
from ._truth import Truth

_TICK = 0.5  # seconds; an endless wait could not be interrupted on Windows


@frozen
class _Running:
    server: Server
    thread: Thread
    url: str
    watching: ExitStack

    def stop(self) -> None:
        self.server.should_exit = True
        if self.thread.ident is not None:
            self.thread.join()
        self.watching.close()


class Sandbox:
    """One or more applications on a port of this machine, while the ``with`` block runs.

    ``apps`` is an ASGI application, or a mapping of provider names to applications as for
    `combine`. Port 0 takes a free one. ``faults`` go wrong as ordered, with chances that depend on
    ``seed``; ``truth`` is a file that gets a line for each booking and cancellation. `OSError` on
    entering when the port or the file cannot be had.
    """

    def __init__(
        self,
        apps: Mapping[str, ASGIApp] | ASGIApp,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        faults: Iterable[Fault] = (),
        seed: int = 0,
        truth: str | Path | None = None,
    ) -> None:
        self._stand_ins = StandIns(apps, Truth(truth) if truth else None)
        self._stand_ins.faults.replace(faults, seed)
        self._address = (host, port)
        self._running: _Running | None = None

    @property
    def url(self) -> str:
        """The root, without a final slash; under it, a mapping's names."""
        if self._running is None:
            raise RuntimeError("the sandbox is not running: enter it with 'with' first")
        return self._running.url

    @property
    def faults(self) -> Faults:
        """What goes wrong; it may be changed while the sandbox runs."""
        return self._stand_ins.faults

    def __enter__(self) -> Self:
        if self._running is not None:
            raise RuntimeError("the sandbox is running already")
        self._running = running = self._prepare()
        try:
            running.thread.start()
            running.server.settled.wait()
        except BaseException:  # an interrupt must not leave the thread behind
            self._stop()
            raise
        if not running.server.started:
            self._stop()
            raise RuntimeError("the sandbox did not start; its thread has printed the reason")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def wait(self) -> None:
        """Block until the server ends; an interrupt comes through."""
        if self._running is not None:
            while self._running.thread.is_alive():
                self._running.thread.join(_TICK)

    def _prepare(self) -> _Running:
        server = Server(self._stand_ins.wrap(), self._stand_ins.stop)
        with self._stand_ins.watch() as watching:
            listener = listen(*self._address)
            thread = Thread(target=server.run, args=([listener],), name="sandbox", daemon=True)
            return _Running(server, thread, url(self._address[0], listener), watching.pop_all())

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None


def serve(
    app: Mapping[str, ASGIApp] | ASGIApp,
    port: int,
    announce: Callable[[str], object],
    host: str = "127.0.0.1",
    *,
    faults: Iterable[Fault] = (),
    seed: int = 0,
    truth: str | Path | None = None,
) -> None:
    """Serve as `Sandbox` until Ctrl-C; ``announce`` gets the URL once it answers."""
    sandbox = Sandbox(app, port, host, faults=faults, seed=seed, truth=truth)
    with suppress(KeyboardInterrupt), sandbox:
        announce(sandbox.url)
        sandbox.wait()
