"""Perform HTTP exchanges: the only part of the library that knows an HTTP client.

`Send` and `SendFault` are the neutral words in which the rest asks and is told. The clients are
imported when the first request is about to leave.
"""

from ._boot import boot_time
from ._exchange import Send, SendFault, Stage
from ._limits import Limits

__all__ = ["Limits", "Send", "SendFault", "Stage", "boot_time"]
