"""Counts evaluations as they stream by, and keeps only what a reader must see."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scanner.findings import findings_of
from scanner.model import (
    Because,
    Check,
    Disposition,
    Evaluation,
    ExitCode,
    Finding,
    GapReason,
    Outcome,
    Severity,
)
from scanner.watch import Watch


@dataclass(slots=True)
class Tally:
    """Outcomes per check and per target, and the findings; `watch` is told of each evaluation."""

    checks: Mapping[str, Check]
    watch: Watch = field(default_factory=Watch)
    findings: list[Finding] = field(default_factory=list)
    by_check: dict[str, Counter[Outcome]] = field(default_factory=dict)
    by_target: dict[str, Counter[Outcome]] = field(default_factory=dict)

    def add(self, evaluation: Evaluation) -> None:
        """Count one evaluation."""
        self.by_check.setdefault(evaluation.check, Counter())[evaluation.outcome] += 1
        self.by_target.setdefault(evaluation.subject.target, Counter())[evaluation.outcome] += 1
        self.watch.note(evaluation)
        self.findings.extend(findings_of(evaluation, self.checks[evaluation.check]))

    def total(self) -> Counter[Outcome]:
        """Outcomes over all checks."""
        return sum(self.by_check.values(), Counter())


@dataclass(slots=True)
class _Counts:
    """Findings by what they do to the exit code; only open ones do anything."""

    failed: int = 0
    unknown: int = 0
    broken: int = 0
    tolerated: int = 0
    waived: int = 0
    baselined: int = 0

    def add(self, finding: Finding, fail_on: Severity, tolerated: frozenset[GapReason]) -> None:
        if finding.disposition is not Disposition.OPEN:
            self.waived += finding.disposition is Disposition.WAIVED
            self.baselined += finding.disposition is Disposition.BASELINED
        elif any(reason.broken for reason in finding.reasons):
            self.broken += 1
        elif _is_tolerated(finding, tolerated):
            self.tolerated += 1
        elif finding.severity.rank >= fail_on.rank:
            self.failed += finding.outcome is Outcome.FAIL
            self.unknown += finding.outcome is Outcome.UNKNOWN

    def besides(self) -> Because:
        """Sentences on what has no say in the exit code."""
        accepted = self.waived + self.baselined
        kinds = ((self.waived, "waived", "已豁免"), (self.baselined, "baselined", "属基线"))
        parts = [(f"{number:,} {word}", f"{number:,} 项{zh}") for number, word, zh in kinds if number]
        text = zh = ""
        if parts:
            text = f" Not counted: {_count(accepted, 'finding')} ({', '.join(one for one, _ in parts)})."
            zh = f"不计入：{accepted:,} 项问题（{'、'.join(one for _, one in parts)}）。"
        if self.tolerated:
            text += f" {_count(self.tolerated, 'verdict')} cannot be given from the files alone."
            zh += f"另有 {self.tolerated:,} 项仅凭文件无法判定。"
        return Because(text, zh)


def _is_tolerated(finding: Finding, tolerated: frozenset[GapReason]) -> bool:
    return (
        finding.outcome is Outcome.UNKNOWN
        and bool(finding.reasons)
        and all(reason.gap in tolerated for reason in finding.reasons)
    )


def exit_of(
    outcomes: Mapping[Outcome, int],
    findings: Iterable[Finding],
    fail_on: Severity,
    stopped: str = "",
    tolerated: frozenset[GapReason] = frozenset(),
) -> tuple[ExitCode, Because]:
    """The exit code and the sentences that explain it. Incomplete wins over findings.

    `stopped` says why the scan came to its end too early, nothing when it did not. Unknowns for no other
    reasons than `tolerated` ones have no say.
    """
    counts = _Counts()
    why: Counter[str] = Counter()
    for finding in findings:
        counts.add(finding, fail_on, tolerated)
        why.update(reason.text for reason in finding.reasons if reason.gap not in tolerated)
    if not stopped and not outcomes.get(Outcome.PASS, 0) and not outcomes.get(Outcome.FAIL, 0):
        code, verdict = ExitCode.INCOMPLETE, _nothing(why)
    else:
        code, verdict = _decide(counts, fail_on, stopped)
    besides = counts.besides()
    return code, Because(verdict.text + besides.text, verdict.zh + besides.zh)


def _nothing(why: Counter[str]) -> Because:
    """With the reason that most verdicts share."""
    cause = why.most_common(1)[0][0] if why else ""
    text = f"Not one check could be decided, so nothing was audited{': ' if cause else ''}{cause}."
    return Because(text, f"没有任何检查得出结论，等于未进行审计{'：' if cause else ''}{cause}。")


def _decide(counts: _Counts, fail_on: Severity, stopped: str) -> tuple[ExitCode, Because]:
    failed, unknown, level = counts.failed, counts.unknown, fail_on.zh
    also = f" On top of that {_count(failed, 'failure')} at or above '{fail_on}'." if failed else ""
    also_zh = f"此外，“{level}”及以上有 {failed:,} 项不符合。" if failed else ""
    if stopped:
        text = f"{stopped[:1].upper()}{stopped[1:]} before its end.{also}"
        return ExitCode.INCOMPLETE, Because(text, f"扫描提前结束：{stopped}。{also_zh}")
    if counts.broken:
        text = f"{_count(counts.broken, 'evaluation')} ended in an error of the check.{also}"
        return ExitCode.INCOMPLETE, Because(text, f"{counts.broken:,} 项评估因检查本身出错而中止。{also_zh}")
    if unknown:
        verb = "is" if unknown == 1 else "are"
        text = f"{_count(unknown, 'verdict')} at or above '{fail_on}' {verb} unknown.{also}"
        return ExitCode.INCOMPLETE, Because(text, f"“{level}”及以上有 {unknown:,} 项无法判定。{also_zh}")
    if failed:
        text = f"{_count(failed, 'failure')} at or above '{fail_on}'."
        return ExitCode.FINDINGS, Because(text, f"“{level}”及以上有 {failed:,} 项不符合。")
    text = f"Nothing failed or stayed unknown at or above '{fail_on}'."
    return ExitCode.CLEAN, Because(text, f"“{level}”及以上没有不符合或无法判定的项。")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
