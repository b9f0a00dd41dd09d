"""What the page shows, worked out before the template runs: groups, rows and sentences."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from reports.grouping import (
    CheckGroup,
    Tally,
    UnknownGroup,
    by_severity,
    check_groups,
    discrepancies,
    tally,
    unknown_groups,
)
from reports.html.markup import facts
from reports.text import EXIT_LABEL, EXIT_MEANING, GAP_LABEL, OUTCOME_LABEL, counted
from scanner.model import CheckSummary, Control, GapReason, Outcome, Report, Severity, TargetSummary


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the bar of all evaluations; `start` and `width` in thousandths of the bar."""

    outcome: Outcome
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One check with its findings, and their facts as markup.

    Facts that very many findings share are in `shared_facts` once; `facts` has None in their places.
    """

    group: CheckGroup
    facts: tuple[Markup | None, ...]
    shared_facts: Markup | None
    sharing: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check with the word for its state and, when it was evaluated on nothing, why."""

    summary: CheckSummary
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One control and the checks that serve it."""

    id: str
    control: Control | None
    checks: tuple[CheckRow, ...]
    worst: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template needs beside the report."""

    groups: tuple[Entry, ...]
    unknowns: tuple[UnknownGroup, ...]
    severities: Mapping[Severity, Tally]
    total: Tally
    evaluations: int
    segments: tuple[Segment, ...]
    failures: int
    """Findings with the outcome fail, accepted ones included."""
    targets: tuple[TargetSummary, ...]
    silent: tuple[TargetSummary, ...]
    """Targets that gave nothing at all."""
    partial: tuple[TargetSummary, ...]
    """Targets that gave something but not everything."""
    tallies: Mapping[str, Tally]
    """Findings by target."""
    target_index: Mapping[str, int]
    checks: tuple[CheckRow, ...]
    not_assessed: tuple[CheckRow, ...]
    controls: tuple[ControlRow, ...]
    unserved: tuple[Control, ...]
    """Controls that no loaded check serves."""
    discrepancies: tuple[str, ...]
    open_first: bool
    """Whether the worst group is short enough to be shown open."""
    exit_label: str
    exit_meaning: str
    duration: str
    outcome_label: Mapping[Outcome, str]
    gap_label: Mapping[GapReason, str]

    @property
    def complete(self) -> bool:
        """Whether nothing at all was left out."""
        return not (self.silent or self.partial or self.unknowns or self.not_assessed)


_STATES = ("failing", "undecided", "not assessed", "passing", "not applicable")
"""Words for the state of a check, worst first."""
_SHORT = 12
"""A group of at most so many findings is opened when it is the worst."""
_MANY = 20
"""Facts that at least so many findings of a check share are shown once."""


def build(report: Report) -> Page:
    """Work out the page of a report."""
    groups, total = check_groups(report), tally(report.findings)
    rows = {key: _check_row(report, summary) for key, summary in sorted(report.checks.items())}
    targets = tuple(sorted(report.targets, key=lambda target: target.id))
    return Page(
        groups=tuple(map(_entry, groups)),
        unknowns=unknown_groups(report),
        severities=by_severity(report.findings),
        total=total,
        evaluations=sum(report.coverage.outcomes.values()),
        segments=_segments(report.coverage.outcomes),
        failures=sum(finding.outcome is Outcome.FAIL for finding in report.findings),
        targets=targets,
        silent=tuple(target for target in targets if target.resources == 0),
        partial=tuple(target for target in targets if target.resources and target.gaps),
        tallies=_by_target(report),
        target_index=_target_index(report),
        checks=tuple(sorted(rows.values(), key=_row_order)),
        not_assessed=tuple(row for row in rows.values() if row.state == "not assessed"),
        controls=_control_rows(report, rows),
        unserved=_unserved(report),
        discrepancies=discrepancies(report),
        open_first=bool(groups) and len(groups[0].findings) <= _SHORT,
        exit_label=EXIT_LABEL[report.exit_code],
        exit_meaning=EXIT_MEANING[report.exit_code],
        duration=_duration((report.finished_at - report.started_at).total_seconds()),
        outcome_label=OUTCOME_LABEL,
        gap_label=GAP_LABEL,
    )


def _entry(group: CheckGroup) -> Entry:
    rendered = [facts(finding.evidence) for finding in group.findings]
    common, sharing = Counter(rendered).most_common(1)[0]
    if sharing < _MANY:
        return Entry(group, tuple(rendered), None, 0)
    return Entry(group, tuple(None if one == common else one for one in rendered), common, sharing)


def when(moment: datetime) -> str:
    """A time for people: date, time to the second, UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _segments(outcomes: Mapping[Outcome, int]) -> tuple[Segment, ...]:
    whole, start, segments = sum(outcomes.values()) or 1, 0.0, []
    for outcome in (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, Outcome.NOT_APPLICABLE):
        count = outcomes.get(outcome, 0)
        width = round(1000 * count / whole, 1)
        segments.append(Segment(outcome, count, round(start, 1), width))
        start += width
    return tuple(segments)


def _by_target(report: Report) -> Mapping[str, Tally]:
    split = defaultdict(list)
    for finding in report.findings:
        split[finding.subject.target].append(finding)
    return {target: tally(findings) for target, findings in split.items()}


def _target_index(report: Report) -> Mapping[str, int]:
    names = {target.id for target in report.targets} | {finding.subject.target for finding in report.findings}
    return {name: index for index, name in enumerate(sorted(names))}


def _check_row(report: Report, summary: CheckSummary) -> CheckRow:
    reason = report.coverage.not_assessed.get(summary.check.id, "")
    if not any(summary.outcomes.values()) and not reason:
        reason = "evaluated on nothing, and the scan does not say why"
    return CheckRow(summary, _state(summary.outcomes), reason)


def _state(outcomes: Mapping[Outcome, int]) -> str:
    words = {
        Outcome.FAIL: "failing",
        Outcome.UNKNOWN: "undecided",
        Outcome.PASS: "passing",
        Outcome.NOT_APPLICABLE: "not applicable",
    }
    return next((word for outcome, word in words.items() if outcomes.get(outcome, 0)), "not assessed")


def _row_order(row: CheckRow) -> tuple[object, ...]:
    return _STATES.index(row.state), -row.summary.check.severity.rank, row.summary.check.id


def _control_rows(report: Report, rows: Mapping[str, CheckRow]) -> tuple[ControlRow, ...]:
    served = defaultdict(list)
    for row in sorted(rows.values(), key=_row_order):
        for control in row.summary.check.controls:
            served[control].append(row)
    result = [
        ControlRow(key, report.controls.get(key), tuple(checks), checks[0].state)
        for key, checks in served.items()
    ]
    return tuple(sorted(result, key=lambda row: (_STATES.index(row.worst), row.id)))


def _unserved(report: Report) -> tuple[Control, ...]:
    served = {control for summary in report.checks.values() for control in summary.check.controls}
    return tuple(control for key, control in sorted(report.controls.items()) if key not in served)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{counted(minutes, 'minute')} {rest} s"
