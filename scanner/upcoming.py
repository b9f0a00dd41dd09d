"""What falls due: by the calendar, by records that go out of date, and by findings that have to be gone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scanner.last_audit import LastAudit
from scanner.model import Basis, ChecklistItem, Control, Finding, Occurrences, Outcome, Report, chinese
from scanner.period import Calendar

Judge = Callable[[date], Report]
"""The report as it would be at the beginning of a day, if nothing more were recorded."""


class Kind(StrEnum):
    """Why something falls due."""

    CONTROL = "control"
    RECORD = "record"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done, `day` being the last day for it."""

    day: date
    kind: Kind
    control: str
    title: str
    text: str
    owner: str
    occurrences: Occurrences | None = None
    title_zh: str = ""
    text_zh: str = ""
    owner_zh: str = ""


def controls_due(items: Iterable[ChecklistItem], last: date) -> Iterator[Due]:
    """Controls that people have to show again; what is seen live is shown by the audit itself."""
    for item in items:
        if item.next_due is None or item.next_due > last or item.basis == (Basis.AUTOMATED,):
            continue
        text = f"{item.control.frequency}, {item.status.replace('_', ' ')} now"
        yield Due(
            item.next_due,
            Kind.CONTROL,
            item.control.id,
            item.control.title,
            text,
            item.owner,
            item.occurrences,
            item.control.title_zh,
            f"{chinese.FREQUENCY[item.control.frequency]}，目前{item.status.zh}",
            item.control.owner_zh,
        )


def records_due(judge: Judge, today: date, last: date, controls: Mapping[str, Control]) -> Iterator[Due]:
    """Records that fail once time has passed: deadlines of open rows, reviews, documents, intervals.

    The first day on which each fails is found by halving, so that few days have to be judged.
    """
    first, end = today, last + timedelta(days=1)
    for day, finding in _arising(judge, (first, _failures(judge(first))), (end, _failures(judge(end)))):
        named = next((controls[control] for control in finding.controls if control in controls), None)
        yield Due(
            day=day - timedelta(days=1),
            kind=Kind.RECORD,
            control=named.id if named else finding.check,
            title=named.title if named else finding.check,
            text=finding.message,
            owner=named.owner if named else "",
            title_zh=named.title_zh if named else "",
            text_zh=finding.message_zh,
            owner_zh=named.owner_zh if named else "",
        )


_At = tuple[date, Mapping[str, Finding]]


def _arising(judge: Judge, before: _At, after: _At) -> Iterator[tuple[date, Finding]]:
    new = after[1].keys() - before[1].keys()
    if not new:
        return
    days = (after[0] - before[0]).days
    if days == 1:
        yield from ((after[0], after[1][key]) for key in sorted(new))
        return
    middle = before[0] + timedelta(days=days // 2)
    between = (middle, _failures(judge(middle)))
    yield from _arising(judge, before, between)
    # What failed in between and is gone again at the end was reported already.
    yield from _arising(judge, between, (after[0], {k: v for k, v in after[1].items() if k in new}))


def _failures(report: Report) -> dict[str, Finding]:
    return {one.fingerprint: one for one in report.findings if one.outcome is Outcome.FAIL}


def findings_due(audit: LastAudit | None, calendar: Calendar, last: date) -> Iterator[Due]:
    """Findings of the last audit that have to be put right by then, those included that are late."""
    for one in audit.findings.values() if audit else ():
        if one.due is None or calendar.day_of(one.due) > last:
            continue
        where = one.finding.name or one.finding.target
        controls = one.controls[0] if one.controls else one.finding.check
        text = f"{where}: {one.finding.message}"
        yield Due(calendar.day_of(one.due), Kind.FINDING, controls, one.finding.check, text, one.owner)


def in_order(due: Iterable[Due]) -> Sequence[Due]:
    """By day, each only once."""
    return sorted(dict.fromkeys(due), key=lambda one: (one.day, one.control, one.kind.value, one.text))


def start_of(calendar: Calendar, day: date, now: datetime) -> datetime:
    """The instant to judge a day by: its beginning, but never before now."""
    return max(now, calendar.midnight(day))
