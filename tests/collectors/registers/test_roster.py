"""The staff roster: who is in it, and what makes it incomplete."""

import csv
import io
import os
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.registers import RegisterCollector, table
from collectors.registers.kinds import RecordType
from scanner.interfaces import FactRequest
from scanner.model import ROW_KEY, ROW_LINE, Gap, GapReason, Target
from tests.collectors.aws.conftest import schema
from tests.collectors.aws.contract import enumerated, gaps, resources
from tests.collectors.registers.conftest import TYPE, Scan, rows

HEADER = "person,accounts,department,role,status,left_on\n"
ALICE = "E1,alice; asmith  root,Sales,Clerk,active,\n"
BOB = "E2,bob,,,left,2026-03-31\n"
ROSTER = RecordType("hr_roster", schema(TYPE)["x-row"])


def parse(content: bytes) -> table.Table:
    """A roster as the collector reads it."""
    return table.read_table(content, ".csv", ROSTER, ROSTER.columns, lambda value: value, ZoneInfo("UTC"))


def test_people(scan: Scan) -> None:
    events = scan(HEADER + ALICE + BOB)
    found = rows(events)
    assert found["E1"] == {
        ROW_KEY: "E1",
        ROW_LINE: 2,
        "person": "E1",
        "accounts": ["alice", "asmith", "root"],
        "department": "Sales",
        "role": "Clerk",
        "status": "active",
        "left_on": None,
    }
    assert found["E2"]["left_on"] == "2026-03-31"
    assert found["E2"]["department"] is None
    assert resources(events, TYPE)["hr_roster.csv"].id == "register:hr_roster"
    assert enumerated(events) == {TYPE: 1}
    assert not gaps(events)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEADER + ALICE,
        (HEADER + ALICE).replace("\n", "\r\n"),
        (HEADER + ALICE).rstrip("\n"),
        HEADER + "\n" + ALICE + ",,,,,\n\n",
        HEADER.upper().replace(",", " , ") + ALICE,
        HEADER + 'E1,"alice\nasmith;root",Sales,"Clerk",Active,\n',
    ],
)
def test_ways_to_save_it(text: str, scan: Scan) -> None:
    (person,) = rows(scan(text)).values()
    assert person["accounts"] == ["alice", "asmith", "root"]
    assert person["status"] == "active"


def test_only_wanted_facts_leave_the_file(scan: Scan) -> None:
    (roster,) = resources(scan(HEADER + ALICE, frozenset({"status"})), TYPE).values()
    assert roster.facts == {"status": ["active"]}


def test_unknown_columns_are_dropped(scan: Scan) -> None:
    events = scan("salary," + HEADER + "90000," + ALICE)
    assert "90000" not in repr(events)
    assert enumerated(events) == {TYPE: 1}


def test_no_department_column_is_a_gap_of_that_fact(scan: Scan) -> None:
    events = scan("person,accounts,status,left_on\nE1,alice,active,\n")
    assert {(gap.fact, gap.reason) for gap in gaps(events)} == {
        ("department", GapReason.NOT_IN_SOURCE),
        ("role", GapReason.NOT_IN_SOURCE),
    }
    assert enumerated(events) == {TYPE: 1}


def test_nobody_is_a_complete_roster(scan: Scan) -> None:
    events = scan(HEADER)
    assert rows(events) == {}
    assert enumerated(events) == {TYPE: 1}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",alice,,,active,", "person"),
        ("E3,carol,,,gone,", "status"),
        ("E3,carol,,,,", "status"),
        ("E3,carol,,,left,", "left_on"),
        ("E3,carol,,,left,31.03.2026", "left_on"),
        ("E3,carol,,,left,20260331", "left_on"),
        ("E3,carol,,,left,2026-02-30", "left_on"),
        ("E3,ca\u200brol,,,active,", "accounts"),
        (f"E3,carol,{'x' * 5000},,active,", "department"),
        ("E3,carol,active", "3 fields"),
        ("E3,carol,,,active,,", "7 fields"),
    ],
)
def test_a_bad_row_makes_the_listing_incomplete(row: str, column: str, scan: Scan) -> None:
    events = scan(HEADER + ALICE + row + "\n" + BOB)
    (gap,) = gaps(events)
    assert events[0] == gap
    assert (gap.reason, gap.resource, gap.fact) == (GapReason.MALFORMED, None, None)
    assert "hr_roster.csv: line 3" in gap.detail
    assert column in gap.detail
    assert not resources(events, TYPE)
    assert not enumerated(events)


def test_a_person_who_is_there_twice_is_not_believed(scan: Scan) -> None:
    events = scan(HEADER + ALICE + BOB + "E1,alice,,,left,2026-01-31\n")
    (gap,) = gaps(events)
    assert "line 4, column person: the same as in line 2" in gap.detail
    assert not resources(events, TYPE)
    assert not enumerated(events)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        ALICE.encode(),
        HEADER.replace(",", ";").encode(),
        HEADER.replace("left_on", "last_day").encode(),
        HEADER.replace("role", "person").encode(),
        (HEADER + ALICE).encode("utf-16"),
        (HEADER + "E1,ren\u00e9,,,active,\n").encode("latin-1"),
        (HEADER + 'E1,"alice,,,active,\n' + BOB).encode(),
        (HEADER + 'E1,"ali"ce,,,active,\n').encode(),
    ],
)
def test_a_file_that_is_no_roster(content: bytes, scan: Scan) -> None:
    events = scan(content)
    assert [gap.reason for gap in gaps(events)] == [GapReason.MALFORMED]
    assert not resources(events, TYPE)


def test_no_file_says_what_to_do(scan: Scan) -> None:
    (gap,) = scan(None)
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.UNREACHABLE
    assert "hr_roster.csv" in gap.detail
    assert "person,accounts" in gap.detail


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_something_else_than_a_file_does_not_hang(make: object, tmp_path: Path, scan: Scan) -> None:
    assert callable(make)
    make(tmp_path / "hr_roster.csv")
    (gap,) = scan(None)
    assert isinstance(gap, Gap)


def test_a_file_that_is_too_large(scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_BYTES", 100)
    (gap,) = scan(HEADER + ALICE * 9)
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.TRUNCATED


def test_too_many_rows(scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 2)
    people = [f"E{n},,,,active,\n" for n in range(3)]
    assert enumerated(scan(HEADER + "".join(people[:2]))) == {TYPE: 1}
    events = scan(HEADER + "".join(people))
    assert gaps(events)[0].reason == GapReason.TRUNCATED
    assert not enumerated(events)


def test_many_bad_rows_are_summed_up(scan: Scan) -> None:
    events = scan(HEADER + "E1\n" * 999)
    assert len(events) == 51
    assert "949 more" in gaps(events)[-1].detail


def test_not_wanted_is_not_read(tmp_path: Path) -> None:
    target = Target("hr", "register", {"folder": str(tmp_path)})
    assert not list(RegisterCollector().collect(target, FactRequest({})))


words = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=6)
logins = st.lists(words.filter(lambda text: text and ";" not in text), max_size=3, unique=True)


@settings(deadline=None)
@given(
    st.dictionaries(
        words.filter(bool),
        st.tuples(logins, words, words, st.none() | st.dates()),
        max_size=5,
    )
)
def test_what_is_written_is_read(people: dict[str, tuple[list[str], str, str, date | None]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["person", "accounts", "department", "role", "status", "left_on"])
    for person, (accounts, department, role, left) in people.items():
        writer.writerow(
            [person, ";".join(accounts), department, role, "left" if left else "active", left or ""]
        )
    found = parse(text.getvalue().encode())
    assert not found.problems
    read = zip(*(found.facts()[name] for name in ("person", "accounts", "left_on")), strict=True)
    assert {person: (accounts, left_on) for person, accounts, left_on in read} == {
        person: (accounts, left.isoformat() if left else None)
        for person, (accounts, _, _, left) in people.items()
    }


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(tail: bytes) -> None:
    found = parse(HEADER.encode() + tail)
    read = found.rows + len(found.problems) + found.examples
    assert read or not tail.strip(b'\xef\xbb\xbf, \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f"')
