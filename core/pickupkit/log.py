"""The library's logger: silent unless the program listens."""

import logging
from typing import Final

log: Final = logging.getLogger("pickupkit")
log.addHandler(logging.NullHandler())
