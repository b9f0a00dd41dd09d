"""Periods of an audit: quarters, halves, years and months in the calendar of the workspace.

A period is half-open: it holds every instant from midnight of its first day, in the configured IANA zone, up
to midnight after its last day. Weeks are those of ISO 8601; a week belongs to the period of its Thursday.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_NAME = re.compile(r"([1-9][0-9]{3})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?")
_THURSDAY = 3
KINDS = ("week", "month", "quarter", "half-year", "year")
"""Kinds of intervals, shortest first."""


class PeriodError(ValueError):
    """A text that names no period."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a workspace counts: its zone, the first day of its fiscal year (day 1 to 28), and the grace.

    Facts seen live still count for a period when they were collected within the grace after its end.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    month: int = 1
    day: int = 1
    grace: timedelta = timedelta(days=14)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Calendar":
        """From `period:` of audit.yaml. Raises PeriodError for a zone or a day that does not exist."""
        month, day = (int(part) for part in given.get("fiscal_year_start", "01-01").split("-"))
        zone = given.get("time_zone", "UTC")
        try:
            return cls(ZoneInfo(zone), month, day, timedelta(days=int(given.get("grace", "14d")[:-1])))
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise PeriodError(
                f"'{zone}' is not a time zone; use an IANA name such as Asia/Shanghai"
            ) from error

    def document(self) -> dict[str, str]:
        """What `of` reads."""
        start = f"{self.month:02}-{self.day:02}"
        return {"fiscal_year_start": start, "time_zone": self.zone.key, "grace": f"{self.grace.days}d"}

    def midnight(self, day: date) -> datetime:
        """The instant at which a day begins; where the clocks skip midnight, the first instant after it."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def day_of(self, moment: datetime) -> date:
        """The day that an instant lies in."""
        return moment.astimezone(self.zone).date()

    def quarter(self, moment: datetime) -> "Period":
        """The quarter that an instant lies in."""
        return interval_of(self.day_of(moment), "quarter", self)

    def fiscal_year(self, day: date) -> int:
        """The fiscal year of a day, named after the calendar year in which it begins."""
        return day.year if (day.month, day.day) >= (self.month, self.day) else day.year - 1


@dataclass(frozen=True, slots=True)
class Period:
    """A named span of whole days; `first` and `last` both belong to it."""

    name: str
    first: date
    last: date
    calendar: Calendar = field(default_factory=Calendar, compare=False)

    @property
    def start(self) -> datetime:
        """The first instant (UTC)."""
        return self.calendar.midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after it (UTC)."""
        return self.calendar.midnight(self.last + timedelta(days=1))

    @property
    def kind(self) -> str:
        """The kind of interval that it is."""
        return next(
            kind
            for kind in KINDS
            if (one := interval_of(self.first, kind, self.calendar)).first == self.first
            and one.last == self.last
        )

    def accepts(self, moment: datetime) -> bool:
        """Whether what was seen live at this instant counts for the period."""
        return self.start <= moment < self.end + self.calendar.grace

    def intervals(self, kind: str) -> Iterator["Period"]:
        """The weeks, months, quarters, half-years or years that the period touches, in order.

        Weeks are those whose Thursday it holds.
        """
        day = self.first
        if kind == "week":
            day += timedelta(days=(_THURSDAY - day.weekday()) % 7)
        while day <= self.last:
            found = interval_of(day, kind, self.calendar)
            yield found
            day = found.last + timedelta(days=1 + _THURSDAY) if kind == "week" else found.last + timedelta(1)


def parse_period(text: str, calendar: Calendar) -> Period:
    """`2026-Q4`, `2026-H2`, `2026` or `2026-11`. Raises PeriodError for anything else.

    Years, halves and quarters are those of the fiscal year; a month is always that of the calendar.
    """
    found = _NAME.fullmatch(text)
    if not found:
        raise PeriodError(f"'{text}' is not a period; write it like 2026-Q4, 2026-H2, 2026 or 2026-11")
    year, quarter, half, month = found.groups()
    if month:
        return _calendar_month(date(int(year), int(month), 1), calendar)
    if quarter:
        return _part(int(year), "Q", int(quarter), 3, calendar)
    if half:
        return _part(int(year), "H", int(half), 6, calendar)
    return _part(int(year), "", 1, 12, calendar)


def interval_of(day: date, kind: str, calendar: Calendar) -> Period:
    """The interval of a kind that a day lies in."""
    if kind == "week":
        return _week(day, calendar)
    if kind == "month":
        return _calendar_month(day.replace(day=1), calendar)
    letter, months = {"quarter": ("Q", 3), "half-year": ("H", 6), "year": ("", 12)}[kind]
    year = calendar.fiscal_year(day)
    parts = (_part(year, letter, number, months, calendar) for number in range(1, 12 // months + 1))
    return next(part for part in parts if day <= part.last)


def previous(period: Period) -> Period:
    """The period of the same length just before."""
    return interval_of(period.first - timedelta(days=1), period.kind, period.calendar)


def run_document(period: Period, now: datetime) -> dict[str, Any]:
    """What policies read as `data.run`: instants in UTC, days as the calendar of the workspace has them.

    An interval is `over` when it has ended by `now`, and `due` when it ends in the period: a month that two
    periods touch is due in the second. Weeks are due in the period of their Thursday.
    """
    return {
        "now": _instant(now),
        "today": period.calendar.day_of(now).isoformat(),
        "time_zone": period.calendar.zone.key,
        "period": period.name,
        "period_start": _instant(period.start),
        "period_end": _instant(period.end),
        "period_first": period.first.isoformat(),
        "period_last": period.last.isoformat(),
        "previous": _document(previous(period), now),
        "intervals": {kind: list(_intervals(period, kind, now)) for kind in KINDS},
    }


def _intervals(period: Period, kind: str, now: datetime) -> Iterator[dict[str, Any]]:
    for one in period.intervals(kind):
        yield {**_document(one, now), "due": kind == "week" or one.last <= period.last}


def _part(year: int, letter: str, number: int, months: int, calendar: Calendar) -> Period:
    first = _add_months(date(year, calendar.month, calendar.day), (number - 1) * months)
    last = _add_months(first, months) - timedelta(days=1)
    return Period(f"{year}-{letter}{number}" if letter else str(year), first, last, calendar)


def _calendar_month(first: date, calendar: Calendar) -> Period:
    return Period(f"{first:%Y-%m}", first, _add_months(first, 1) - timedelta(days=1), calendar)


def _week(day: date, calendar: Calendar) -> Period:
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(f"{year}-W{week:02}", monday, monday + timedelta(days=6), calendar)


def _add_months(day: date, months: int) -> date:
    """Days are 28 at most, so that every month has them."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)


def _document(period: Period, now: datetime) -> dict[str, Any]:
    return {
        "name": period.name,
        "start": _instant(period.start),
        "end": _instant(period.end),
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "over": period.end <= now,
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
