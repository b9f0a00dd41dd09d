"""What came out: evaluations and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from scanner.model.facts import GapReason, Location, Resource
from scanner.model.policy import Severity


class Outcome(StrEnum):
    """The verdict of one check on one subject."""

    PASS = "pass"  # noqa: S105 (an outcome, not a password)
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Disposition(StrEnum):
    """What was decided about a finding; separate from the outcome."""

    OPEN = "open"
    WAIVED = "waived"
    BASELINED = "baselined"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check was evaluated on.

    A resource, or, with `id` empty, a whole listing that could not be made or was empty. `former_ids` are
    those of the resource, under which it may have been accepted before it was moved.
    """

    type: str
    target: str
    id: str = ""
    name: str = ""
    scope: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    dataset: Mapping[str, Any] | None = None
    former_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, resource: Resource) -> "Subject":
        """A resource as a subject."""
        return cls(
            type=resource.type,
            target=resource.target,
            id=resource.id,
            name=resource.name,
            labels=resource.labels,
            dataset=resource.dataset,
            former_ids=resource.former_ids,
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an evaluation is unknown: what was missing, and why it was.

    `target`, `type` and `resource` are those of the gap; empty without one, or when it concerns no single
    resource.
    """

    text: str
    gap: GapReason | None = None
    fact: str | None = None
    broken: bool = False
    """The check itself failed to evaluate: a runtime error, or its deadline passed."""
    not_assessed: bool = False
    """Nothing was missing, but there was nothing to judge, and no statement that this is all there is."""
    target: str = ""
    type: str = ""
    resource: str = ""
    zh: str = ""
    """The text in Chinese; empty for what a check says in its own words."""


def path_order(path: str) -> tuple[bool, str]:
    """Sort key of paths: what counts the rest of many comes after those that are named."""
    return path.startswith("#"), path


@dataclass(frozen=True, slots=True)
class Message:
    """One `deny` of a check; `path` tells several apart on the same resource.

    For rows of a register, `evidence` holds what was read of them, and `location` the line of the only one.
    """

    text: str
    severity: Severity
    path: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One check on one subject.

    `messages` are there exactly when the outcome is fail, `reasons` when it is unknown; a fail can carry
    reasons too, when only some of its rules could be decided. `evidence` holds the facts read, `location`
    where they are written down, None when they were seen live.
    """

    check: str
    subject: Subject
    outcome: Outcome
    messages: tuple[Message, ...] = ()
    reasons: tuple[Reason, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a finding is not open.

    `source` names where that stands: a waiver by file and line, or a baseline. `expires` is the last day of
    a waiver, in UTC; a baseline has no owner and no end.
    """

    source: str
    reason: str
    owner: str = ""
    approved_by: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed or undecidable check on one subject, ready for a reader."""

    fingerprint: str
    check: str
    outcome: Outcome
    severity: Severity
    subject: Subject
    message: str
    path: str
    reasons: tuple[Reason, ...]
    evidence: Mapping[str, Any]
    controls: tuple[str, ...]
    disposition: Disposition = Disposition.OPEN
    location: Location | None = None
    message_zh: str = ""
    """The message in Chinese, as far as the check knows one."""
    owner: str = ""
    """Who has to act: the owner of the dataset, else of the target, else of the control."""
    first_seen: datetime | None = None
    """When an audit first found it; None outside of audits."""
    due: datetime | None = None
    """By when it has to be put right; None outside of audits and for what is unknown."""
    acceptance: Acceptance | None = None
    """There exactly when the disposition is not open."""
