"""From a vendor's OpenAPI description to a client package: overlay, derive, lint, generate.

Needs the packages of the extra ``generate``; nothing else of pickupkit imports this.
"""

from .errors import SpecError
from .pipeline import check, derived, generate

__all__ = ["SpecError", "check", "derived", "generate"]
