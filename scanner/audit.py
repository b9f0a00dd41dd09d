"""An audit of a period: the checklist, owners and due dates, and what became of the last audit's findings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from scanner.checklist import Evaluated, checklist, tallied, worst
from scanner.due import due_of, lengths_of, owner_of
from scanner.last_audit import Earlier
from scanner.model import (
    Audit,
    AuditPeriod,
    Because,
    ChecklistItem,
    Disposition,
    DocumentSummary,
    ExitCode,
    Finding,
    Followed,
    Outcome,
    Override,
    PastFinding,
    Report,
    SinceLast,
    Status,
)
from scanner.period import Period
from scanner.policy_pack import Pack
from scanner.watch import Looked, Watch

_BAD = (Status.FAIL, Status.OVERDUE)
_OPEN = (Status.UNKNOWN, Status.NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class Request:
    """The period to audit, and what earlier audits left behind."""

    period: Period
    earlier: Earlier = field(default_factory=Earlier)

    def watched(self) -> tuple[PastFinding, ...]:
        """Findings whose resources have to be looked at again."""
        last = self.earlier.last
        return tuple(one.finding for one in last.findings.values()) if last else ()


def with_dates(report: Report, pack: Pack, earlier: Earlier) -> Report:
    """The report with an owner for each finding, when it was first seen, and by when it must be gone."""
    lengths = lengths_of(pack.parameters, pack.parameter_entries)
    now = report.evaluated_as_of
    findings = []
    for finding in report.findings:
        seen = earlier.first_seen(finding.fingerprint, now)
        due = due_of(finding, seen, pack.controls, lengths)
        findings.append(replace(finding, owner=owner_of(finding, pack.controls), first_seen=seen, due=due))
    return replace(report, findings=tuple(findings))


def with_overrides(report: Report, found: tuple[Override, ...]) -> Report:
    """The report with the parameters that audit.yaml sets, and a warning for each that is too loose."""
    loose = (one.warning for one in found if one.looser)
    return replace(report, parameters=found, warnings=(*report.warnings, *loose))


def audited(report: Report, request: Request, evaluated: Evaluated, watch: Watch, looked: Looked) -> Report:
    """The report with its checklist, and with owners and dates for its findings."""
    report = with_dates(report, evaluated.pack, request.earlier)
    since = _since_last(report, request.earlier, watch, looked)
    items = tuple(_with_overdue(item, since) for item in checklist(report, evaluated))
    pack, period = evaluated.pack, request.period
    counts = tallied(items)
    audit = Audit(
        period=_period(period, report.evaluated_as_of),
        items=items,
        counts=counts,
        domains=_domains(items),
        documents=tuple(_documents(pack, items)),
        since_last=since,
        live=period.accepts(report.evaluated_as_of),
        statements=evaluated.statements.head,
    )
    code, verdict = _verdict(report, audit)
    return replace(report, audit=audit, exit_code=code, verdict=verdict.text, verdict_zh=verdict.zh)


# --- the last audit ---------------------------------------------------------------------------------


def _since_last(report: Report, earlier: Earlier, watch: Watch, looked: Looked) -> SinceLast | None:
    last = earlier.last
    if last is None:
        return None
    now = report.evaluated_as_of
    failures = {one.fingerprint: one for one in report.findings if one.outcome is Outcome.FAIL}
    still = [one for key, one in failures.items() if key in last.findings]
    new = [one for key, one in failures.items() if key not in last.findings and _is_open(one)]
    absent = [one.finding for key, one in last.findings.items() if key not in failures]
    fixed, others = watch.split(absent, looked)
    return SinceLast(
        period=last.period,
        finished_at=last.finished_at,
        fixed=_worst_first(replace(last.findings[one.fingerprint], overdue=False) for one in fixed),
        still_open=_worst_first(_follow(one, now) for one in still),
        not_rechecked=_worst_first(_still_running(last.findings[one.fingerprint], now) for one in others),
        new=_worst_first(_follow(one, now) for one in new),
    )


def _follow(finding: Finding, now: datetime) -> Followed:
    return Followed(
        finding=PastFinding.of(finding),
        owner=finding.owner,
        controls=finding.controls,
        first_seen=finding.first_seen or now,
        due=finding.due,
        overdue=_is_open(finding) and finding.due is not None and finding.due < now,
        message_zh=finding.message_zh,
    )


def _still_running(followed: Followed, now: datetime) -> Followed:
    return replace(followed, overdue=followed.due is not None and followed.due < now)


def _worst_first(followed: Iterable[Followed]) -> tuple[Followed, ...]:
    def order(one: Followed) -> tuple[object, ...]:
        finding = one.finding
        where = (finding.check, finding.target, finding.resource, finding.path)
        return (not one.overdue, -finding.severity.rank, *where)

    return tuple(sorted(followed, key=order))


def _is_open(finding: Finding) -> bool:
    return finding.disposition is not Disposition.WAIVED


def _with_overdue(item: ChecklistItem, since: SinceLast | None) -> ChecklistItem:
    """A failure that nobody could look at again, and whose time is over, keeps its controls overdue."""
    late = [
        one
        for one in (since.not_rechecked if since else ())
        if one.overdue and item.control.id in one.controls
    ]
    if not late or item.status.rank <= Status.OVERDUE.rank:
        return item
    said = tuple(_late(one) for one in late)
    return replace(item, status=worst((item.status, Status.OVERDUE)), because=(*said, *item.because))


def _late(one: Followed) -> Because:
    where, day = one.finding.name or one.finding.target, f"{one.due:%Y-%m-%d}"
    return Because(
        f"not looked at again, due {day}: {where}: {one.finding.message}",
        f"未复查，应于 {day} 前整改：{where}：{one.finding.message}",
    )


# --- totals -----------------------------------------------------------------------------------------


def _period(period: Period, now: datetime) -> AuditPeriod:
    return AuditPeriod(
        name=period.name,
        start=period.start,
        end=period.end,
        first=period.first,
        last=period.last,
        time_zone=period.calendar.zone.key,
        grace_days=period.calendar.grace.days,
        over=period.end <= now,
    )


def _domains(items: Iterable[ChecklistItem]) -> Mapping[str, Mapping[Status, int]]:
    split: dict[str, list[ChecklistItem]] = defaultdict(list)
    for item in items:
        split[item.control.domain].append(item)
    return {domain: tallied(some) for domain, some in sorted(split.items())}


def _documents(pack: Pack, items: Iterable[ChecklistItem]) -> Iterator[DocumentSummary]:
    asked: dict[str, list[ChecklistItem]] = defaultdict(list)
    for item in items:
        for id_ in dict.fromkeys(source.document for source in item.control.sources):
            asked[id_].append(item)
    for document in pack.documents.values():
        mine = asked[document.id]
        controls = tuple(item.control.id for item in mine)
        yield DocumentSummary(document.id, document.title, document.title_zh, controls, tallied(mine))


def _verdict(report: Report, audit: Audit) -> tuple[ExitCode, Because]:
    """Incomplete wins over failures; controls below the threshold change neither."""
    serious = [item for item in audit.items if item.control.severity.rank >= report.fail_on.rank]
    unsettled = sum(item.status in _OPEN for item in serious)
    bad = sum(item.status in _BAD for item in serious)
    words = (f"{number:,} {status.replace('_', ' ')}" for status, number in audit.counts.items() if number)
    said = f"{audit.period.name}: of {len(audit.items):,} controls {', '.join(words)}."
    counts = "、".join(f"{number:,} 项{status.zh}" for status, number in audit.counts.items() if number)
    said_zh = f"{audit.period.name}：{len(audit.items):,} 项控制中，{counts}。"
    also = f", {bad:,} fail or are overdue" if bad else ""
    level, also_zh = report.fail_on.zh, f"，{bad:,} 项不符合或逾期" if bad else ""
    if unsettled:
        why = f"At or above '{report.fail_on}' {unsettled:,} are unknown or were not assessed{also}."
        zh = f"“{level}”及以上有 {unsettled:,} 项未知或未评估{also_zh}。"
        return ExitCode.INCOMPLETE, Because(f"{said} {why}", said_zh + zh)
    if bad and report.exit_code is not ExitCode.INCOMPLETE:
        zh = f"“{level}”及以上有 {bad:,} 项不符合或逾期。"
        return ExitCode.FINDINGS, Because(f"{said} At or above '{report.fail_on}'{also[1:]}.", said_zh + zh)
    return report.exit_code, Because(f"{said} {report.verdict}", said_zh + report.verdict_zh)
