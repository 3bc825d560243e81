"""The providers' applications, wrapped for faults and watched for what truly happens."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack

from pickupkit.plugin.sandbox import ASGIApp, World

from ._control import controlled
from ._faults import Faults
from ._mount import combine
from ._truth import Truth
from ._wrap import Faulty, operations, world_of


class StandIns:
    """One application, or several by name, with the faults and the truth of all of them."""

    def __init__(self, apps: Mapping[str, ASGIApp] | ASGIApp, truth: Truth | None) -> None:
        self._combined = isinstance(apps, Mapping)
        self._apps = dict(apps) if isinstance(apps, Mapping) else {_name(apps): apps}
        self._truth = truth
        self._faulty: tuple[Faulty, ...] = ()
        self.faults = Faults({name: operations(app) for name, app in self._apps.items()})
        silent = [name for name, app in self._apps.items() if world_of(app) is None]
        if truth and silent:
            raise ValueError(f"{silent[0] or 'the application'} was built without its world=")

    def wrap(self) -> ASGIApp:
        """Make the application to serve, anew each time that it is served."""
        wrapped = {name: Faulty(app, name, self.faults) for name, app in self._apps.items()}
        self._faulty = tuple(wrapped.values())
        root = combine(wrapped) if self._combined else self._faulty[0]
        return controlled(root, self.faults)

    def watch(self) -> ExitStack:
        """Observe every world until the stack is closed."""
        with ExitStack() as stack:
            if self._truth:
                self._truth.open()
                stack.callback(self._truth.close)
            for world in self._worlds():
                observers = [each.note for each in self._faulty]
                observers += [self._truth.write] if self._truth else []
                for observer in observers:
                    world.observers.append(observer)
                    stack.callback(world.observers.remove, observer)
            return stack.pop_all()

    def stop(self) -> None:
        """End what faults keep waiting; to be called in the server's loop."""
        for each in self._faulty:
            each.stop()

    def _worlds(self) -> Iterable[World]:
        every = [world_of(app) for app in self._apps.values()]
        return {id(world): world for world in every if world is not None}.values()


def _name(app: ASGIApp) -> str:
    return getattr(getattr(app, "state", None), "provider", "")
