from __future__ import annotations

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.metadata_answer import MetadataAnswer


def get_metadata() -> Call[MetadataAnswer]:
    """Tell whose credentials these are"""
    return Call(
        "GET",
        "/user/auth/metadata",
        _read,
        api="sendcloud_pickups_v3",
    )


def _read(answer: Answer) -> MetadataAnswer:
    if answer.status == 200:
        return MetadataAnswer.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
