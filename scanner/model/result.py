"""What came out: evaluations and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from scanner.model.facts import GapReason
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

    A resource, or, with `id` empty, a whole listing that could not be made or was empty.
    """

    type: str
    target: str
    id: str = ""
    name: str = ""
    scope: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    dataset: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an evaluation is unknown: what was missing, and why it was."""

    text: str
    gap: GapReason | None = None
    fact: str | None = None
    broken: bool = False
    """The check itself failed to evaluate: a runtime error, or its deadline passed."""


@dataclass(frozen=True, slots=True)
class Message:
    """One `deny` of a check; `path` tells several apart on the same resource."""

    text: str
    severity: Severity
    path: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One check on one subject.

    `messages` are there exactly when the outcome is fail, `reasons` when it is unknown; a fail can carry
    reasons too, when only some of its rules could be decided. `evidence` holds the facts read.
    """

    check: str
    subject: Subject
    outcome: Outcome
    messages: tuple[Message, ...] = ()
    reasons: tuple[Reason, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)


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
