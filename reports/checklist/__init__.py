"""The checklist of an audit: a page for people, CSV and XLSX for their tools."""

import csv
import io
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.checklist import page
from reports.checklist.rows import COLUMNS, guarded, header, rows
from reports.checklist.words import STATUS, domain_name
from reports.html import csp_hash, environment
from reports.language import translator
from scanner.model import Audit, Report, Status

_WIDTHS = {"Text": 44, "Why": 60, "Evidence": 40, "Sources": 50, "Control": 30, "Occurrences": 30}
_FILL = {
    Status.FAIL: "F4B8B3",
    Status.OVERDUE: "F6CBA8",
    Status.UNKNOWN: "D9C6F5",
    Status.NOT_ASSESSED: "F1E2B0",
    Status.WAIVED: "DDE3EB",
    Status.PASS: "C4E5D0",
    Status.NOT_APPLICABLE: "E8ECF2",
}


class HtmlChecklist:
    """One page with style and script inlined; everything can be read with scripts off and on paper."""

    filename = "checklist.html"

    def render(self, report: Report) -> str:
        """The whole page."""
        base = resources.files("reports.html").joinpath("report.css").read_text("utf-8")
        style, script = base + _asset("checklist.css"), _asset("checklist.js")
        return (
            _environment()
            .from_string(_asset("checklist.html.j2"))
            .render(
                page=page.build(report, _audit(report)),
                report=report,
                style=Markup(style),  # noqa: S704 - files of these packages
                script=Markup(script),  # noqa: S704 - a file of this package
                style_hash=csp_hash(style),
                script_hash=csp_hash(script),
            )
        )


class CsvChecklist:
    """One line per control (RFC 4180), UTF-8 with the mark that spreadsheets look for."""

    filename = "checklist.csv"

    def render(self, report: Report) -> str:
        """The whole file."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(header(report))
        writer.writerows(rows(report, _audit(report)))
        return "\ufeff" + text.getvalue()


class XlsxChecklist:
    """A workbook: the checklist, filtered and frozen at its header, and a sheet of totals."""

    filename = "checklist.xlsx"

    def render(self, report: Report) -> bytes:
        """The whole workbook."""
        audit, t = _audit(report), translator(report.language)
        book = Workbook()
        sheet = book.active
        if not isinstance(sheet, Worksheet):
            raise TypeError("a new workbook has no sheet")
        sheet.title = t("Checklist")
        _fill(sheet, report, audit)
        _totals(book.create_sheet(t("Totals")), report, audit)
        # The same audit gives the same workbook.
        book.properties.created = book.properties.modified = report.finished_at.replace(tzinfo=None)
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()


def _fill(sheet: Worksheet, report: Report, audit: Audit) -> None:
    sheet.append(header(report))
    aligned = Alignment(vertical="top", wrap_text=True)
    for row, item in zip(rows(report, audit), audit.items, strict=True):
        sheet.append(row)
        cells = sheet[sheet.max_row]
        for cell in cells:
            cell.data_type = "s"  # text stays text, whatever it begins with
            cell.alignment = aligned
        cells[COLUMNS.index("Status")].fill = PatternFill("solid", fgColor=_FILL[item.status])
        cells[COLUMNS.index("Findings")].data_type = "n"
        cells[COLUMNS.index("Findings")].value = len(item.findings)
    _bold(sheet)
    for number, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 16)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions


def _totals(sheet: Worksheet, report: Report, audit: Audit) -> None:
    t = translator(report.language)
    sheet.append([t("Domain"), *(t(word) for word in STATUS.values()), t("all")])
    lines = [*audit.domains.items(), (t("all"), audit.counts)]
    for name, counts in lines:
        sheet.append([guarded(domain_name(name, t)), *counts.values(), sum(counts.values())])
    sheet.append([])
    for one in audit.documents:
        title = one.title_zh if report.language == "zh" else one.title
        sheet.append([guarded(title), *one.counts.values(), sum(one.counts.values())])
    _bold(sheet)
    sheet.column_dimensions["A"].width = 60


def _bold(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _audit(report: Report) -> Audit:
    if report.audit is None:
        raise ValueError("a scan has no checklist")
    return report.audit


def _asset(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _environment() -> Environment:
    made = environment().overlay()
    made.filters["day"] = page.day
    return made
