"""Waivers in comments: whole, near, below high, and only those that were there before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from scanner.inline_waivers import InlineWaivers, inline_waivers
from scanner.interfaces import ConfigurationError
from scanner.model import Finding, Location, Outcome, Severity, Subject
from scanner.waiver_desk import WaiverDesk

LINES = [
    "# selfaudit:waive other until 2026-12-31: not this one",
    'resource "aws_s3_bucket" "logs" {',
    "  # selfaudit:waive c until 2026-12-31: goes to itself",
    "}",
    "",
    "// selfaudit:waive c until 2026-12-31: the next block",
    'resource "aws_s3_bucket" "b" {',
    "}",
]
TODAY = date(2026, 12, 31)


def finding(line: int = 2, end: int = 4, severity: Severity = Severity.MEDIUM, **more: object) -> Finding:
    where = Location("main.tf", line, end)
    subject = Subject("box.thing", "t", "a", "a")
    made = Finding("f", "c", Outcome.FAIL, severity, subject, "text", "", (), {}, (), location=where)
    return replace(made, **more)  # type: ignore[arg-type]


def accepted(one: Finding, lines: Sequence[str] = LINES, today: date = TODAY) -> str | None:
    desk = WaiverDesk((), today, InlineWaivers(lambda path: lines if path == "main.tf" else ()))
    acceptance = desk.acceptance(one)
    return acceptance.source if acceptance else None


def test_a_comment_in_or_right_above_a_block_concerns_it() -> None:
    assert accepted(finding()) == "main.tf:3"
    assert accepted(finding(7, 8)) == "main.tf:6"
    assert accepted(finding(8, 8)) is None


@pytest.mark.parametrize("severity", [Severity.HIGH, Severity.CRITICAL])
def test_from_high_on_a_comment_is_not_enough(severity: Severity) -> None:
    assert accepted(finding(severity=severity)) is None


def test_it_concerns_no_unknown_no_other_check_and_no_other_file() -> None:
    assert accepted(finding(outcome=Outcome.UNKNOWN)) is None
    assert accepted(finding(check="d")) is None
    assert accepted(finding(location=Location("other.tf", 2, 4))) is None
    assert accepted(finding(location=None)) is None


def test_it_expires() -> None:
    assert accepted(finding(), today=date(2027, 1, 1)) is None


def test_what_a_change_adds_is_proposed_only() -> None:
    before = ["", "", LINES[2]]
    waivers = InlineWaivers(lambda _: LINES, lambda _: before)
    desk = WaiverDesk((), TODAY, waivers)
    assert desk.acceptance(finding()) is not None
    assert [w.acceptance.source for w in waivers.proposed] == ["main.tf:1", "main.tf:6"]
    assert desk.acceptance(finding()) is not None
    assert desk.acceptance(finding(7, 8)) is None
    assert any(
        "main.tf:6: the waiver is proposed" in note
        for note in desk.notes(frozenset(), frozenset(), whole=False)
    )


@pytest.mark.parametrize(
    "text",
    [
        "# selfaudit:waive c: no end",
        "# selfaudit:waive c until 2026-02-30: no such day",
        "# selfaudit:waive c until 2026-12-31:",
        "# selfaudit:waive c until 2026-12-31",
        "# selfaudit:waive * until 2026-12-31: all",
        "# selfaudit:waive",
    ],
)
def test_half_a_waiver_is_an_error_with_its_line(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"main.tf:2: not a waiver; write"):
        inline_waivers("main.tf", ["", text])


def test_text_that_only_looks_like_it_is_none() -> None:
    assert inline_waivers("main.tf", ["selfaudit:waive c", "# selfaudit:waived c", "x#selfaudit:waive"]) == ()
