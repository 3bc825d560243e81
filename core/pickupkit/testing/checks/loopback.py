"""The same over a real socket: the library's own transport, a server on this machine."""

from collections.abc import Iterator
from datetime import timedelta

from attrs import evolve

from pickupkit.clock import Clock
from pickupkit.errors import PickupKitError
from pickupkit.kit import PickupKit
from pickupkit.models import Pickup
from pickupkit.testing._bench import Bench
from pickupkit.testing._rules import rule
from pickupkit.testing._subject import ACCOUNT


@rule(3, "create", "sandbox")
def it_works_over_a_socket(bench: Bench) -> Iterator[str]:
    """At its sandbox, served on this machine, a booking is what it is in process."""
    if bench.provider.sandbox_app is None or bench.source.replies():
        return
    from pickupkit.plugin.sandbox import Clock as Ticking
    from pickupkit.plugin.sandbox import World
    from pickupkit.sandbox import Sandbox

    expected = bench.run("create").value
    world = World(clock=Ticking(bench.now, timedelta(seconds=1)), seed=1)
    with Sandbox(bench.provider.sandbox_app(world)) as running:
        accounts = bench.accounts(url=running.url)
        clock = Clock(now=lambda: bench.now)
        with PickupKit(accounts, registry=bench.registry, clock=clock, journal="off") as kit:
            yield from _booked(kit, bench, expected)


def _booked(kit: PickupKit, bench: Bench, expected: object) -> Iterator[str]:
    try:
        booked = kit.create(ACCOUNT, bench.request)
    except PickupKitError as error:
        yield f"over a socket, create ends in {type(error).__name__}: {error}"
        return
    if not isinstance(expected, Pickup) or _bare(booked) != _bare(expected):
        yield "over a socket, create gives another pickup than in process"


def _bare(pickup: Pickup) -> Pickup:
    """Give what is the same in two runs: no id, no confirmation, nothing that holds one."""
    return evolve(pickup, id="", confirmation=None, tracking_number=None, raw={}, messages=())
