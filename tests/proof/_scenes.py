"""Stories that chance tells too seldom: each is harmless, unless its bug is sown."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Final

from pickupkit.calls import Blocking
from pickupkit.transport import Send
from tests.proof import _mutants as mutants
from tests.proof._model import Protocol, Worker


@contextlib.contextmanager
def stage() -> Iterator[Protocol]:
    """Give a world with two workers; its end settles and compares everything."""
    scene = Protocol()
    try:
        yield scene
        scene.no_double()
    except BaseException:
        scene._bury()
        raise
    scene.teardown()


def book(worker: Worker, post: str = "ok", key: str = "a") -> None:
    scene_create(worker, key)
    worker.finish(post)


def scene_create(worker: Worker, key: str = "a") -> None:
    Protocol._create(None, worker, ("lister", key))  # type: ignore[arg-type]


def look(worker: Worker, get: str = "ok") -> None:
    worker.start(None, worker.desk.reconcile("lister"))
    worker.finish("ok", get)


def until(worker: Worker, kind: type, count: int = 1, *, performed: bool, post: str = "ok") -> None:
    """Go on to the ``count``-th effect of a kind, and perform it or not."""
    for _ in range(200):
        if isinstance(worker.effect, kind) and worker.done is None:
            count -= 1
            if count == 0:
                break
        worker.step(post)
    if performed:
        worker.step(post)


def killed_after_sending(scene: Protocol) -> None:
    first, second = scene.workers
    scene_create(first)
    until(first, Send, performed=True)
    scene._kill(0)
    book(second)
    book(second)


def booked_late(scene: Protocol) -> None:
    first, second = scene.workers
    book(first, "late 5")
    scene.world.pass_(4.4)
    look(second)
    book(second)
    scene.world.pass_(2)


def due_after_the_listing(scene: Protocol) -> None:
    first, second = scene.workers
    book(first, "lost request")
    scene.world.pass_(2)
    scene_create(second, "b")
    until(second, Send, performed=False)
    scene.world.pass_(9.5)
    second.finish("late 5")
    scene.world.pass_(17.2 - scene.world.time)
    first.start(None, first.desk.reconcile("lister"))
    until(first, Send, performed=True)
    scene.world.pass_(2.5)
    first.finish()
    book(first, key="b")


def three_are_two_pages(scene: Protocol) -> None:
    first, second = scene.workers
    for key in ("a", "b", "c"):
        book(first, "lost answer", key)
    scene.world.pass_(20)
    look(second)
    for key in ("a", "b", "c"):
        book(second, key=key)


def two_are_alike(scene: Protocol) -> None:
    first, second = scene.workers
    for key in ("a", "b"):
        book(first, "lost answer", key)
    scene.world.pass_(20)
    look(second)
    for key in ("a", "b"):
        book(second, key=key)


def the_second_page_fails(scene: Protocol) -> None:
    first, second = scene.workers
    for key in ("a", "b", "c"):
        book(first, "lost answer", key)
    scene.world.pass_(20)
    second.start(None, second.desk.reconcile("lister"))
    until(second, Send, performed=True)
    until(second, Send, performed=False)
    second.step("ok", "broken")
    second.finish()
    for key in ("a", "b", "c"):
        book(second, key=key)


def refused_long_ago(scene: Protocol) -> None:
    first, second = scene.workers
    scene_create(first)
    until(first, Send, performed=True, post="refused")
    scene._sleep(0, 20)
    look(second)
    book(second)
    first.finish()


def looked_long_ago(scene: Protocol) -> None:
    first, second = scene.workers
    book(first, "lost request")
    scene.world.pass_(20)
    first.start(None, first.desk.reconcile("lister"))
    # The journal is read twice, and written once when all is known.
    until(first, Blocking, 3, performed=False)
    look(second)
    book(second, "lost answer")
    first.finish()
    book(first)


def slept_before_sending(scene: Protocol) -> None:
    first, second = scene.workers
    scene_create(first)
    until(first, Blocking, 2, performed=True)
    scene._sleep(0, 20)
    look(second)
    book(second)
    first.finish()


Scene = Callable[[Protocol], None]
SCENES: Final[tuple[tuple[Scene, mutants.Sow], ...]] = (
    (killed_after_sending, mutants.crash_means_unsent),
    (booked_late, mutants.settle_window_too_short),
    (due_after_the_listing, mutants.due_while_listing),
    (three_are_two_pages, mutants.first_page_only),
    (two_are_alike, mutants.no_look_at_the_detail),
    (the_second_page_fails, mutants.partial_listing_is_complete),
    (refused_long_ago, mutants.settle_whatever_it_was),
    (looked_long_ago, mutants.resolve_another_try),
    (slept_before_sending, mutants.no_fence),
)
