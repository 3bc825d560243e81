"""What generated modules share: requests encoded one way, answers viewed as they came."""

from pickupkit.calls._call import Answer, Call, UnexpectedStatus
from pickupkit.calls._unset import UNSET, Unset

from ._answers import (
    Number,
    OpenEnum,
    View,
    array,
    decode,
    items,
    member,
    members,
    view,
    views,
)
from ._requests import Body, InvalidSegment, encode, pairs, segment

__all__ = [
    "UNSET",
    "Answer",
    "Body",
    "Call",
    "InvalidSegment",
    "Number",
    "OpenEnum",
    "UnexpectedStatus",
    "Unset",
    "View",
    "array",
    "decode",
    "encode",
    "items",
    "member",
    "members",
    "pairs",
    "segment",
    "view",
    "views",
]
