"""Audits one after the other: what is followed, from when, until when, and what proves that it is gone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reports.json import JsonReport
from scanner.audit import Request
from scanner.due import due_of, lengths_of, owner_of
from scanner.engines.regorus import RegorusEngine
from scanner.interfaces import ConfigurationError, Halt
from scanner.last_audit import earlier_audits, latest_audit
from scanner.model import (
    Control,
    Enumerated,
    Event,
    ExitCode,
    Finding,
    Gap,
    GapReason,
    Outcome,
    Report,
    Resource,
    Severity,
    Status,
    Subject,
)
from scanner.output import private_file
from scanner.period import Calendar, parse_period
from scanner.pipeline import evaluate_snapshot
from scanner.policy_pack import Pack, load_packs
from scanner.selection import Options
from scanner.snapshot import Header, SnapshotWriter, TargetInfo, open_snapshot
from tests.scanner.packs import write_check, write_schemas

CALENDAR = Calendar()
Q3, Q4 = datetime(2026, 9, 10, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)
PARAMETERS = "".join(
    f"  rectify_days_{severity}: {{value: {days}, unit: days, stricter: lower, basis: ours, title: Days}}\n"
    for severity, days in (("critical", 1), ("high", 7), ("medium", 30), ("low", 90))
)
CONTROLS = """\
controls:
  - {id: shut, title: Things are shut, title_zh: 应关闭, requirement: Everything that can be open is shut.,
     severity: high, frequency: continuous}
"""
RULE = """\
deny contains {"msg": sprintf("%s is open", [grant.who]), "path": grant.who} if {
	some grant in input.facts.grants
	grant.right == "open"
}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    folder = tmp_path / "pack"
    write_schemas(folder)
    (folder / "parameters.yaml").write_text(f"parameters:\n{PARAMETERS}")
    (folder / "controls").mkdir()
    (folder / "controls" / "doors.yaml").write_text(CONTROLS)
    write_check(folder, "d.shut", RULE, extra="#   controls: [shut]\n")
    return load_packs([("pack", folder)])


@dataclass(frozen=True)
class Audits:
    """A folder of audits of one target."""

    folder: Path
    pack: Pack

    def audit(self, name: str, now: datetime, events: Iterable[Event], *, keep: bool = True) -> Report:
        """Audit a period, and write its report where the next audit looks."""
        snapshot = self.folder / "snapshot"
        self.folder.mkdir(exist_ok=True)
        header = Header(
            "1", now, (TargetInfo("t1", "box", ("box.thing",), {"owner": "ops"}),), has_datasets=False
        )
        with private_file(snapshot) as handle, SnapshotWriter(handle, header) as writer:
            for event in events:
                writer.add(event)
        period = parse_period(name, CALENDAR)
        request = Request(period, earlier_audits(self.folder, period))
        report = evaluate_snapshot(
            open_snapshot(snapshot),
            self.pack,
            RegorusEngine(),
            Options(),
            lambda: now,
            Halt(),
            lambda _, __: None,
            "",
            request,
        )
        if keep:
            (self.folder / name).mkdir(exist_ok=True)
            (self.folder / name / "report.json").write_text(JsonReport().render(report))
        return report


@pytest.fixture
def audits(tmp_path: Path, pack: Pack) -> Audits:
    return Audits(tmp_path / "audits", pack)


def doors(*names: str, **states: str) -> list[Event]:
    """Things with doors; a complete listing."""
    found: list[Event] = []
    for name in names:
        grants = [{"who": door, "right": state} for door, state in states.items()]
        labels = {"owner": "ops"}
        found.append(Resource(f"box:{name}", "box.thing", name, "t1", {"grants": grants}, Q3, labels))
    return [*found, Enumerated("t1", "box.thing", len(names))]


def lists(report: Report) -> Mapping[str, list[str]]:
    assert report.audit is not None
    since = report.audit.since_last
    assert since is not None
    return {
        name: [f"{one.finding.name}/{one.finding.path}" for one in getattr(since, name)]
        for name in ("fixed", "still_open", "not_rechecked", "new")
    }


def status(report: Report) -> Status:
    assert report.audit is not None
    (item,) = report.audit.items
    return item.status


def test_a_first_audit_has_nothing_to_compare_with(audits: Audits) -> None:
    report = audits.audit("2026-Q3", Q3, doors("a", front="open"))
    assert report.audit is not None
    assert report.audit.since_last is None
    (finding,) = report.findings
    assert (finding.owner, finding.first_seen, finding.due) == ("ops", Q3, Q3 + timedelta(days=7))
    assert status(report) is Status.FAIL


def test_what_is_still_there_keeps_its_date(audits: Audits) -> None:
    audits.audit("2026-Q3", Q3, doors("a", front="open"))
    report = audits.audit("2026-Q4", Q4, doors("a", front="open"))
    assert lists(report) == {"fixed": [], "still_open": ["a/front"], "not_rechecked": [], "new": []}
    assert report.audit is not None
    assert report.audit.since_last is not None
    (one,) = report.audit.since_last.still_open
    assert (one.first_seen, one.due, one.overdue) == (Q3, Q3 + timedelta(days=7), True)
    # A second run of the same period starts from the first one.
    again = audits.audit("2026-Q4", Q4 + timedelta(days=2), doors("a", front="open", back="open"))
    assert lists(again) == {"fixed": [], "still_open": ["a/front"], "not_rechecked": [], "new": ["a/back"]}
    seen = {finding.path: finding.first_seen for finding in again.findings}
    assert seen == {"front": Q3, "back": Q4 + timedelta(days=2)}
    third = audits.audit("2026-Q4", Q4 + timedelta(days=4), doors("a", back="open"))
    assert third.findings[0].first_seen == Q4 + timedelta(days=2)


@pytest.mark.parametrize(
    ("events", "fixed"),
    [
        (doors("a", front="shut"), True),  # the same check passes
        (doors("a", front="shut", back="open"), True),  # it fails, but no longer for this
        (doors("b", front="shut"), True),  # a complete listing does not have it any more
        (doors(), True),
        ([Gap("t1", "box.thing", GapReason.DENIED, "no")], False),
        ([*doors("b", front="shut")[:1], Gap("t1", "box.thing", GapReason.TIMEOUT, "cut")], False),
        ([Gap("t1", "box.thing", GapReason.DENIED, "no", "", "box:a", "grants"), *doors("a")], False),
        ([], False),  # nobody looked
    ],
)
def test_fixed_is_what_was_seen_to_be_gone(audits: Audits, events: list[Event], fixed: bool) -> None:
    audits.audit("2026-Q3", Q3, doors("a", front="open"))
    report = audits.audit("2026-Q4", Q4, events)
    assert lists(report)["fixed"] == (["a/front"] if fixed else [])
    assert lists(report)["not_rechecked"] == ([] if fixed else ["a/front"])


def test_what_nobody_could_look_at_again_is_overdue_once_its_time_is_over(audits: Audits) -> None:
    gap: list[Event] = [Gap("t1", "box.thing", GapReason.DENIED, "no")]
    audits.audit("2026-Q3", Q3, doors("a", front="open"))
    in_time = audits.audit("2026-Q4", Q3 + timedelta(days=6), gap, keep=False)
    assert status(in_time) is Status.NOT_ASSESSED  # seen before the period began
    late = audits.audit("2026-Q4", Q4, gap)
    assert status(late) is Status.OVERDUE
    assert late.audit is not None
    assert "not looked at again, due 2026-09-17: a: front is open" in late.audit.items[0].because[0].text
    # It is not forgotten by the audit after that either.
    after = audits.audit("2027-Q1", datetime(2027, 2, 1, tzinfo=UTC), gap)
    assert lists(after)["not_rechecked"] == ["a/front"]
    fixed = audits.audit("2027-Q2", datetime(2027, 5, 1, tzinfo=UTC), doors("a", front="shut"))
    assert lists(fixed)["fixed"] == ["a/front"]
    assert status(fixed) is Status.PASS


def test_the_last_audit_is_that_of_the_latest_period_before(audits: Audits) -> None:
    audits.audit("2026-Q2", Q3, doors("a", front="open"))
    audits.audit("2026-Q3", Q3, doors("a", back="open"))
    (audits.folder / "notes").mkdir()
    (audits.folder / "notes" / "report.json").write_text("mine")
    assert lists(audits.audit("2026-Q4", Q4, doors("a", front="shut")))["fixed"] == ["a/back"]
    latest = latest_audit(audits.folder, CALENDAR)
    assert latest is not None
    assert latest.period == "2026-Q4"


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"audit": null}', "{" * 5000])
def test_a_last_audit_that_cannot_be_read_is_an_error(audits: Audits, content: str) -> None:
    audits.audit("2026-Q3", Q3, doors("a", front="open"))
    (audits.folder / "2026-Q3" / "report.json").write_text(content)
    with pytest.raises(ConfigurationError, match="not the report of an audit; restore it"):
        audits.audit("2026-Q4", Q4, doors("a"))


@pytest.mark.parametrize(
    ("events", "code"),
    [
        (doors("a", front="shut"), ExitCode.CLEAN),
        (doors("a", front="open"), ExitCode.FINDINGS),
        ([Gap("t1", "box.thing", GapReason.DENIED, "no")], ExitCode.INCOMPLETE),
        (doors(), ExitCode.INCOMPLETE),
    ],
)
def test_the_exit_code_is_that_of_the_checklist(audits: Audits, events: list[Event], code: ExitCode) -> None:
    report = audits.audit("2026-Q4", Q4, events)
    assert report.exit_code is code
    assert report.verdict.startswith("2026-Q4: of 1 controls 1 ")


def test_what_is_not_assessed_is_incomplete_although_nothing_failed(audits: Audits, pack: Pack) -> None:
    more = Control(
        "none", "doors", "Nobody checks", "无人检查", "Nobody checks this demand.", Severity.HIGH, "yearly"
    )
    alone = Audits(audits.folder, replace(pack, controls={**pack.controls, "none": more}))
    report = alone.audit("2026-Q4", Q4, doors("a", front="shut"))
    assert report.exit_code is ExitCode.INCOMPLETE
    quiet = replace(more, severity=Severity.LOW)
    below = Audits(audits.folder, replace(pack, controls={**pack.controls, "none": quiet}))
    assert below.audit("2026-Q4", Q4, doors("a", front="shut")).exit_code is ExitCode.CLEAN


def test_totals_add_up(audits: Audits) -> None:
    report = audits.audit("2026-Q4", Q4, doors("a", front="open"))
    assert report.audit is not None
    assert sum(report.audit.counts.values()) == len(report.audit.items) == len(report.controls)
    assert sum(sum(counts.values()) for counts in report.audit.domains.values()) == len(report.controls)


# --- owners and dates -------------------------------------------------------------------------------


def finding(**more: Any) -> Finding:
    values: dict[str, Any] = {
        "fingerprint": "f",
        "check": "c",
        "outcome": Outcome.FAIL,
        "severity": Severity.HIGH,
        "subject": Subject("box.thing", "t1", "id"),
        "message": "",
        "path": "",
        "reasons": (),
        "evidence": {},
        "controls": ("shut",),
    }
    return Finding(**{**values, **more})


SHUT = Control(
    "shut", "d", "Shut", "关", "Shut.", Severity.HIGH, "continuous", owner="Security", owner_zh="安全"
)
LENGTHS = {f"rectify_days_{name}": timedelta(days=days) for name, days in (("critical", 1), ("high", 7))}


@pytest.mark.parametrize(
    ("subject", "owner"),
    [
        ({"dataset": {"owner": "crm"}, "labels": {"owner": "ops"}}, "crm"),
        ({"labels": {"owner": "ops"}}, "ops"),
        ({}, "Security"),
    ],
)
def test_the_owner_is_that_of_the_data_else_of_the_target_else_of_the_control(
    subject: dict[str, Any], owner: str
) -> None:
    one = finding(subject=Subject("box.thing", "t1", "id", **subject))
    assert owner_of(one, {"shut": SHUT}) == owner


def test_nobody_is_made_up() -> None:
    assert owner_of(finding(controls=("gone",)), {"shut": SHUT}) == ""


def test_due_dates_follow_severity_unless_a_control_is_stricter() -> None:
    due: Callable[..., datetime | None] = lambda one, control=SHUT: due_of(  # noqa: E731
        one, Q3, {"shut": control}, {**LENGTHS, "fix_hours": timedelta(hours=24), "slow": timedelta(days=60)}
    )
    assert due(finding()) == Q3 + timedelta(days=7)
    assert due(finding(severity=Severity.CRITICAL)) == Q3 + timedelta(days=1)
    assert due(finding(), replace(SHUT, rectify_within="fix_hours")) == Q3 + timedelta(hours=24)
    assert due(finding(), replace(SHUT, rectify_within="slow")) == Q3 + timedelta(days=7)
    assert due(finding(outcome=Outcome.UNKNOWN)) is None
    assert due(finding(severity=Severity.LOW)) is None  # no parameter says how long that may take


def test_lengths_are_parameters_in_hours_or_days() -> None:
    entries = {"a": {"unit": "hours"}, "b": {"unit": "days"}, "c": {"unit": "percent"}, "d": {"unit": "days"}}
    found = lengths_of({"a": 24, "b": 2, "c": 3, "d": [1]}, entries)
    assert found == {"a": timedelta(days=1), "b": timedelta(days=2)}
