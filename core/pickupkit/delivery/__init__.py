"""Get an operation's calls answered: credentials, limits, tries, deadline, typed errors."""

from ._authority import Authority
from ._delivery import Delivery
from ._limiter import Limiter
from ._rehearsal import first_request
from ._teller import Teller
from ._verdict import Verdict

__all__ = ["Authority", "Delivery", "Limiter", "Teller", "Verdict", "first_request"]
