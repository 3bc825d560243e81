"""The proof that a pickup is booked once: model, crash points, chaos; `make proof` runs it all."""

import os
from typing import Final

FULL: Final = os.environ.get("PICKUPKIT_PROOF") == "full"
"""Whether the long form is asked for; the short one runs with every test."""
