"""What collectors deliver: resources, gaps, and complete listings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing with facts.

    `id` is native to its provider (an ARN, host id + object) and stays the same when the target is
    renamed; `name` is what a person calls it. `facts` holds only what was really seen: "not configured"
    is an explicit value, a key that is not there was not delivered. `dataset` is None when the resource
    holds no configured dataset, else `{ids, classification, retention_days, owner}`.
    """

    id: str
    type: str
    name: str
    target: str
    facts: Mapping[str, Any]
    collected_at: datetime
    labels: Mapping[str, str] = field(default_factory=dict)
    dataset: Mapping[str, Any] | None = None


class GapReason(StrEnum):
    """Why something could not be looked at."""

    DENIED = "denied"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOOL_ABSENT = "tool_absent"
    UNSUPPORTED = "unsupported"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    CANCELLED = "cancelled"
    UNKNOWN_UNTIL_APPLY = "unknown_until_apply"
    NOT_IN_SOURCE = "not_in_source"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be looked at, and why.

    - `resource` and `fact` set: that fact of that resource.
    - only `fact` set: that fact of every resource of the type in this scope.
    - only `resource` set: every fact of that resource.
    - neither set: the listing of the type in this scope is not complete.

    A gap is delivered before the resources that it concerns.
    """

    target: str
    type: str
    reason: GapReason
    detail: str
    scope: str = ""
    resource: str | None = None
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Enumerated:
    """The listing of `type` in `scope` (a region, say) was complete and found `count` resources."""

    target: str
    type: str
    count: int
    scope: str = ""


Event = Resource | Gap | Enumerated
