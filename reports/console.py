"""What a person sees in the terminal: worst first, unknown beside failed, the verdict last.

On a terminal lines are wrapped between words; elsewhere each finding stays on its own line, for grep.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.text import Text

from reports.grouping import (
    CheckGroup,
    UnknownGroup,
    check_groups,
    discrepancies,
    is_open,
    tally,
    unknown_groups,
)
from reports.progress import put
from reports.text import (
    EXIT_LABEL,
    EXIT_MEANING,
    GAP_LABEL,
    OUTCOME_LABEL,
    accepted_by,
    compared,
    counted,
    visible,
)
from reports.wording import is_tolerated
from scanner.model import ExitCode, Finding, Location, Outcome, Report, Severity

__all__ = ["print_report"]

_MAX_BLOCKS = 20
_MAX_FINDINGS = 5
_MAX_SOURCE = 200
"""Characters of a source line."""

_STYLE = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
}
_EXIT_STYLE = {ExitCode.CLEAN: "bold green", ExitCode.FINDINGS: "bold red"}

Line = tuple[int, Text]
"""Indent and text."""


Excerpt = Callable[[Location], Sequence[tuple[int, str]]]
"""The lines of a place, with their numbers."""


def _no_lines(_where: Location) -> Sequence[tuple[int, str]]:
    return ()


def print_report(
    report: Report, console: Console, outputs: Sequence[Path], excerpt: Excerpt | None = None
) -> None:
    """Print a finished scan; `outputs` are the report files already written.

    Long lists are cut, with a count of what was left out and the file that has it; without a file
    nothing is cut. `excerpt` gives the source lines that findings point to.
    """
    blocks = _blocks(report, outputs, excerpt or _no_lines)
    shown = blocks[:_MAX_BLOCKS] if outputs else blocks
    for indent, text in chain.from_iterable(lines for _, lines in shown):
        put(console, text, indent)
    if len(shown) < len(blocks):
        put(console, _left_out(blocks[len(shown) :], outputs))
    for text in _closing(report, outputs):
        put(console, text)


def _left_out(blocks: Sequence[tuple[object, object]], outputs: Sequence[Path]) -> Text:
    return Text(f"… and {counted(len(blocks), 'more group')} of findings in {_best(outputs).name}\n", "bold")


def _blocks(
    report: Report, outputs: Sequence[Path], excerpt: Excerpt
) -> list[tuple[tuple[int, bool], list[Line]]]:
    """Checks that fail and causes of unknowns, each with its lines, by severity; accepted ones last."""
    blocks = [
        ((_rank(group.severity, group.findings), False), list(_check_lines(group, outputs, excerpt)))
        for group in check_groups(report)
        if group.tally.failed or group.tally.accepted
    ]
    blocks += [
        ((_rank(cause.severity, cause.findings), True), list(_unknown_lines(cause, outputs)))
        for cause in unknown_groups(report)
        if any(is_open(finding) and not is_tolerated(finding, report) for finding in cause.findings)
    ]
    return sorted(blocks, key=lambda block: block[0])


def _rank(severity: Severity, findings: Iterable[Finding]) -> int:
    return -severity.rank if any(map(is_open, findings)) else 1


def _check_lines(group: CheckGroup, outputs: Sequence[Path], excerpt: Excerpt) -> Iterator[Line]:
    check, counts = group.check, group.tally
    numbers = [
        f"{number:,} {word}"
        for number, word in (
            (counts.failed, "failed"),
            (counts.unknown, "unknown"),
            (counts.accepted, "accepted"),
        )
        if number
    ]
    yield 0, _heading(group.severity, check.title, ", ".join(numbers))
    failed = [finding for finding in group.findings if finding.outcome is Outcome.FAIL and is_open(finding)]
    accepted = [finding for finding in group.findings if not is_open(finding)]
    cap = _MAX_FINDINGS if outputs else len(group.findings)
    for finding in failed[:cap]:
        yield from _finding_lines(finding)
        yield from _source_lines(finding, excerpt)
    if len(failed) > cap:
        yield 2, Text(f"… and {len(failed) - cap:,} more in {_best(outputs).name}")
    if counts.unknown:
        yield 2, _on_unknowns(finding for finding in group.findings if finding.outcome is Outcome.UNKNOWN)
    yield from chain.from_iterable(map(_finding_lines, accepted[:cap]))
    if len(accepted) > cap:
        yield 2, Text(f"… and {len(accepted) - cap:,} more accepted in {_best(outputs).name}")
    if counts.failed:
        yield 2, Text.assemble(("Fix: ", "bold"), _first_line(check.remediation))
    yield 2, _look_further(check.id, outputs)
    yield 0, Text()


def _heading(severity: Severity, title: str, numbers: str) -> Text:
    return Text.assemble(
        (f"{severity.upper():<8} ", _STYLE[severity]), (visible(title), "bold"), f"  ({numbers})"
    )


def _source_lines(finding: Finding, excerpt: Excerpt) -> Iterator[Line]:
    """The lines that the finding is about, as they stand in the source."""
    where = finding.location
    lines = excerpt(where) if where else ()
    width = len(str(lines[-1][0])) if lines else 0
    for number, text in lines:
        yield 10, Text.assemble((f"{number:>{width}} │ ", "dim"), visible(text.expandtabs(4)[:_MAX_SOURCE]))


def _finding_lines(finding: Finding) -> Iterator[Line]:
    """What and where on one line, why on the next."""
    subject = finding.subject
    name = subject.name or subject.id or f"listing of {subject.type}"
    label = "FAIL" if is_open(finding) else finding.disposition.upper()
    style = "red" if is_open(finding) else "dim"
    yield 2, Text.assemble((f"{label:<7} ", style), (visible(name), "bold"), f" {visible(_where(finding))}")
    yield 10, Text(visible(finding.message))
    if finding.reasons and finding.outcome is Outcome.FAIL:
        yield 10, Text(f"not fully decided: {visible(finding.reasons[0].text)}")
    if finding.acceptance:
        yield 10, Text(f"accepted: {visible(accepted_by(finding.acceptance))}")


def _where(finding: Finding) -> str:
    location = finding.location
    if location is None:
        return f"on {finding.subject.target}"
    return f"at {location.path}:{location.line}" if location.line else f"in {location.path}"


def _on_unknowns(findings: Iterable[Finding]) -> Text:
    unknown = [finding for finding in findings if is_open(finding)]
    targets = Counter(finding.subject.target for finding in unknown)
    where = ", ".join(f"{visible(name)}: {number:,}" for name, number in targets.most_common(3))
    rest = f" and {counted(len(targets) - 3, 'more target')}" if len(targets) > 3 else ""
    return Text.assemble(
        ("UNKNOWN ", "magenta"), f"{len(unknown):,} undecided ({where}{rest}); causes are listed apart"
    )


def _unknown_lines(cause: UnknownGroup, outputs: Sequence[Path]) -> Iterator[Line]:
    findings = [finding for finding in cause.findings if is_open(finding)]
    numbers = f"{counted(len(findings), 'evaluation')} of {counted(len(cause.checks), 'check')} undecided"
    yield 0, Text.assemble(_heading(cause.severity, cause.title, numbers))
    more = f" (and {counted(len(cause.details) - 1, 'similar reason')})" if len(cause.details) > 1 else ""
    yield 2, Text.assemble(("UNKNOWN ", "magenta"), visible(cause.details[0]), more)
    cap = _MAX_FINDINGS if outputs else len(cause.checks)
    rest = (
        f" … and {len(cause.checks) - cap:,} more in {_best(outputs).name}" if len(cause.checks) > cap else ""
    )
    yield 10, Text(", ".join(map(visible, cause.checks[:cap])) + rest)
    yield 0, Text()


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip().strip("`")]
    if not lines:
        return "the policy says nothing about it"
    return visible(lines[0]) if len(lines) == 1 else f"{visible(lines[0])} […]"


def _look_further(check: str, outputs: Sequence[Path]) -> Text:
    page = next((path for path in outputs if path.suffix == ".html"), None)
    where = f"{check}, in {page.name}#check-{check}" if page else check
    return Text.assemble(("Check: ", "bold"), visible(where))


def _best(outputs: Sequence[Path]) -> Path:
    return next((path for path in outputs if path.suffix == ".html"), outputs[0])


def _closing(report: Report, outputs: Sequence[Path]) -> Iterator[Text]:
    for line in discrepancies(report):
        yield Text.assemble(("Totals do not add up, do not rely on this report: ", "bold red"), line)
    for line in report.warnings:
        yield Text.assemble(("Warning: ", "yellow"), visible(line))
    for name, values in sorted(report.filters.items()):
        yield Text.assemble(("Filtered: ", "yellow"), visible(f"{name} = {', '.join(values)}"))
    yield from _coverage(report)
    for path in outputs:
        yield Text.assemble(("Report: ", "bold"), visible(str(path)))
    style = _EXIT_STYLE.get(report.exit_code, "bold magenta")
    yield Text(visible(report.verdict), style)
    label = EXIT_LABEL[report.exit_code].lower()
    yield Text(f"Exit code {int(report.exit_code)}, {label}: {EXIT_MEANING[report.exit_code]}.")


def _coverage(report: Report) -> Iterator[Text]:
    coverage = report.coverage
    looked = (
        counted(len(report.targets), "target"),
        counted(sum(coverage.resources.values()), "resource"),
        f"{coverage.checks_evaluated:,} of {counted(coverage.checks_loaded, 'check')}",
        counted(sum(coverage.outcomes.values()), "evaluation"),
    )
    yield Text.assemble(("Looked at: ", "bold"), ", ".join(looked))
    yield Text.assemble(
        ("Outcomes: ", "bold"),
        ", ".join(
            f"{coverage.outcomes.get(outcome, 0):,} {label}" for outcome, label in OUTCOME_LABEL.items()
        ),
    )
    yield Text.assemble(
        ("Not looked at: ", "bold"), "; ".join(_missed(report)) or "nothing in scope was left out"
    )
    accepted = tally(report.findings).accepted
    if accepted:
        yield Text.assemble(
            ("Accepted: ", "bold"), f"{counted(accepted, 'finding')} waived or baselined, still counted"
        )
    later = [finding for finding in report.findings if is_open(finding) and is_tolerated(finding, report)]
    if later:
        checks = list(dict.fromkeys(finding.check for finding in later))
        yield Text.assemble(
            ("Not decidable from the files: ", "bold"),
            f"{counted(len(later), 'verdict')} ({visible(', '.join(checks))})",
        )
    if report.baseline:
        yield Text.assemble(("Known before: ", "bold"), visible(compared(report.baseline)))


def _missed(report: Report) -> Iterator[str]:
    silent = [visible(target.id) for target in report.targets if target.resources == 0]
    if silent:
        names = ", ".join(silent[:3]) + (f" and {len(silent) - 3:,} more" if len(silent) > 3 else "")
        yield f"{counted(len(silent), 'target')} gave nothing ({names})"
    if report.gaps:
        reasons = ", ".join(
            f"{number:,} {GAP_LABEL[gap]}" for gap, number in sorted(report.coverage.gaps.items())
        )
        yield f"{counted(len(report.gaps), 'gap')} ({reasons})"
    undecided = report.coverage.outcomes.get(Outcome.UNKNOWN, 0)
    if undecided:
        yield f"{counted(undecided, 'evaluation')} undecided"
    if report.coverage.not_assessed:
        yield f"{counted(len(report.coverage.not_assessed), 'check')} not assessed"
