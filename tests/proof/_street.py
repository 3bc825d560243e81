"""A sandbox, and the vans that were really sent."""

from pickupkit.demo import applications
from pickupkit.plugin.sandbox import Event
from pickupkit.sandbox import Sandbox, World


class Street:
    """Every provider's stand-in; ``events`` is what happened, whatever was told."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.world = World()
        self.world.observers.append(self.events.append)
        self.sandbox = Sandbox(applications(self.world))

    @property
    def ids(self) -> list[str]:
        return [event.id for event in self.events if event.kind == "booked"]

    def of(self, reference: str) -> list[str]:
        return [e.id for e in self.events if e.kind == "booked" and e.reference == reference]
