"""Files as people save them, and as an attacker would."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.registers.formats import READERS
from collectors.registers.kinds import RecordType
from collectors.registers.table import read_table
from scanner.model import GapReason
from tests.collectors.aws.conftest import schema
from tests.collectors.aws.contract import gaps
from tests.collectors.registers.conftest import (
    COMPLAINTS,
    INCIDENTS,
    KEY,
    VULNERABILITIES,
    Scan,
    rows,
    scan_of,
)

HEADER = "id,asset,severity,found_at,fixed_at,exception_approver,exception_until\n"
COLUMNS = frozenset(HEADER.strip().split(",")) | {"row_key", "row_line"}
RECORD = RecordType("vulnerability_register", schema(VULNERABILITIES)["x-row"])
WANTED = {"found_at": "2026-11-02T02:00:00Z", "exception_until": "2026-12-31", "severity": "high"}


def part(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in WANTED}


def workbook(*lines: tuple[Any, ...], **sheets: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.strip().split(","))
    for line in lines:
        sheet.append(line)
    for name, line in sheets.items():
        book.create_sheet(name).append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("found", "until"),
    [
        ("2026-11-02T10:00+08:00", "2026-12-31"),
        ("2026-11-02T02:00:00Z", "2026/12/31"),
        ("2026-11-02 10:00", "2026年12月31日"),
        ("2026-11-02 10:00:00", "46387"),
    ],
)
def test_dates_and_times_of_a_text(found: str, until: str, vulnerabilities: Scan) -> None:
    text = f"{HEADER}V1,crm,HIGH,{found},,boss,{until}\n"
    (row,) = rows(vulnerabilities(text, COLUMNS, time_zone="Asia/Shanghai")).values()
    assert part(row) == WANTED


@pytest.mark.parametrize(
    ("found", "until"),
    [
        (datetime(2026, 11, 2, 10), date(2026, 12, 31)),
        (46328 + 10 / 24, 46387),
        ("2026-11-02 10:00", "2026-12-31"),
    ],
)
def test_dates_and_times_of_a_workbook(found: Any, until: Any, vulnerabilities: Scan) -> None:
    content = workbook(("V1", "crm", "high", found, None, "boss", until), (None,) * 7)
    events = vulnerabilities(content, COLUMNS, ".xlsx", time_zone="Asia/Shanghai")
    (row,) = rows(events).values()
    assert part(row) == WANTED
    assert row["row_line"] == 2


def test_the_sheet_is_the_one_with_the_name_of_the_register(vulnerabilities: Scan) -> None:
    several = workbook(notes=("a",))
    (gap,) = gaps(vulnerabilities(several, COLUMNS, ".xlsx"))
    assert "call the one with the records 'vulnerability_register'" in gap.detail


@pytest.mark.parametrize("extension", [".yaml", ".yml", ".json"])
def test_yaml_and_json(extension: str, vulnerabilities: Scan) -> None:
    row = {"id": "V1", "asset": "crm", "severity": "high", "found_at": "2026-11-02T02:00:00Z"}
    content = json.dumps({"rows": [{**row, "exception_until": "2026-12-31"}]})
    (found,) = rows(vulnerabilities(content, COLUMNS, extension)).values()
    assert part(found) == WANTED


def test_gb18030_is_told_from_utf8(vulnerabilities: Scan) -> None:
    text = f"{HEADER}V1,客户系统,high,2026-11-02T02:00:00Z,,张三,\n"
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        (row,) = rows(vulnerabilities(text.encode(encoding), COLUMNS)).values()
        assert (row["asset"], row["exception_approver"]) == ("客户系统", "张三")


def test_an_example_row_is_not_judged(vulnerabilities: Scan) -> None:
    text = f"{HEADER}#example V0,crm,high,2026-11-02T02:00:00Z,,,\nV1,crm,high,2026-11-02T02:00:00Z,,,\n"
    assert set(rows(vulnerabilities(text, COLUMNS))) == {"V1"}


def test_two_files_for_one_register_are_an_error(vulnerabilities: Scan) -> None:
    vulnerabilities(HEADER, COLUMNS)
    (gap,) = gaps(vulnerabilities("[]", COLUMNS, ".json"))
    assert "there is vulnerability_register.csv and vulnerability_register.json; keep one" in gap.detail


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return stream.getvalue()


def entities() -> bytes:
    """A workbook whose sheet expands entities."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                dtd = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'
                start = text.index(b"<worksheet") if b"<worksheet" in text else 0
                text = text[:start] + dtd + text[start:]
            new.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "extension", "said"),
    [
        (b"a: &x [1]\nb: *x\n", ".yaml", "an alias"),
        (b"[" * 500, ".yaml", "nested too deep"),
        (b"[" * 100_000, ".json", "not JSON"),
        (b'[{"id": 1, "id": 2}]', ".json", "a key is there twice"),
        (b'[{"id": NaN}]', ".json", "NaN"),
        (b"- id: a\n  id: b\n", ".yaml", "a key is there twice"),
        (b"not: [a, list]\n", ".yaml", "unknown key"),
        (b"no zip", ".xlsx", "not an XLSX workbook"),
    ],
)
def test_files_that_are_refused(content: bytes, extension: str, said: str, vulnerabilities: Scan) -> None:
    (gap,) = gaps(vulnerabilities(content, COLUMNS, extension))
    assert gap.reason is GapReason.MALFORMED
    assert said in gap.detail


def test_a_workbook_that_unpacks_to_too_much(vulnerabilities: Scan) -> None:
    (gap,) = gaps(vulnerabilities(bomb(), COLUMNS, ".xlsx"))
    assert gap.reason is GapReason.TRUNCATED


def test_a_workbook_with_entities_is_refused(vulnerabilities: Scan) -> None:
    (gap,) = gaps(vulnerabilities(entities(), COLUMNS, ".xlsx"))
    assert "EntitiesForbidden" in gap.detail


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=200))
def test_no_bytes_make_any_reader_fail(extension: str, content: bytes) -> None:
    read_table(content, extension, RECORD, RECORD.columns, str, ZoneInfo("UTC"))


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_an_instant_is_the_same_in_every_zone(moment: datetime, minutes: int) -> None:
    whole = moment.replace(microsecond=0, tzinfo=UTC)
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    written = datetime.fromisoformat(f"{moment.replace(microsecond=0).isoformat()}{zone}")
    text = f"{HEADER}V1,crm,high,{written.isoformat()},,,\n"
    table = read_table(text.encode(), ".csv", RECORD, ["found_at"], str, ZoneInfo("UTC"))
    assert not table.problems
    read = datetime.fromisoformat(table.facts()["found_at"][0])
    assert read - whole == written - whole


def complaint(folder: Path, reference: str, **more: Any) -> list[Any]:
    record = schema(COMPLAINTS)["x-row"]
    filler = {"date": "2026-11-02", "date-time": "2026-11-02T10:00Z"}
    cells = {
        name: str(column["enum"][0]) if "enum" in column else filler.get(column.get("format", ""), "x")
        for name, column in record["properties"].items()
    }
    cells["customer_ref"] = reference
    text = ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"
    return scan_of(folder, COMPLAINTS)(text, **more)


def test_private_values_leave_as_digests(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(KEY)
    key.chmod(0o600)
    first = complaint(tmp_path, "C-4711", hmac_key=str(key))
    (row,) = rows(first).values()
    assert row["customer_ref"].startswith("hmac:")
    assert "C-4711" not in repr(first)
    (same,) = rows(complaint(tmp_path, "C-4711", hmac_key=str(key))).values()
    (other,) = rows(complaint(tmp_path, "C-4712", hmac_key=str(key))).values()
    assert same["customer_ref"] == row["customer_ref"] != other["customer_ref"]
    key.write_text("f" * 64)
    (moved,) = rows(complaint(tmp_path, "C-4711", hmac_key=str(key))).values()
    assert moved["customer_ref"] != row["customer_ref"]


@pytest.mark.parametrize("mode", [None, 0o644])
def test_without_a_good_key_private_columns_are_gaps(mode: int | None, tmp_path: Path) -> None:
    key = tmp_path / "key"
    if mode is not None:
        key.write_text(KEY)
        key.chmod(mode)
    events = complaint(tmp_path, "C-4711", hmac_key=str(key))
    assert "customer_ref" in {gap.fact for gap in gaps(events)}
    assert "C-4711" not in repr(events)


def test_dropped_columns_leave_only_whether_they_are_filled_in(tmp_path: Path) -> None:
    columns = schema(INCIDENTS)["x-row"]["properties"]
    assert columns["recorded_by"]["x-column"] == "drop"
    record = {
        name: str(column["enum"][0])
        if "enum" in column
        else {"date": "2026-11-02", "date-time": "2026-11-02T10:00Z"}.get(column.get("format", ""), "1")
        for name, column in columns.items()
    }
    lines = [{**record, "id": "I-1", "recorded_by": "a secret"}, {**record, "id": "I-2", "recorded_by": ""}]
    text = "\n".join([",".join(record), *(",".join(line.values()) for line in lines)]) + "\n"
    events = scan_of(tmp_path, INCIDENTS)(text, frozenset({"recorded_by", "row_key"}))
    found = rows(events)
    assert {key: row["recorded_by"] for key, row in found.items()} == {"I-1": True, "I-2": None}
    assert "a secret" not in repr(events)
