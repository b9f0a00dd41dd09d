"""What the page shows, worked out before the template runs: groups, rows and sentences."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from reports.grouping import (
    CheckGroup,
    Tally,
    UnknownGroup,
    by_severity,
    check_groups,
    differences,
    tally,
    unknown_groups,
)
from reports.html.markup import facts
from reports.language import Phrases, chosen
from reports.text import EXIT_LABEL, EXIT_MEANING, GAP_LABEL, OUTCOME_LABEL, accepted_by, compared
from scanner.model import (
    Acceptance,
    BaselineComparison,
    Check,
    CheckSummary,
    Control,
    Finding,
    GapReason,
    Outcome,
    Report,
    Severity,
    Subject,
    TargetSummary,
)


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
    """Those that were evaluated on something."""
    not_assessed: Mapping[str, Sequence[CheckRow]]
    """The others by the reason, most of them first."""
    controls: tuple[ControlRow, ...]
    """Those about which a check had something to say."""
    silent_controls: tuple[ControlRow, ...]
    """Those all of whose checks were not assessed."""
    unserved: tuple[Control, ...]
    """Controls that no loaded check serves."""
    warnings: tuple[str, ...]
    discrepancies: tuple[str, ...]
    open_first: bool
    """Whether the worst group is short enough to be shown open."""
    exit_label: str
    exit_meaning: str
    duration: str
    outcome_label: Mapping[Outcome, str]
    gap_label: Mapping[GapReason, str]
    language: str
    t: Phrases
    verdict: str

    @property
    def complete(self) -> bool:
        """Whether nothing at all was left out."""
        return not (self.silent or self.partial or self.unknowns or self.not_assessed)

    @property
    def checks_not_assessed(self) -> int:
        """How many."""
        return sum(map(len, self.not_assessed.values()))

    # --- in the language of the page --------------------------------------------------------------

    def message(self, finding: Finding) -> str:
        """What was found."""
        return chosen(self.language, finding.message, finding.message_zh)

    def remediation(self, check: Check) -> str:
        """How to put it right."""
        return chosen(self.language, check.remediation, str(check.zh.get("remediation", "")))

    def control_title(self, control: Control) -> str:
        """What a control demands."""
        return chosen(self.language, control.title, control.title_zh)

    def listing(self, subject: Subject) -> str:
        """A listing that could not be made."""
        if subject.scope:
            return self.t("listing of {type} in {scope}", type=subject.type, scope=subject.scope)
        return self.t("listing of {type}", type=subject.type)

    def cause(self, group: UnknownGroup) -> str:
        """What is behind an unknown, in a few words."""
        if self.language == "en":
            return group.title
        if not group.target:
            return self.t("check {check} did not run to its end", check=group.check)
        if group.gap is None:
            what = group.what or group.check
            return self.t("{target}: {what} not decidable", target=group.target, what=what)
        what = f"{group.what}: " if group.facts else ""
        return f"{group.target}: {what}{group.gap.zh}"

    def accepted(self, acceptance: Acceptance) -> str:
        """Why a finding does not count."""
        if self.language == "en":
            return accepted_by(acceptance)
        told = (
            ("owner {name}", acceptance.owner),
            ("approved by {name}", acceptance.approved_by),
            ("until {name}", acceptance.expires.isoformat() if acceptance.expires else ""),
        )
        said = [str(self.t(text, name=name)) for text, name in told if name]
        return f"{acceptance.reason} ({', '.join([*said, acceptance.source])})"

    def compared(self, comparison: BaselineComparison) -> str:
        """What became of the findings known before."""
        if self.language == "en":
            return compared(comparison)
        return self.t(
            "{known} still there, {fixed} fixed, {others} not re-checked ({source})",
            known=comparison.known,
            fixed=len(comparison.fixed),
            others=len(comparison.not_rechecked),
            source=comparison.source,
        )


_NOTHING = "not assessed"
_STATES = ("failing", "undecided", _NOTHING, "passing", "not applicable")
"""Words for the state of a check, worst first."""
_SHORT = 12
"""A group of at most so many findings is opened when it is the worst."""
_MANY = 20
"""Facts that at least so many findings of a check share are shown once."""


def build(report: Report) -> Page:
    """Work out the page of a report."""
    groups, total, t = check_groups(report), tally(report.findings), Phrases(report.language)
    rows = {key: _check_row(report, summary) for key, summary in sorted(report.checks.items())}
    targets = tuple(sorted(report.targets, key=lambda target: target.id))
    controls = _control_rows(report, rows)
    return Page(
        groups=tuple(_entry(group, t) for group in groups),
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
        checks=tuple(row for row in sorted(rows.values(), key=_row_order) if row.state != _NOTHING),
        not_assessed=_not_assessed(rows.values()),
        controls=tuple(row for row in controls if row.worst != _NOTHING),
        silent_controls=tuple(row for row in controls if row.worst == _NOTHING),
        unserved=_unserved(report),
        warnings=_warnings(report),
        discrepancies=tuple(
            t(
                "{outcome}: {stated} evaluations in all, but {number} by {what}",
                outcome=t(outcome.value.replace("_", " ")),
                stated=stated,
                number=number,
                what=t(what),
            )
            for outcome, stated, number, what in differences(report)
        ),
        open_first=bool(groups) and len(groups[0].findings) <= _SHORT,
        exit_label=EXIT_LABEL[report.exit_code],
        exit_meaning=EXIT_MEANING[report.exit_code],
        duration=_duration((report.finished_at - report.started_at).total_seconds(), t),
        outcome_label={outcome: str(t(label)) for outcome, label in OUTCOME_LABEL.items()},
        gap_label={reason: chosen(report.language, label, reason.zh) for reason, label in GAP_LABEL.items()},
        language=report.language,
        t=t,
        verdict=chosen(report.language, report.verdict, report.verdict_zh),
    )


def _entry(group: CheckGroup, t: Phrases) -> Entry:
    rendered = [facts(finding.evidence, t) for finding in group.findings]
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
    coverage, id_ = report.coverage, summary.check.id
    told = coverage.not_assessed.get(id_, ""), coverage.not_assessed_zh.get(id_, "")
    reason = chosen(report.language, *told)
    if not any(summary.outcomes.values()) and not reason:
        reason = Phrases(report.language)("evaluated on nothing, and the scan does not say why")
    return CheckRow(summary, _state(summary.outcomes), reason)


def _not_assessed(rows: Iterable[CheckRow]) -> Mapping[str, Sequence[CheckRow]]:
    by_reason = defaultdict(list)
    for row in sorted(rows, key=_row_order):
        if row.state == _NOTHING:
            by_reason[row.reason].append(row)
    return dict(sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0])))


def _state(outcomes: Mapping[Outcome, int]) -> str:
    words = {
        Outcome.FAIL: "failing",
        Outcome.UNKNOWN: "undecided",
        Outcome.PASS: "passing",
        Outcome.NOT_APPLICABLE: "not applicable",
    }
    return next((word for outcome, word in words.items() if outcomes.get(outcome, 0)), _NOTHING)


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


def _warnings(report: Report) -> tuple[str, ...]:
    zh = {one.warning: one.warning_zh for one in report.parameters}
    return tuple(chosen(report.language, line, zh.get(line, "")) for line in report.warnings)


def _unserved(report: Report) -> tuple[Control, ...]:
    served = {control for summary in report.checks.values() for control in summary.check.controls}
    return tuple(control for key, control in sorted(report.controls.items()) if key not in served)


def _duration(seconds: float, t: Phrases) -> str:
    if seconds < 60:
        return t("{seconds} s", seconds=f"{seconds:.1f}")
    minutes, rest = divmod(round(seconds), 60)
    return t("{minutes} {seconds} s", minutes=t.number(minutes, "minute"), seconds=rest)
