"""The rules themselves; importing this fills `pickupkit.testing.RULES` in the order of the card."""

from importlib import import_module
from typing import Final

ORDER: Final = (
    "capability", "outward", "inward", "orders", "words", "faults", "booking", "clocks", "paging",
    "secrecy", "recordings", "hygiene", "loopback",
)  # fmt: skip

for _name in ORDER:
    import_module(f"{__name__}.{_name}")
