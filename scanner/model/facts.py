"""What collectors deliver: resources, gaps, and complete listings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from scanner.model import chinese

ROW_KEY = "row_key"
ROW_LINE = "row_line"
"""Facts of a resource that is a table: what tells its rows apart, and their lines in the file."""


@dataclass(frozen=True, slots=True)
class Location:
    """Lines of a file, counted from 1, both ends included; 0 when the source has no lines."""

    path: str
    line: int = 0
    end_line: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing with facts.

    `id` is native to its provider (an ARN, host id + object) and stays the same when the target is
    renamed; `name` is what a person calls it. `facts` holds only what was really seen: "not configured"
    is an explicit value, a key that is not there was not delivered. Those of a register are `Columns`.
    `dataset` is None when the resource holds no configured dataset, else `{ids, classification,
    retention_days, owner}`, and for a bucket `prefixes`, a list of `{prefix, retention_days}`. `dataset_fact`
    names the fact that has a say in which dataset it holds; while that fact is not in `facts`, nobody knows.
    `locations` says where in a source a fact is written down, under FACT/PATH where the part is that a deny
    with this path is about, and under "" where the resource itself is; empty for what was seen live.
    `native_id` is what the provider calls a resource whose own id is a place in a source (a Terraform
    address): rules see it as `input.id`, because policy documents and other resources name it so. Empty
    when it is the id. `former_ids` are ids that it had before it was moved in its source.
    """

    id: str
    type: str
    name: str
    target: str
    facts: Mapping[str, Any]
    collected_at: datetime
    labels: Mapping[str, str] = field(default_factory=dict)
    dataset: Mapping[str, Any] | None = None
    dataset_fact: str | None = None
    locations: Mapping[str, Location] = field(default_factory=dict)
    native_id: str = ""
    former_ids: tuple[str, ...] = ()


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

    @property
    def zh(self) -> str:
        """The same in Chinese."""
        return chinese.GAP[self.value]


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
