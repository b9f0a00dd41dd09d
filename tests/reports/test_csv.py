"""The table of findings: whole, and without formulas."""

import csv
import io

import pytest

from reports.csv import COLUMNS, CsvReport
from scanner.model import Report
from tests.reports.change import change_report
from tests.reports.hostile import HOSTILE, report_about


def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(CsvReport().render(report), newline="")))


def test_every_finding_is_a_row_with_who_accepted_it() -> None:
    report = change_report()
    found = rows(report)
    assert len(found) == len(report.findings)
    assert tuple(found[0]) == COLUMNS
    waived = next(row for row in found if row["disposition"] == "waived")
    assert (waived["accepted_by"], waived["approved_by"]) == ("Ann Li", "Bo Chen")
    assert (waived["accepted_until"], waived["accepted_in"]) == ("2027-03-31", "waivers.yaml:7")
    placed = next(row for row in found if row["file"])
    assert (placed["file"], placed["line"]) == ("infra/main tf/büro.tf", "12")


@pytest.mark.parametrize(
    "text", [*HOSTILE, "=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", '"=1', 'a"b,c']
)
def test_no_cell_is_a_formula_and_none_breaks_the_row(text: str) -> None:
    found = rows(report_about(text))
    assert len(found) == 2
    for row in found:
        assert None not in row
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for cell in row.values())
