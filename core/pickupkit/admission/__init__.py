"""What is let in: ids, keys, and requests, with all that is wrong with them."""

from ._admit import check_wait, id_of, key_of, marked, refuse
from ._leaves import Leaf, leaves

__all__ = ["Leaf", "check_wait", "id_of", "key_of", "leaves", "marked", "refuse"]
