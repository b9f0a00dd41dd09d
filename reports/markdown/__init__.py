"""A summary in Markdown, for a comment on a pull request: `report.md`, within what GitHub takes.

Text from audited systems stands in code spans only: there it links to nothing, mentions nobody, and is no
HTML.
"""

import re
from collections.abc import Iterable, Iterator

from reports.grouping import CheckGroup, UnknownGroup, check_groups, is_open, tally, unknown_groups
from reports.text import EXIT_LABEL, EXIT_MEANING, OUTCOME_LABEL, compared, counted, visible, visible_block
from reports.wording import acceptance_of, is_tolerated, subject_of
from scanner.model import Finding, Outcome, Report

MAX_BYTES = 65_536
_RESERVE = 400
"""Bytes for the line on what was cut."""
_MAX_FINDINGS = 20
_TICKS = re.compile("`+")


class MarkdownReport:
    """Worst first; what does not fit is counted."""

    filename = "report.md"

    def render(self, report: Report) -> str:
        """The whole comment."""
        parts = [_head(report)]
        room = MAX_BYTES - _RESERVE - len(parts[0].encode())
        cut = 0
        for part in _sections(report):
            size = len(part.encode())
            if cut or size > room:
                cut += 1
                continue
            parts.append(part)
            room -= size
        if cut:
            parts.append(f"\n**Cut here: {counted(cut, 'more section')} in the full report.**\n")
        return "".join(parts)


def _head(report: Report) -> str:
    counts = tally(report.findings)
    code = report.exit_code
    lines = [
        f"## selfaudit: {EXIT_LABEL[code]}",
        "",
        f"**{code_span(report.verdict)}** Exit code {int(code)}: {EXIT_MEANING[code]}.",
        "",
        "| findings open | undecided | accepted | " + " | ".join(OUTCOME_LABEL.values()) + " |",
        "|---|---|---|" + "---|" * len(OUTCOME_LABEL),
        f"| {counts.failed:,} | {counts.unknown:,} | {counts.accepted:,} | "
        + " | ".join(f"{report.coverage.outcomes.get(outcome, 0):,}" for outcome in OUTCOME_LABEL)
        + " |",
        "",
        "The first three count findings, the others all verdicts.",
    ]
    if report.baseline:
        lines.append(f"Known before: {code_span(compared(report.baseline))}.")
    return "\n".join(lines) + "\n"


def _sections(report: Report) -> Iterator[str]:
    if report.warnings:
        yield "\n### Warnings\n\n" + _items(map(code_span, report.warnings))
    groups = check_groups(report)
    unknowns = [group for group in unknown_groups(report) if any(map(is_open, group.findings))]
    failing = [group for group in groups if group.tally.failed]
    worst: list[tuple[int, bool, str]] = [
        *((-group.severity.rank, False, _failing(group)) for group in failing),
        *((_rank(cause, report), True, _undecided(cause, report)) for cause in unknowns),
    ]
    yield from (text for _, _, text in sorted(worst, key=lambda item: item[:2]))
    accepted = [finding for group in groups for finding in group.findings if not is_open(finding)]
    if accepted:
        yield f"\n### Accepted: {len(accepted):,}\n\n" + _items(map(_accepted, accepted[:_MAX_FINDINGS]))
        if len(accepted) > _MAX_FINDINGS:
            yield f"\nand {counted(len(accepted) - _MAX_FINDINGS, 'more accepted finding')}.\n"


def _failing(group: CheckGroup) -> str:
    check = group.check
    failed = [finding for finding in group.findings if finding.outcome is Outcome.FAIL and is_open(finding)]
    title = f"\n### {group.severity.upper()}: {code_span(check.title)} ({len(failed):,})\n\n"
    rest = len(failed) - _MAX_FINDINGS
    more = f"- and {counted(rest, 'more finding')} of this check\n" if rest > 0 else ""
    summary = f"<summary>How to fix ({code_tag(check.id)})</summary>"
    fix = f"\n<details>{summary}\n\n{fenced(check.remediation)}\n</details>\n"
    return title + _items(map(_failed, failed[:_MAX_FINDINGS])) + more + fix


def _failed(finding: Finding) -> str:
    location = finding.location
    line = f":{location.line}" if location and location.line else ""
    where = (
        f" {code_span(f'{location.path}{line}')}" if location else f" on {code_span(finding.subject.target)}"
    )
    return f"{code_span(subject_of(finding))}{where}: {code_span(finding.message)}"


def _rank(cause: UnknownGroup, report: Report) -> int:
    """What only apply can tell comes last."""
    return 1 if _is_later(cause, report) else -cause.severity.rank


def _is_later(cause: UnknownGroup, report: Report) -> bool:
    return all(is_tolerated(finding, report) for finding in cause.findings if is_open(finding))


def _undecided(cause: UnknownGroup, report: Report) -> str:
    findings = [finding for finding in cause.findings if is_open(finding)]
    word = "LATER" if _is_later(cause, report) else cause.severity.upper()
    checks = ", ".join(code_span(check) for check in cause.checks[:_MAX_FINDINGS])
    rest = len(cause.checks) - _MAX_FINDINGS
    more = f" and {counted(rest, 'more check')}" if rest > 0 else ""
    title = f"\n### {word}: unknown: {code_span(cause.title)} ({len(findings):,})\n\n"
    return f"{title}{code_span(cause.details[0])}\n\nUndecided: {checks}{more}\n"


def _accepted(finding: Finding) -> str:
    word = finding.disposition.value
    what = f"{code_span(subject_of(finding))} {code_span(finding.check)}"
    return f"{word}: {what}: {code_span(acceptance_of(finding))}"


def _items(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def code_span(text: str) -> str:
    """Text as it is, in a code span that it cannot leave (CommonMark 6.1)."""
    shown = visible(text) or " "
    ticks = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def code_tag(text: str) -> str:
    """The same inside HTML, where Markdown does not count."""
    safe = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<code>{safe}</code>"


def fenced(text: str) -> str:
    """A block of text that it cannot leave."""
    shown = visible_block(text)
    ticks = "`" * max(3, max(map(len, _TICKS.findall(shown)), default=0) + 1)
    return f"{ticks}text\n{shown}\n{ticks}\n"
