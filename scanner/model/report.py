"""Everything a report shows, whatever its format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from scanner.model.access import AccessList
from scanner.model.checklist import Audit, Override
from scanner.model.facts import Gap, GapReason
from scanner.model.past import BaselineComparison
from scanner.model.policy import Check, Control, Severity
from scanner.model.result import Finding, Outcome


class ExitCode(IntEnum):
    """What the process tells its caller."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3


@dataclass(frozen=True, slots=True)
class TargetSummary:
    """One target as it was audited; `gaps` counts what could not be looked at."""

    id: str
    kind: str
    labels: Mapping[str, str]
    resources: int
    gaps: int
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was looked at. Totals add up: every evaluation is in exactly one outcome."""

    resources: Mapping[str, int]
    """Resource type to number of resources."""
    outcomes: Mapping[Outcome, int]
    checks_loaded: int
    checks_evaluated: int
    not_assessed: Mapping[str, str]
    """Check id to the reason why it was evaluated on nothing."""
    gaps: Mapping[GapReason, int]
    not_assessed_zh: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A policy pack that took part: its name, its digest, and the checks it overrides."""

    name: str
    digest: str
    checks: int
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """The outcomes of one check over all subjects."""

    check: Check
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class Report:
    """One finished scan.

    `findings` are sorted worst first. `warnings` are lines for the reader about the scan itself.
    `verdict` is one sentence that says why the exit code is what it is. `filters` are the command-line
    filters in force; a filtered scan says nothing about controls. `parameters` are those that audit.yaml
    sets; `audit` is the checklist, None for a scan. `baseline` compares with the findings that were known
    before, None without a baseline. `access` are the access lists, each with the most telling principals.
    Unknowns for no other reasons than `tolerated` ones do not count for the exit code.
    """

    version: str
    started_at: datetime
    finished_at: datetime
    evaluated_as_of: datetime
    engine: str
    packs: tuple[PackInfo, ...]
    fail_on: Severity
    filters: Mapping[str, tuple[str, ...]]
    targets: tuple[TargetSummary, ...]
    coverage: Coverage
    checks: Mapping[str, CheckSummary]
    controls: Mapping[str, Control]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[str, ...]
    exit_code: ExitCode
    verdict: str
    parameters: tuple[Override, ...] = ()
    language: str = "en"
    """Of fixed texts for people: en or zh."""
    verdict_zh: str = ""
    audit: Audit | None = None
    baseline: BaselineComparison | None = None
    tolerated: tuple[GapReason, ...] = ()
    access: tuple[AccessList, ...] = ()
