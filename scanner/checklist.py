"""The status of every control: each entry of its `verify` has to be evaluated, and the worst one counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scanner.due import Schedule, next_due
from scanner.model import (
    Basis,
    Because,
    Check,
    ChecklistItem,
    Control,
    Disposition,
    Finding,
    Occurrences,
    Outcome,
    Report,
    Status,
)
from scanner.period import Period
from scanner.policy_pack import Pack
from scanner.statements import Statements, attested

RECORDED = ("register.", "attestation.")
"""Types of what people wrote down, with dates of its own; everything else is seen live."""
STATED = "declared."
"""Types of what people state because it cannot be seen."""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What controls are judged by, beside the findings of the report.

    `types` are the resource types that some configured target can have, `not_assessed` says why a check was
    evaluated on nothing.
    """

    pack: Pack
    types: frozenset[str]
    not_assessed: Mapping[str, Because]
    statements: Statements
    period: Period


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one entry says."""

    status: Status
    basis: Basis
    because: tuple[Because, ...] = ()
    checks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)


def is_live(check: Check) -> bool:
    """Whether a check reads anything that is true only at the moment at which it is seen."""
    return not all(type_.startswith(RECORDED) for type_ in (check.resource, *check.needs))


def worst(statuses: Iterable[Status]) -> Status:
    """The status of several together; nothing at all is not assessed."""
    return min(statuses, key=lambda status: status.rank, default=Status.NOT_ASSESSED)


def tallied(items: Iterable[ChecklistItem]) -> dict[Status, int]:
    """How many controls have each status, all statuses included."""
    counts = Counter(item.status for item in items)
    return {status: counts[status] for status in Status}


def checklist(report: Report, evaluated: Evaluated) -> tuple[ChecklistItem, ...]:
    """One item per control of an unfiltered report: by domain, worst first, then severity."""
    judge = _Judge(report, evaluated)
    items = [judge.item(control) for control in evaluated.pack.controls.values()]
    return tuple(sorted(items, key=_order))


def _order(item: ChecklistItem) -> tuple[object, ...]:
    return item.control.domain, item.status.rank, -item.control.severity.rank, item.control.id


class _Judge:
    def __init__(self, report: Report, evaluated: Evaluated) -> None:
        self.given = evaluated
        self.now = report.evaluated_as_of
        self.outcomes = {id_: summary.outcomes for id_, summary in report.checks.items()}
        self.findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in report.findings:
            self.findings[finding.check].append(finding)
        self.serving: dict[str, list[Check]] = defaultdict(list)
        for check in evaluated.pack.checks.values():
            for control in check.controls:
                self.serving[control].append(check)
        self.looser = {one.name for one in report.parameters if one.looser}

    def item(self, control: Control) -> ChecklistItem:
        """The item of a control."""
        verdicts = list(self._verdicts(control))
        status = worst(verdict.status for verdict in verdicts)
        mine = [verdict for verdict in verdicts if verdict.status is status]
        checks = tuple(dict.fromkeys(check for verdict in verdicts for check in verdict.checks))
        schedule = Schedule.of(verdict.schedule for verdict in verdicts)
        return ChecklistItem(
            control=control,
            status=status,
            basis=tuple(dict.fromkeys(verdict.basis for verdict in verdicts)),
            checks=checks,
            findings=tuple(finding.fingerprint for check in checks for finding in self.findings[check]),
            evidence=tuple(dict.fromkeys(text for verdict in verdicts for text in verdict.evidence)),
            last_verified=schedule.verified,
            next_due=next_due(control.frequency, schedule, self.given.period),
            owner=control.owner,
            occurrences=schedule.occurrences,
            because=_shown(because for verdict in mine for because in verdict.because),
        )

    def _verdicts(self, control: Control) -> Iterator[_Verdict]:
        """One per entry; a control without entries is decided by the checks that name it."""
        for number, entry in enumerate(control.verify or ({"checks": True},), 1):
            if "rule" in entry:
                yield self._rule(f"{control.id}.{entry.get('name', number)}", entry.get("every", ""))
            elif "attestation" in entry:
                yield self._attestation(control)
            else:
                yield self._checks(control)

    # --- checks -----------------------------------------------------------------------------------

    def _checks(self, control: Control) -> _Verdict:
        """All checks that some configured target can be judged by, and at least one."""
        named = [check for check in self.serving[control.id] if not check.id.startswith(f"{control.id}.")]
        judged = [check for check in named if check.resource in self.given.types]
        if not judged:
            return _Verdict(Status.NOT_ASSESSED, Basis.AUTOMATED, (_nothing_for(named),))
        verdict = self._together(Basis.AUTOMATED, [self._check(check, Basis.AUTOMATED) for check in judged])
        unstated = [check for check in named if check not in judged and check.resource.startswith(STATED)]
        if verdict.status is Status.NOT_APPLICABLE and unstated:
            # What was seen says nothing about it, and nobody has stated what there is in its place.
            return replace(verdict, status=Status.NOT_ASSESSED, because=(_nothing_for(unstated),))
        return verdict

    def _rule(self, id_: str, every: str) -> _Verdict:
        check = self.given.pack.checks.get(id_)
        if check is None:
            text = f"the rule {id_} was not loaded"
            return _Verdict(Status.NOT_ASSESSED, Basis.EVIDENCE, (Because(text, f"规则 {id_} 未加载"),))
        verdict = self._check(check, Basis.EVIDENCE)
        if not every or verdict.status in (Status.NOT_ASSESSED, Status.UNKNOWN):
            return verdict
        return replace(verdict, schedule=replace(verdict.schedule, occurrences=self._occurrences(id_, every)))

    def _together(self, basis: Basis, verdicts: Sequence[_Verdict]) -> _Verdict:
        status = worst(verdict.status for verdict in verdicts)
        return _Verdict(
            status,
            basis,
            tuple(one for verdict in verdicts if verdict.status is status for one in verdict.because),
            tuple(check for verdict in verdicts for check in verdict.checks),
            tuple(text for verdict in verdicts for text in verdict.evidence),
            Schedule.of(verdict.schedule for verdict in verdicts),
        )

    def _check(self, check: Check, basis: Basis) -> _Verdict:
        """What one check says."""
        because = self._why_not(check)
        if because:
            return _Verdict(Status.NOT_ASSESSED, basis, (because,), (check.id,))
        outcomes, findings = self.outcomes[check.id], self.findings[check.id]
        status = _status(outcomes, findings)
        evidence = f"{check.id}: {', '.join(_counts(outcomes))}"
        schedule = Schedule(verified=self.now)
        loose = sorted(self.looser & check.reads.parameters)
        if loose and status in (Status.PASS, Status.NOT_APPLICABLE, Status.WAIVED):
            text = f"{check.id} passes only by {', '.join(loose)}, which is looser than the documents"
            zh = f"{check.id} 仅按放宽的参数 {', '.join(loose)} 通过，低于制度要求"
            return _Verdict(
                Status.NOT_ASSESSED, basis, (Because(text, zh),), (check.id,), (evidence,), schedule
            )
        reasons = tuple(_because(check, status, findings))
        return _Verdict(status, basis, reasons, (check.id,), (evidence,), schedule)

    def _why_not(self, check: Check) -> Because | None:
        """Why a check says nothing about the period."""
        period, now = self.given.period, self.now
        if check.id in self.given.not_assessed:
            why = self.given.not_assessed[check.id]
            return Because(f"{check.id}: {why.text}", f"{check.id} 未评估：{why.zh}")
        if not sum(self.outcomes.get(check.id, {}).values()):
            return Because(f"{check.id} was evaluated on nothing", f"{check.id} 没有可评估的对象")
        if is_live(check) and not period.accepts(now):
            day = period.calendar.day_of(now)
            text = f"seen live on {day}, which is not in {period.name} or the grace after it"
            return Because(text, f"现场数据采集于 {day}，不在 {period.name} 及其宽限期内")
        return None

    # --- attestations and occurrences -------------------------------------------------------------

    def _attestation(self, control: Control) -> _Verdict:
        said = attested(control, self.given.statements, self.given.period, self.now)
        evidence = (said.evidence,) if said.evidence else ()
        schedule = Schedule(verified=said.at, until=said.until)
        return _Verdict(said.status, Basis.ATTESTATION, (said.because,), (), evidence, schedule)

    def _occurrences(self, id_: str, every: str) -> Occurrences:
        """Intervals that ended in the period, told apart by what the rule found missing; others are open."""
        period, now = self.given.period, self.now
        missing = {finding.path.split("/")[0] for finding in self.findings[id_]}
        due = [one for one in period.intervals(every) if every == "week" or one.last <= period.last]
        over = [one.name for one in due if one.end <= now]
        return Occurrences(
            done=tuple(name for name in over if name not in missing),
            missing=tuple(name for name in over if name in missing),
            open=tuple(one.name for one in due if one.end > now),
        )


def _status(outcomes: Mapping[Outcome, int], findings: Sequence[Finding]) -> Status:
    """A baseline is for changes, not for audits: what it knows counts as open here."""
    found = [_finding_status(finding) for finding in findings]
    if not found and not outcomes.get(Outcome.PASS, 0):
        return Status.NOT_APPLICABLE
    return worst([Status.PASS, *found]) if outcomes.get(Outcome.PASS, 0) else worst(found)


def _finding_status(finding: Finding) -> Status:
    if finding.disposition is Disposition.WAIVED:
        return Status.WAIVED
    if finding.outcome is Outcome.FAIL:
        return Status.FAIL
    unproven = bool(finding.reasons) and all(reason.not_assessed for reason in finding.reasons)
    return Status.NOT_ASSESSED if unproven else Status.UNKNOWN


def _because(check: Check, status: Status, findings: Sequence[Finding]) -> Iterator[Because]:
    """The findings that make the status, the first ones in their words."""
    mine = [finding for finding in findings if _finding_status(finding) is status]
    for finding in mine[:_SHOWN]:
        where = finding.subject.name or finding.subject.target
        yield Because(
            f"{where}: {finding.message}",
            f"{where}：{finding.message_zh or check.zh.get('title', finding.message)}",
        )
    if len(mine) > _SHOWN:
        more = len(mine) - _SHOWN
        yield Because(f"{more} more findings of {check.id}", f"{check.id} 另有 {more} 项")


def _shown(becauses: Iterable[Because]) -> tuple[Because, ...]:
    found = list(dict.fromkeys(becauses))
    if len(found) <= _SHOWN:
        return tuple(found)
    more = len(found) - _SHOWN
    return (*found[:_SHOWN], Because(f"and {more} more reasons", f"另有 {more} 条原因"))


def _nothing_for(named: Sequence[Check]) -> Because:
    if not named:
        return Because("no check names this control yet", "尚无检查项对应此控制")
    types = sorted({check.resource for check in named})
    more = len(types) - _SHOWN
    en = ", ".join(types[:_SHOWN]) + (f" and {more} more types" if more > 0 else "")
    zh = "、".join(types[:_SHOWN]) + (f" 等 {len(types)} 种资源" if more > 0 else "")
    return Because(f"no configured target can have {en}", f"没有已配置的目标具有 {zh}")


def _counts(outcomes: Mapping[Outcome, int]) -> Iterator[str]:
    for outcome in (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, Outcome.NOT_APPLICABLE):
        if outcomes.get(outcome, 0):
            yield f"{outcomes[outcome]} {outcome.value.replace('_', ' ')}"
