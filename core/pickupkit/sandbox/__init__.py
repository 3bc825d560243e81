"""Local servers that behave as the vendors do: no account, no network, no parcel.

Each provider brings an application (`pickupkit.plugin.sandbox` helps to write one). Here they are
put under one roof and served on this machine::

    world = World()
    with Sandbox({"easypost": easypost.create_app(world)}) as sandbox:
        print(sandbox.url)  # http://127.0.0.1:<a free port>, EasyPost below /easypost
"""

from pickupkit.plugin.sandbox import ASGIApp, Booking, Clock, Event, World

from ._fault import Fault
from ._faults import Faults
from ._mount import combine
from ._read import FaultFile, load_faults
from ._sandbox import Sandbox, serve
from ._stock import stock

__all__ = [
    "ASGIApp",
    "Booking",
    "Clock",
    "Event",
    "Fault",
    "FaultFile",
    "Faults",
    "Sandbox",
    "World",
    "combine",
    "load_faults",
    "serve",
    "stock",
]
