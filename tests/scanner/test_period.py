"""Periods: which instants, days and weeks belong to which."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.period import KINDS, Calendar, PeriodError, interval_of, parse_period, previous, run_document

SHANGHAI = Calendar(ZoneInfo("Asia/Shanghai"))
APRIL = Calendar(month=4)
CALENDARS = st.builds(
    Calendar,
    st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", "Africa/Cairo", "Pacific/Apia"]).map(
        ZoneInfo
    ),
    st.integers(1, 12),
    st.integers(1, 28),
)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
NAMES = st.one_of(
    st.integers(1990, 2090).map(str),
    st.tuples(st.integers(1990, 2090), st.sampled_from(["Q1", "Q2", "Q3", "Q4", "H1", "H2", "02", "11"])).map(
        lambda pair: f"{pair[0]}-{pair[1]}"
    ),
)


@pytest.mark.parametrize(
    ("name", "calendar", "first", "last"),
    [
        ("2026-Q4", Calendar(), "2026-10-01", "2026-12-31"),
        ("2026-H1", Calendar(), "2026-01-01", "2026-06-30"),
        ("2026", Calendar(), "2026-01-01", "2026-12-31"),
        ("2024-02", Calendar(), "2024-02-01", "2024-02-29"),
        ("2026-Q4", APRIL, "2027-01-01", "2027-03-31"),
        ("2026", APRIL, "2026-04-01", "2027-03-31"),
        ("2026-02", APRIL, "2026-02-01", "2026-02-28"),
        ("2026-Q1", Calendar(month=4, day=6), "2026-04-06", "2026-07-05"),
    ],
)
def test_names(name: str, calendar: Calendar, first: str, last: str) -> None:
    period = parse_period(name, calendar)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-13", "26-Q1", "2026Q1", "2026-q1", "2026-00", " 2026"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(PeriodError, match="write it like 2026-Q4"):
        parse_period(text, Calendar())


def test_a_day_begins_at_midnight_of_the_zone() -> None:
    period = parse_period("2026-Q4", SHANGHAI)
    assert period.start == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert period.end == datetime(2026, 12, 31, 16, tzinfo=UTC)


def test_a_day_without_midnight_begins_when_the_clocks_have_moved() -> None:
    # https://data.iana.org/time-zones/: Egypt moved from 00:00 to 01:00 on 28 April 2023.
    start = Calendar(ZoneInfo("Africa/Cairo")).midnight(date(2023, 4, 28))
    assert start == datetime(2023, 4, 27, 22, tzinfo=UTC)


def test_facts_count_until_the_grace_is_over() -> None:
    period = parse_period("2026-Q3", Calendar(grace=timedelta(days=14)))
    assert not period.accepts(datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC))
    assert period.accepts(datetime(2026, 7, 1, tzinfo=UTC))
    assert period.accepts(datetime(2026, 10, 14, 23, 59, 59, tzinfo=UTC))
    assert not period.accepts(datetime(2026, 10, 15, tzinfo=UTC))


def test_a_week_belongs_to_the_period_of_its_thursday() -> None:
    weeks = [week.name for week in parse_period("2026-Q4", Calendar()).intervals("week")]
    assert (weeks[0], weeks[-1]) == ("2026-W40", "2026-W53")  # 28 September to 4 October, 28 December on
    assert next(parse_period("2027-Q1", Calendar()).intervals("week")).name == "2027-W01"


def test_a_year_is_touched_by_each_of_its_quarters_and_due_in_the_last() -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    due = [
        run_document(parse_period(f"2026-Q{number}", Calendar()), now)["intervals"]["year"]
        for number in range(1, 5)
    ]
    assert [(year["name"], year["due"], year["over"]) for (year,) in due] == [
        ("2026", False, False),
        ("2026", False, False),
        ("2026", False, False),
        ("2026", True, False),
    ]


def test_what_policies_read() -> None:
    run = run_document(parse_period("2026-Q4", SHANGHAI), datetime(2026, 11, 27, 16, 0, 1, tzinfo=UTC))
    assert {name: run[name] for name in ("now", "today", "period", "period_start", "period_end")} == {
        "now": "2026-11-27T16:00:01Z",
        "today": "2026-11-28",
        "period": "2026-Q4",
        "period_start": "2026-09-30T16:00:00Z",
        "period_end": "2026-12-31T16:00:00Z",
    }
    assert run["previous"]["name"] == "2026-Q3"
    assert [(month["name"], month["over"]) for month in run["intervals"]["month"]] == [
        ("2026-10", True),
        ("2026-11", False),
        ("2026-12", False),
    ]


@given(CALENDARS, DAYS, st.sampled_from(KINDS))
def test_intervals_follow_each_other_without_gap_or_overlap(calendar: Calendar, day: date, kind: str) -> None:
    one = interval_of(day, kind, calendar)
    after = interval_of(one.last + timedelta(days=1), kind, calendar)
    assert one.first <= day <= one.last
    assert after.first == one.last + timedelta(days=1)
    assert one.end == after.start
    assert one.start < one.end


@given(CALENDARS, NAMES)
def test_each_week_and_month_is_due_in_exactly_one_period_of_a_kind(calendar: Calendar, name: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    period = parse_period(name, calendar)
    before = previous(period)
    assert before.last + timedelta(days=1) == period.first
    for kind in KINDS:
        due = [
            {item["name"] for item in run_document(one, now)["intervals"][kind] if item["due"]}
            for one in (before, period)
        ]
        assert not due[0] & due[1]


@given(CALENDARS, DAYS)
def test_a_day_begins_in_itself(calendar: Calendar, day: date) -> None:
    start = calendar.midnight(day)
    assert calendar.day_of(start) >= day  # Samoa left out 30 December 2011
    assert calendar.day_of(start - timedelta(microseconds=1)) < day
