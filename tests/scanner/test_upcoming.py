"""What falls due, and on which day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scanner.last_audit import LastAudit
from scanner.model import Basis, Control, Finding, Outcome, Report, Severity
from scanner.period import Calendar
from scanner.upcoming import Due, Kind, controls_due, findings_due, in_order, records_due
from tests.reports.sample import sample_report
from tests.reports.sample_audit import followed, sample_audit

TODAY = date(2026, 11, 28)
LAST = TODAY + timedelta(days=30)
CONTROL = Control("vul", "d", "Fixed in time", "按时修复", "Fixed.", Severity.HIGH, "per-event", owner="IT")
REPORT = sample_report()


def record(name: str) -> Finding:
    return replace(REPORT.findings[0], fingerprint=name, message=f"{name} is late", controls=("vul",))


class Clock:
    """Records of which each fails from a day on, until another at most."""

    def __init__(self, fails: dict[str, tuple[date, date]]) -> None:
        self.fails = fails
        self.asked: list[date] = []

    def __call__(self, day: date) -> Report:
        self.asked.append(day)
        found = [record(name) for name, (first, end) in self.fails.items() if first <= day < end]
        return replace(REPORT, findings=tuple(found))


def due(clock: Clock) -> dict[str, date]:
    found = records_due(clock, TODAY, LAST, {"vul": CONTROL})
    return {one.text.split()[0]: one.day for one in found}


def test_the_last_day_is_the_one_before_the_first_on_which_it_fails() -> None:
    never = date.max
    clock = Clock(
        {
            "tomorrow": (TODAY + timedelta(days=1), never),
            "later": (TODAY + timedelta(days=20), never),
            "at-the-end": (LAST + timedelta(days=1), never),
            "too-late": (LAST + timedelta(days=2), never),
            "already": (TODAY, never),
        }
    )
    assert due(clock) == {
        "tomorrow": TODAY,
        "later": TODAY + timedelta(days=19),
        "at-the-end": LAST,
    }


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1))
def test_every_record_is_found_on_its_day_and_few_days_are_judged(fails: dict[str, int]) -> None:
    days = {name: TODAY + timedelta(days=number) for name, number in fails.items()}
    clock = Clock({name: (day, date.max) for name, day in days.items()})
    expected = {n: d - timedelta(days=1) for n, d in days.items() if TODAY < d <= LAST + timedelta(days=1)}
    assert due(clock) == expected
    assert len(set(clock.asked)) <= 2 + 6 * len(set(days.values()))


def test_nothing_new_asks_for_two_days_only() -> None:
    clock = Clock({"already": (TODAY, date.max)})
    assert due(clock) == {}
    assert len(clock.asked) == 2


def test_who_has_to_act_is_said() -> None:
    clock = Clock({"x": (TODAY + timedelta(days=3), date.max)})
    (one,) = records_due(clock, TODAY, LAST, {"vul": CONTROL})
    said = ("vul", "Fixed in time", "x is late", "IT")
    assert one == Due(TODAY + timedelta(days=2), Kind.RECORD, *said, title_zh="按时修复")


def test_controls_are_due_by_their_day_unless_an_audit_shows_them() -> None:
    audit = sample_audit().audit
    assert audit is not None
    items = [
        replace(audit.items[0], next_due=LAST),
        replace(audit.items[1], next_due=LAST + timedelta(days=1)),
        replace(audit.items[2], next_due=None),
        replace(audit.items[3], next_due=TODAY, basis=(Basis.AUTOMATED,)),
    ]
    (one,) = controls_due(items, LAST)
    assert (one.control, one.day, one.owner) == (items[0].control.id, LAST, "IT department")


def test_findings_of_the_last_audit_are_due_and_late_ones_come_first() -> None:
    late = replace(followed(1), due=datetime(2026, 11, 1, tzinfo=UTC))
    soon = replace(followed(2), due=datetime(2026, 12, 20, tzinfo=UTC))
    far = replace(followed(3), due=datetime(2027, 2, 1, tzinfo=UTC))
    undated = replace(followed(4), due=None)
    known = {one.finding.fingerprint: one for one in (far, soon, late, undated)}
    audit = LastAudit("2026-Q3", datetime(2026, 10, 3, tzinfo=UTC), known, None)
    found = in_order(findings_due(audit, Calendar(), LAST))
    assert [(one.day.isoformat(), one.owner) for one in found] == [
        ("2026-11-01", "客服部"),
        ("2026-12-20", "客服部"),
    ]
    assert list(findings_due(None, Calendar(), LAST)) == []


def test_only_failures_count() -> None:
    unknown = replace(record("x"), outcome=Outcome.UNKNOWN)
    reports = {TODAY: REPORT, LAST + timedelta(days=1): replace(REPORT, findings=(unknown,))}
    base = replace(REPORT, findings=())
    assert list(records_due(lambda day: reports.get(day, base), TODAY, LAST, {})) == []
