"""One read of the API, as a value or as a trouble."""

from dataclasses import dataclass
from typing import Any

from collectors.aws.s3.facts import Call
from collectors.aws.troubles import Trouble, trouble_of


@dataclass(frozen=True, slots=True)
class Known:
    """What was read; `value` can be null."""

    value: Any


def read(call: Call, client: Any, **parameters: str) -> Known | Trouble:
    """Make the call once (boto3 retries by itself); never raises."""
    try:
        return Known(call.parse(getattr(client, call.method)(**parameters)))
    except Exception as error:  # noqa: BLE001 - the boundary: whatever happens is a gap of this one fact
        trouble = trouble_of(error)
    if trouble.code in call.absent:
        return Known(call.absent[trouble.code])
    return trouble
