"""Owners and dates: who has to act, by when, and what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scanner.model import Control, Finding, Occurrences, Outcome
from scanner.period import Period, interval_of

_KIND = {
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "half-yearly": "half-year",
    "yearly": "year",
}
"""Frequency to the kind of interval; continuous demands are shown by each audit, others come with events."""
_HOURS = {"hours": 1, "days": 24}
_OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something was last looked at, until when that holds, and what happened in the period."""

    verified: datetime | None = None
    until: date | None = None
    occurrences: Occurrences | None = None

    @classmethod
    def of(cls, several: Iterable["Schedule"]) -> "Schedule":
        """Several as one: the newest look, the earliest end, the occurrences that lack most."""
        given = list(several)
        verified = [one.verified for one in given if one.verified]
        until = [one.until for one in given if one.until]
        counted = [one.occurrences for one in given if one.occurrences]
        return cls(
            max(verified, default=None),
            min(until, default=None),
            max(counted, key=lambda one: (len(one.missing), len(one.open)), default=None),
        )


def next_due(frequency: str, schedule: Schedule, period: Period) -> date | None:
    """The day by which a control has to be shown again; None for events, which come when they come."""
    if schedule.until:
        return schedule.until
    if frequency == "per-event":
        return None
    if frequency == "continuous":
        ends = period if schedule.verified is None else _after(period)
        return ends.last
    kind = _KIND[frequency]
    if schedule.occurrences:
        return _next_occurrence(kind, schedule.occurrences, period)
    current = interval_of(period.last, kind, period.calendar)
    return current.last if schedule.verified is None or current.last > period.last else _after(current).last


def _next_occurrence(kind: str, known: Occurrences, period: Period) -> date:
    """The end of the first interval that lacks it, else of the one after the last."""
    intervals = list(period.intervals(kind))
    lacking = [one for one in intervals if one.name not in known.done]
    return lacking[0].last if lacking else _after(intervals[-1]).last


def _after(period: Period) -> Period:
    """The period of the same length that follows."""
    return interval_of(period.last + timedelta(days=1), period.kind, period.calendar)


def owner_of(finding: Finding, controls: Mapping[str, Control]) -> str:
    """Who has to act on a finding: the owner of the data, else of the target, else of the control."""
    dataset = finding.subject.dataset or {}
    by_control = (controls[control].owner for control in finding.controls if control in controls)
    names = (str(dataset.get(_OWNER, "")), finding.subject.labels.get(_OWNER, ""), *by_control)
    return next((name for name in names if name), "")


def due_of(
    finding: Finding, first_seen: datetime, controls: Mapping[str, Control], lengths: Mapping[str, timedelta]
) -> datetime | None:
    """By when a failure has to be put right; the unknown has no date, it has to be looked at.

    `lengths` are parameters that say how long it may take: one per severity, and those that controls name.
    """
    if finding.outcome is not Outcome.FAIL:
        return None
    named = [controls[control].rectify_within for control in finding.controls if control in controls]
    known = [lengths[name] for name in (f"rectify_days_{finding.severity}", *named) if name in lengths]
    return first_seen + min(known) if known else None


def lengths_of(
    values: Mapping[str, object], entries: Mapping[str, Mapping[str, object]]
) -> dict[str, timedelta]:
    """All parameters that are a number of hours or days."""
    return {
        name: timedelta(hours=float(value) * _HOURS[str(entries[name]["unit"])])
        for name, value in values.items()
        if isinstance(value, int | float) and not isinstance(value, bool) and entries[name]["unit"] in _HOURS
    }
